//! `GET /users/me/sessions`

use super::{SESSIONS, is_in, names, secret, seen};
use crate::harness::{TestApp, tokens};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use service::Clock;

fn time(view: &Value, name: &str) -> DateTime<Utc> {
    let text = view[name].as_str().unwrap();
    assert!(text.ends_with('Z'), "{text}");
    text.parse().unwrap()
}

#[tokio::test]
async fn a_sign_in_is_listed_with_its_times_browser_and_address() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let before = Clock::system().now() - TimeDelta::seconds(1);
    let browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0";
    let cookie = app.sign_in(&ada, "sid-1", &[("user-agent", browser)]).await;
    let reply = app.get(SESSIONS).by(&ada).await.is(200);
    assert!(!reply.text.contains(secret(&cookie)) && !reply.text.contains("sid-1"));
    let list = reply.data();
    let [view] = list.as_array().unwrap().as_slice() else {
        panic!("{list}");
    };
    for name in ["createdAt", "lastSeenAt"] {
        let told = time(view, name);
        assert!(before <= told && told <= Clock::system().now(), "{view}");
    }
    let id = view["id"].as_str().unwrap();
    assert_eq!(id.parse::<uuid::Uuid>().unwrap().get_version_num(), 7);
    let expected = json!({
        "id": id, "current": false, "createdAt": view["createdAt"], "lastSeenAt": view["lastSeenAt"],
        "userAgent": browser, "ip": "127.0.0.1",
    });
    assert_eq!(*view, expected);
    assert!(is_in(&app, &cookie).await);
    assert_eq!(seen(&app, &ada).await, [expected]);
}

#[tokio::test]
async fn each_browser_is_a_session_and_a_second_sign_in_in_one_takes_the_place_of_the_first() {
    let app = TestApp::with_issuer(&[]).await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let first = app.sign_in(&ada, "sid-1", &[]).await;
    app.sign_in(&ada, "sid-2", &[]).await;
    app.sign_in(&ben, "sid-3", &[]).await;
    let before = names(&app, &ada).await;
    assert_eq!((before.len(), names(&app, &ben).await.len()), (2, 1));

    let again = app.sign_in_again(&first, &ada, "sid-4", &[]).await;
    assert!(!is_in(&app, &first).await && is_in(&app, &again).await);
    let after = names(&app, &ada).await;
    assert_eq!(after.len(), 2);
    let stayed = after.iter().filter(|name| before.contains(name));
    assert_eq!(stayed.count(), 1, "a new sign-in has a name of its own");

    // Somebody else signs in at the same browser.
    app.sign_in_again(&again, &ben, "sid-5", &[]).await;
    let left = (names(&app, &ada).await.len(), names(&app, &ben).await.len());
    assert_eq!(left, (1, 2));
}

#[tokio::test]
async fn who_signs_out_is_off_the_list() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let cookie = app.sign_in(&ada, "sid-1", &[]).await;
    let out = app
        .call(Method::POST, "/sign-out")
        .header("cookie", &cookie);
    out.await.is(303);
    assert_eq!(names(&app, &ada).await.len(), 0);
    assert!(!is_in(&app, &cookie).await);
}

#[tokio::test]
async fn somebody_without_sessions_has_an_empty_list() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    assert_eq!(seen(&app, &ada).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_visit_moves_what_is_told_at_most_once_a_minute() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let id = Clock::system().new_id();
    let at = tokens::in_seconds(-3600);
    let begun = json!({"seen_at": at, "begun": {"id": id, "at": at}});
    let cookie = app.cookie_with(&ada, &begun).await;
    let visit = async |browser: &str| {
        let page = app.get("/profile").header("cookie", &cookie);
        page.header("user-agent", browser).await.is(200);
        seen(&app, &ada).await
    };
    let first = visit("One").await;
    assert_eq!(first.len(), 1);
    assert_eq!(
        (&first[0]["id"], &first[0]["userAgent"]),
        (&json!(id), &json!("One"))
    );
    assert_eq!(time(&first[0], "createdAt").timestamp(), at);
    assert!(time(&first[0], "lastSeenAt").timestamp() >= at + 3600);
    assert_eq!(visit("Two").await, first);
}

#[tokio::test]
async fn a_session_of_an_older_version_gets_a_name_with_the_next_visit_and_keeps_it() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    assert_eq!(names(&app, &ada).await.len(), 0);
    assert!(is_in(&app, &cookie).await);
    let named = names(&app, &ada).await;
    assert_eq!(named.len(), 1);
    assert!(is_in(&app, &cookie).await);
    assert_eq!(names(&app, &ada).await, named);
}

#[tokio::test]
async fn sessions_can_be_switched_off() {
    let app = TestApp::with_issuer(&[("ENABLE_SESSION_TRACKING", "false")]).await;
    let ada = app.person("ada").await;
    let cookie = app.sign_in(&ada, "sid-1", &[]).await;
    let one = format!("{SESSIONS}/{}", Clock::system().new_id());
    for (method, path) in [
        (Method::GET, SESSIONS),
        (Method::DELETE, SESSIONS),
        (Method::DELETE, &one),
    ] {
        let reply = app.call(method, path).by(&ada).await;
        reply.fails(404, "feature_disabled");
    }
    assert!(is_in(&app, &cookie).await);
}
