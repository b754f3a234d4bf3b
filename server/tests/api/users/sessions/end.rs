//! `DELETE /users/me/sessions` and `/users/me/sessions/{sessionId}`

use super::{SESSIONS, is_in, names, secret, seen};
use crate::harness::{Person, TestApp, people, tokens};
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use service::{Clock, inbox::Verdict};

fn address(name: &str) -> String {
    format!("{SESSIONS}/{name}")
}

/// How often the audit log says that a person ended a session of theirs.
async fn recorded(app: &TestApp, person: &Person) -> i64 {
    let sql = "SELECT count(*) FROM audit_log
        WHERE action = 'session.ended' AND target_id = $1 AND actor_id = $1::text";
    app.find(sql, &person.id).await
}

#[tokio::test]
async fn a_session_that_is_ended_on_one_server_has_ended_on_the_other_at_once() {
    let app = TestApp::with_issuer(&[]).await;
    let replica = app.replica().await;
    let ada = app.person("ada").await;
    let ended = app.sign_in(&ada, "sid-1", &[]).await;
    let name = names(&replica, &ada).await.remove(0);
    let kept = app.sign_in(&ada, "sid-2", &[]).await;
    for server in [&app, &replica] {
        assert!(is_in(server, &ended).await);
    }
    let reply = replica.call(Method::DELETE, &address(&name)).by(&ada).await;
    let body = reply.is(200).json();
    assert_eq!(body["data"], json!({"deleted": true}));
    assert_eq!(body["message"], "Session ended");
    for server in [&app, &replica] {
        assert!(!is_in(server, &ended).await && is_in(server, &kept).await);
        assert_eq!(names(server, &ada).await.len(), 1);
    }
    for server in [&app, &replica] {
        let again = server.call(Method::DELETE, &address(&name)).by(&ada).await;
        again.fails(404, "not_found");
    }
    assert_eq!(recorded(&app, &ada).await, 1);
}

#[tokio::test]
async fn all_sessions_end_at_once_on_every_server() {
    let app = TestApp::with_issuer(&[]).await;
    let replica = app.replica().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let bens = app.sign_in(&ben, "sid-0", &[]).await;
    let mut cookies = Vec::new();
    for sid in ["sid-1", "sid-2", "sid-3"] {
        cookies.push(app.sign_in(&ada, sid, &[]).await);
    }
    let end = async || {
        let reply = app.call(Method::DELETE, SESSIONS).by(&ada).await;
        reply.is(200).json()
    };
    let body = end().await;
    assert_eq!(body["data"], json!({"ended": 3}));
    assert_eq!(body["message"], "Sessions ended");
    for cookie in &cookies {
        assert!(!is_in(&replica, cookie).await && !is_in(&app, cookie).await);
    }
    assert!(is_in(&replica, &bens).await);
    assert_eq!(seen(&app, &ada).await, Vec::<Value>::new());
    assert_eq!(end().await["data"], json!({"ended": 0}));
    assert_eq!(recorded(&app, &ada).await, 3);
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = TestApp::with_issuer(&[]).await;
    let (ada, eve) = (app.person("ada").await, app.admin("eve").await);
    let cookie = app.sign_in(&ada, "sid-1", &[]).await;
    let name = names(&app, &ada).await.remove(0);
    for name in [&name, &people::new_id()] {
        let reply = app.call(Method::DELETE, &address(name)).by(&eve).await;
        reply.fails(404, "not_found");
    }
    assert!(is_in(&app, &cookie).await);
    assert_eq!(
        (recorded(&app, &ada).await, recorded(&app, &eve).await),
        (0, 0)
    );
}

#[tokio::test]
async fn a_session_is_named_by_its_id_and_by_nothing_else() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let cookie = app.sign_in(&ada, "sid-1", &[]).await;
    for name in ["me", "current", "1", "sid-1", secret(&cookie), "%00"] {
        let reply = app.call(Method::DELETE, &address(name)).by(&ada).await;
        reply.refuses(&[("sessionId", "invalid_id")]);
        let reply = app.call(Method::DELETE, &address(name)).await;
        reply.fails(401, "unauthenticated");
    }
    assert!(is_in(&app, &cookie).await);
}

#[tokio::test]
async fn views_of_pages_that_race_with_the_end_do_not_bring_a_session_back() {
    let app = TestApp::start().await;
    let replica = app.replica().await;
    let ada = app.person("ada").await;
    let id = Clock::system().new_id();
    // Each view is due to keep the session alive.
    let at = tokens::in_seconds(-600);
    let begun = json!({"seen_at": at, "begun": {"id": id, "at": at}});
    let cookie = app.cookie_with(&ada, &begun).await;
    assert!(is_in(&app, &cookie).await);
    let view = async |server: &TestApp| {
        is_in(server, &cookie).await;
    };
    let end = async {
        let reply = app.call(Method::DELETE, &address(&id.to_string())).by(&ada);
        reply.await.is(200);
    };
    let views = (0..20).map(|nth| view(if nth % 2 == 0 { &app } else { &replica }));
    let (_, ()) = tokio::join!(join_all(views), end);
    for server in [&app, &replica] {
        assert!(!is_in(server, &cookie).await);
    }
    assert_eq!(names(&app, &ada).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_auth_services_word_ends_sessions_and_takes_them_off_the_list() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let mut cookies = Vec::new();
    for sid in ["sid-1", "sid-2", "sid-3", "sid-4"] {
        cookies.push(app.sign_in(&ada, sid, &[]).await);
    }
    let tell = async |kind: &str, sid: &str| {
        let event = json!({
            "id": people::new_id(), "type": kind, "source": "auth-service",
            "data": {"authId": ada.auth_id, "sessionId": sid},
            "timestamp": Clock::system().now(), "metadata": {"version": 1},
        });
        let inbox = &app.state().services.inbox;
        let verdict = inbox.apply(event.to_string().as_bytes()).await;
        assert_eq!(verdict, Verdict::Applied, "{kind}");
    };
    let living = async || {
        let mut living = Vec::new();
        for cookie in &cookies {
            living.push(is_in(&app, cookie).await);
        }
        (living, names(&app, &ada).await.len())
    };
    tell("auth.user.logout", "sid-2").await;
    assert_eq!(living().await, (vec![true, false, true, true], 3));
    tell("auth.user.password_changed", "sid-3").await;
    assert_eq!(living().await, (vec![false, false, true, false], 1));
    assert_eq!(recorded(&app, &ada).await, 0, "the person ended none");
}
