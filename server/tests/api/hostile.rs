//! What callers write must not become an address, a header or a line of the log.

mod log;

use crate::harness::{Person, Reply, TestApp};
use reqwest::Method;

const EVIL: &str = "evil.example.test";
/// Each would begin a header of its own if it got into one.
const SPLITTERS: &[&str] = &[
    "/profile\r\nSet-Cookie: evil=1",
    "/profile\nX-Evil: 1",
    "/profile\rX-Evil: 1",
    "\r\n\r\n<script>alert(1)</script>",
    "/profile\u{2028}X-Evil: 1",
    "/profile\u{0}X-Evil: 1",
    "/profile%0d%0aX-Evil: 1",
];

/// Stops the test if what was written got into the head of the answer, or leads elsewhere.
#[track_caller]
fn is_harmless(what: &str, reply: &Reply) {
    assert!(reply.status < 500, "{what}: {}", reply.status);
    assert_eq!(reply.header("x-evil"), "", "{what}");
    for (name, value) in &reply.headers {
        let value = value.as_bytes();
        assert!(
            !value.contains(&b'\r') && !value.contains(&b'\n'),
            "{what}: {name}"
        );
        let value = String::from_utf8_lossy(value);
        assert!(!value.contains("evil=1"), "{what}: {name}: {value}");
    }
    let place = reply.header("location");
    if !place.is_empty() {
        assert!(place.starts_with('/'), "{what} leads to {place}");
        assert!(
            !place.starts_with("//") && !place.contains('\\'),
            "{what} leads to {place}"
        );
    }
}

fn escaped(app: &TestApp, path: &str, name: &str, value: &str) -> String {
    let url = reqwest::Url::parse_with_params(&app.origin, [(name, value)]).unwrap();
    format!("{path}?{}", url.query().unwrap())
}

/// Every form that is answered with a redirect, and what it may name.
fn forms<'a>(value: &'a str, person: &'a Person) -> Vec<(String, Vec<(&'a str, &'a str)>)> {
    let id = person.id.as_str();
    vec![
        ("/sign-in".into(), vec![("return_to", value)]),
        (
            "/language".into(),
            vec![("language", "es"), ("return_to", value)],
        ),
        (
            "/language".into(),
            vec![("language", value), ("return_to", "/")],
        ),
        (
            "/settings".into(),
            vec![("theme", "dark"), ("return_to", value)],
        ),
        (
            "/enrollments".into(),
            vec![
                ("action", "enroll"),
                ("course", value),
                ("return_to", value),
            ],
        ),
        (
            format!("/people/{id}"),
            vec![("action", "block"), ("return_to", value), ("note", value)],
        ),
        (
            "/settings/blocked".into(),
            vec![("action", "unblock"), ("user", id), ("return_to", value)],
        ),
        (
            "/settings/sessions".into(),
            vec![("end", value), ("return_to", value)],
        ),
        (
            "/profile/edit/photo/remove".into(),
            vec![("return_to", value)],
        ),
        ("/teach/withdraw".into(), vec![("return_to", value)]),
        (
            "/admin/users".into(),
            vec![("action", value), ("return_to", value)],
        ),
        ("/sign-out".into(), vec![("return_to", value)]),
    ]
}

#[tokio::test]
async fn no_form_leads_elsewhere_or_writes_a_header() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.admin("ada").await, app.person("ben").await);
    let elsewhere = [
        format!("https://{EVIL}"),
        format!("//{EVIL}"),
        format!("/\\{EVIL}"),
        format!("/\t/{EVIL}"),
        format!("\u{feff}//{EVIL}"),
    ];
    let values = SPLITTERS
        .iter()
        .copied()
        .chain(elsewhere.iter().map(String::as_str));
    for value in values {
        // Signing out ends the session, so each value has one of its own.
        let cookie = app.cookie(&ada).await;
        for (path, form) in forms(value, &ben) {
            for cookie in [Some(&cookie), None] {
                let post = app.call(Method::POST, &path).form(&form);
                let post = match cookie {
                    Some(cookie) => post.header("cookie", cookie),
                    None => post,
                };
                is_harmless(&format!("{path} {form:?}"), &post.await);
            }
        }
    }
}

#[tokio::test]
async fn no_parameter_of_a_page_leads_elsewhere_or_writes_a_header() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let cookie = app.cookie(&ada).await;
    let places = [
        ("/sign-in", "return_to"),
        ("/sign-in", "error"),
        ("/auth/callback", "error"),
        ("/auth/callback", "state"),
        ("/profile", "x"),
        ("/people", "search"),
        ("/people", "cursor"),
        ("/enrollments", "status"),
        ("/admin/users", "search"),
        ("/admin/users.csv", "search"),
        ("/admin/users.csv", "role"),
        ("/admin/audit", "action"),
        ("/admin/applications", "search"),
        ("/search/people", "q"),
        ("/enrollments/courses", "q"),
    ];
    for (path, name) in places {
        for value in SPLITTERS {
            let address = escaped(&app, path, name, value);
            let known = app.get(&address).header("cookie", &cookie).await;
            is_harmless(&address, &known);
            is_harmless(&address, &app.get(&address).await);
        }
    }
}

#[tokio::test]
async fn an_address_that_looks_like_another_site_is_none_to_come_back_to() {
    let app = TestApp::start().await;
    for path in [
        format!("//{EVIL}"),
        format!("//{EVIL}/profile"),
        format!("/%5c{EVIL}/profile"),
        format!("/%2f%2f{EVIL}"),
        format!("/profile/..//{EVIL}"),
        "/profile/%0d%0aX-Evil:1".into(),
        "/people/%0d%0aX-Evil:%201".into(),
        "/people/%00".into(),
        "/people/%ff".into(),
    ] {
        let reply = app.get(&path).await;
        is_harmless(&path, &reply);
        let place = reply.header("location");
        assert!(!place.contains("//"), "{path} leads to {place}");
    }
}

#[tokio::test]
async fn a_header_of_theirs_becomes_none_of_ours() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for cookie in [
        "language=es%0d%0aX-Evil:1",
        "language=\"es; X-Evil=1\"",
        "session=%0d%0aX-Evil:1",
        "session=../../evil",
        "language=es; language=xx; =; ;;",
    ] {
        let reply = app.get("/").header("cookie", cookie).await.is(200);
        is_harmless(cookie, &reply);
    }
    for (name, value) in [
        ("accept-language", "es\u{a0}, x;q=\"\u{1}"),
        ("user-agent", "\u{7f}\u{85}<script>"),
        ("x-forwarded-for", "<script>, ::1\u{85}"),
        ("x-forwarded-host", EVIL),
        ("forwarded", "host=evil.example.test"),
        ("idempotency-key", "<script>alert(1)</script>"),
        ("if-match", "\"\u{85}\""),
    ] {
        // What HTTP itself forbids, no client can send.
        let value: String = value.chars().filter(|c| !c.is_ascii_control()).collect();
        let page = app.get("/sign-in").header(name, &value).await;
        is_harmless(name, &page);
        assert!(
            !page.text.contains(EVIL) && !page.text.contains("alert(1)"),
            "{name}"
        );
        is_harmless(
            name,
            &app.get(crate::harness::ME)
                .by(&ada)
                .header(name, &value)
                .await,
        );
    }
}

#[tokio::test]
async fn the_name_of_the_file_is_ours() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let cookie = app.cookie(&ada).await;
    let address = escaped(
        &app,
        "/admin/users.csv",
        "search",
        "a\"; filename=\"evil.exe",
    );
    let file = app.get(&address).header("cookie", &cookie).await.is(200);
    let name = file.header("content-disposition");
    let date = name.strip_prefix("attachment; filename=\"users-").unwrap();
    let date = date.strip_suffix(".csv\"").unwrap();
    assert!(date.len() == 10 && date.chars().all(|c| c.is_ascii_digit() || c == '-'));
}
