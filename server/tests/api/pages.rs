//! The addresses of pages: who is led where, what a browser may not be made to do, and that
//! neither face reads the other's proof. What stands on the pages is the journeys' affair.

use crate::harness::{ME, Reply, TestApp};
use reqwest::Method;

/// Stops the test unless the browser is led to this place.
#[track_caller]
fn leads(reply: Reply, place: &str) {
    assert_eq!(reply.is(303).header("location"), place);
}

#[track_caller]
fn page(reply: Reply, status: u16) -> Reply {
    let reply = reply.is(status);
    assert!(reply.header("content-type").starts_with("text/html"));
    assert!(reply.text.starts_with("<!DOCTYPE html>"), "{}", reply.text);
    reply
}

fn title(reply: &Reply) -> Option<&str> {
    let (_, rest) = reply.text.split_once("<title>")?;
    rest.split("</title>").next()
}

#[tokio::test]
async fn a_visitor_sees_the_start_page_and_the_way_in() {
    let app = TestApp::start().await;
    for path in ["/", "/sign-in"] {
        let page = page(app.get(path).await, 200);
        assert!(page.text.contains(r#"action="/sign-in""#), "{path}");
    }
    leads(app.get("/sign-out").await, "/");
}

#[tokio::test]
async fn a_visitor_of_a_page_of_ones_own_is_led_to_sign_in_and_back() {
    let app = TestApp::start().await;
    leads(app.get("/profile").await, "/sign-in?return_to=/profile");
    leads(
        app.get("/profile/edit").await,
        "/sign-in?return_to=/profile/edit",
    );
    leads(
        app.get("/profile/edit?a=b&c=d").await,
        "/sign-in?return_to=/profile/edit%3Fa%3Db%26c%3Dd",
    );
}

#[tokio::test]
async fn somebody_signed_in_sees_their_pages() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    let get = |path: &'static str| app.get(path).header("cookie", &cookie);
    for path in [
        "/profile",
        "/profile/edit",
        "/settings",
        "/settings/notifications",
        "/settings/sessions",
        "/teach",
    ] {
        let page = page(get(path).await, 200);
        assert!(page.text.contains("Ada"), "{path}");
        assert!(page.header("cache-control").contains("no-store"), "{path}");
    }
    leads(get("/").await, "/profile");
    leads(
        get("/sign-in?return_to=/profile/edit").await,
        "/profile/edit",
    );
    page(get("/sign-out").await, 200);
}

#[tokio::test]
async fn the_admin_area_is_there_for_admins_alone() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.admin("ada").await, app.person("ben").await);
    let (desk, elsewhere) = (app.cookie(&ada).await, app.cookie(&ben).await);
    for path in ["/admin/applications", "/admin/applications?status=approved"] {
        page(app.get(path).header("cookie", &desk).await, 200);
        let nothing = page(app.get(path).header("cookie", &elsewhere).await, 404);
        let nowhere = app.get("/nothing").header("cookie", &elsewhere).await;
        assert_eq!(title(&nothing), title(&nowhere));
    }
    leads(
        app.get("/admin/applications").await,
        "/sign-in?return_to=/admin/applications",
    );
}

#[tokio::test]
async fn what_only_admins_post_to_is_not_there_for_others() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.admin("ada").await, app.person("ben").await);
    let cookie = app.cookie(&ben).await;
    let paths = [
        format!("/admin/applications/{}", ada.id),
        format!("/admin/users/{}", ada.id),
        "/admin/users".to_owned(),
    ];
    for path in paths {
        for form in [&[("action", "approve"), ("version", "1")][..], &[]] {
            let post = app.call(Method::POST, &path).form(form);
            page(post.header("cookie", &cookie).await, 404);
        }
    }
}

#[tokio::test]
async fn where_nobody_waits_the_queue_says_so() {
    let app = TestApp::start().await;
    let desk = app.cookie(&app.admin("ada").await).await;
    let get = |path: &'static str| app.get(path).header("cookie", &desk);
    let queue = page(get("/admin/applications").await, 200);
    assert!(queue.text.contains("Nobody is waiting"));
    assert!(!queue.text.contains("Clear filters"));
    let none = page(get("/admin/applications?status=rejected").await, 200);
    assert!(none.text.contains("Clear filters"));
}

#[tokio::test]
async fn what_cannot_be_read_of_somebody_is_said_to_be_missing_rather_than_to_be_nothing() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.admin("ada").await, app.person("ben").await);
    let desk = app.cookie(&ada).await;
    let path = format!("/admin/users/{}", ben.id);
    let unknown = "Whether an application to teach is under review cannot be said just now";
    let courses = "This cannot be shown just now";
    for (table, missing) in [
        ("instructor_applications", [true, false]),
        ("user_enrollments", [false, true]),
    ] {
        let rename = async |from: &str, to: &str| {
            let sql = format!("ALTER TABLE {from} RENAME TO {to}");
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(app.pool())
                .await
                .expect("renamed");
        };
        rename(table, "away").await;
        let shown = page(app.get(&path).header("cookie", &desk).await, 200);
        assert_eq!(
            [unknown, courses].map(|said| shown.text.contains(said)),
            missing,
            "{table}"
        );
        rename("away", table).await;
    }
    let whole = page(app.get(&path).header("cookie", &desk).await, 200);
    assert!(
        ![unknown, courses]
            .iter()
            .any(|said| whole.text.contains(said))
    );
}

#[tokio::test]
async fn an_address_that_nothing_is_at_is_a_page_that_says_so() {
    let app = TestApp::start().await;
    for path in ["/nothing", "/profile/nothing", "/sfn/nothing", "/apiary"] {
        page(app.get(path).await, 404);
    }
    page(
        app.get("/nothing")
            .header("accept", "application/json")
            .await,
        404,
    );
}

#[tokio::test]
async fn pages_never_read_bearer_tokens() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    leads(
        app.get("/profile").by(&ada).await,
        "/sign-in?return_to=/profile",
    );
    page(app.get("/").by(&ada).await, 200);
    page(app.get("/").bearer("nonsense").await, 200);
    let before = app.me(&ada).await;
    let form = [
        ("first_name", "Eve"),
        ("last_name", "Eve"),
        ("firstName", "Eve"),
        ("lastName", "Eve"),
    ];
    let saved = app
        .call(Method::POST, "/profile/edit")
        .by(&ada)
        .form(&form)
        .await;
    leads(saved, "/sign-in?return_to=/profile/edit");
    assert_eq!(app.me(&ada).await, before);
}

#[tokio::test]
async fn the_api_never_reads_cookies() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    page(app.get("/profile").header("cookie", &cookie).await, 200);
    for path in [ME, "/api/v1/users/profile", &ada.path()] {
        let reply = app.get(path).header("cookie", &cookie).await;
        assert_eq!(reply.header("set-cookie"), "");
        reply.fails(401, "unauthenticated");
    }
    let ben = app.person("ben").await;
    let reply = app.get(ME).by(&ben).header("cookie", &cookie).await.is(200);
    assert_eq!(reply.data()["id"], ben.id);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    for path in ["/profile/edit", "/sign-in", "/sign-out", "/language"] {
        let post = || {
            let form = [("firstName", "Eve"), ("language", "es"), ("return_to", "/")];
            app.call(Method::POST, path)
                .header("cookie", &cookie)
                .form(&form)
        };
        for site in ["cross-site", "same-site"] {
            let reply = post().header("sec-fetch-site", site).await.is(403);
            assert_eq!(reply.header("set-cookie"), "", "{path} {site}");
        }
        let reply = post().header("origin", "https://evil.example.test").await;
        assert_eq!(reply.is(403).header("set-cookie"), "", "{path}");
    }
    page(app.get("/profile").header("cookie", &cookie).await, 200);
    let me = app.me(&ada).await;
    assert_eq!(
        (&me["firstName"], &me["version"]),
        (&"Ada".into(), &1.into())
    );
}

#[tokio::test]
async fn a_form_of_our_own_is_taken() {
    let app = TestApp::start().await;
    for headers in [("sec-fetch-site", "same-origin"), ("origin", &*app.origin)] {
        let form = [("language", "es"), ("return_to", "/sign-in")];
        let reply = app
            .call(Method::POST, "/language")
            .form(&form)
            .header(headers.0, headers.1)
            .await;
        assert!(
            reply.header("set-cookie").starts_with("language=es;"),
            "{headers:?}"
        );
        leads(reply, "/sign-in");
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    for evil in [
        "https://evil.example.test",
        "//evil.example.test",
        "/\\evil.example.test",
        "\\\\evil.example.test",
        "/\t/evil.example.test",
        "/\n/evil.example.test",
        "javascript:alert(1)",
        " //evil.example.test",
        "evil.example.test",
        "",
    ] {
        let escaped: String = reqwest::Url::parse_with_params(&app.origin, [("return_to", evil)])
            .unwrap()
            .query()
            .unwrap()
            .into();
        let address = format!("/sign-in?{escaped}");
        let shown = page(app.get(&address).await, 200).text;
        assert!(
            shown.contains(r#"name="return_to" value="/profile""#),
            "{evil:?}"
        );
        leads(
            app.get(&address).header("cookie", &cookie).await,
            "/profile",
        );
        let form = [("language", "es"), ("return_to", evil)];
        leads(app.call(Method::POST, "/language").form(&form).await, "/");
    }
}

#[tokio::test]
async fn without_the_auth_service_sign_in_says_so() {
    let app = TestApp::start().await;
    let reply = app
        .call(Method::POST, "/sign-in")
        .form(&[("return_to", "/profile")])
        .await;
    leads(reply, "/sign-in?error=unavailable");
    page(app.get("/sign-in?error=unavailable").await, 200);
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_signs_nobody_in() {
    let app = TestApp::start().await;
    for answer in [
        "",
        "?code=abc&state=def",
        "?error=access_denied",
        "?code=a&code=b",
    ] {
        let reply = app.get(&format!("/auth/callback{answer}")).await;
        assert!(
            reply.status == 303 || reply.status == 400,
            "{answer}: {}",
            reply.status
        );
        assert!(!reply.header("location").starts_with("http"), "{answer}");
        assert!(
            !reply.header("set-cookie").starts_with("session="),
            "{answer}"
        );
    }
    leads(
        app.get("/auth/callback?code=abc&state=def").await,
        "/sign-in?error=failed",
    );
}

#[tokio::test]
async fn a_choice_that_is_sent_by_itself_is_answered_with_a_status_or_a_sentence() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    let choose = |path: &'static str, fields: &[(&str, &str)]| {
        app.call(Method::POST, path)
            .header("accept", "application/json")
            .form(fields)
    };
    let mine = |path, fields: &[(&str, &str)]| choose(path, fields).header("cookie", &cookie);
    let settings = "/settings";
    mine(settings, &[("theme", "dark")]).await.is(204);
    mine("/settings/notifications", &[("sms_enabled", "true")])
        .await
        .is(204);
    // The page has to be loaded again to show a new language.
    mine(settings, &[("language", "es")]).await.is(205);
    let refused = mine(settings, &[("theme", "sepia")]).await.is(400);
    assert_eq!(
        refused.json()["message"],
        "El campo «Tema» debe ser uno de los valores ofrecidos"
    );
    let other = app.person("ben").await;
    let refused = mine(settings, &[("owner", &other.id), ("theme", "light")]).await;
    refused.is(409).json()["message"].as_str().unwrap();
    let refused = choose(settings, &[("theme", "light")]).await.is(401);
    assert_eq!(
        refused.json()["message"],
        "Your session has ended. Sign in again to change this."
    );
    let huge = "x".repeat(300_000);
    let refused = mine(settings, &[("theme", &huge)]).await.is(413);
    refused.json()["message"].as_str().unwrap();
    let saved = app.get("/api/v1/users/me/settings").by(&ada).await.is(200);
    assert_eq!(saved.data()["theme"], "dark");
    assert_eq!(saved.data()["language"], "es");
}

#[tokio::test]
async fn without_session_tracking_the_page_says_so_and_no_page_offers_it() {
    let app = TestApp::with(&[("ENABLE_SESSION_TRACKING", "false")]).await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    let get = |path: &'static str| app.get(path).header("cookie", &cookie);
    let off = page(get("/settings/sessions").await, 404);
    assert!(off.text.contains("Switched off"), "{}", off.text);
    let settings = page(get("/settings").await, 200);
    assert!(settings.text.contains("/settings/notifications"));
    assert!(!settings.text.contains("/settings/sessions"));
    let end = app
        .call(Method::POST, "/settings/sessions")
        .header("cookie", &cookie)
        .form(&[("end", "others")]);
    page(end.await, 404);
}
