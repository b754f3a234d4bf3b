//! A change of role: the session goes on under a new secret.

use super::{SESSIONS, is_in, names};
use crate::harness::{Person, TestApp, issuer::cookie_of};
use reqwest::Method;

/// An admin gives somebody another role.
async fn promote(app: &TestApp, person: &Person) {
    let grace = app.admin("grace").await;
    let given = app.give_role(&grace, person, "instructor").await;
    given.is(200);
}

#[tokio::test]
async fn the_session_keeps_its_name_and_the_old_secret_is_worth_nothing() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let old = app.sign_in(&ada, "sid-1", &[]).await;
    let named = names(&app, &ada).await;
    promote(&app, &ada).await;
    let reply = app.get("/profile").header("cookie", &old).await.is(200);
    let new = cookie_of(&reply);
    assert_ne!(old, new);
    assert_eq!(names(&app, &ada).await, named);
    assert!(!is_in(&app, &old).await);
    assert!(is_in(&app, &new).await);
    assert_eq!(names(&app, &ada).await, named);
    let end = app.call(Method::DELETE, &format!("{SESSIONS}/{}", named[0]));
    end.by(&ada).await.is(200);
    assert!(!is_in(&app, &new).await);
}

#[tokio::test]
async fn a_session_that_has_ended_gets_no_new_secret() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let old = app.sign_in(&ada, "sid-1", &[]).await;
    app.call(Method::DELETE, SESSIONS).by(&ada).await.is(200);
    promote(&app, &ada).await;
    assert!(!is_in(&app, &old).await);
    assert_eq!(names(&app, &ada).await, Vec::<String>::new());
}

#[tokio::test]
async fn of_views_at_once_under_the_old_secret_one_gets_the_new_one() {
    let app = TestApp::with_issuer(&[]).await;
    let ada = app.person("ada").await;
    let old = app.sign_in(&ada, "sid-1", &[]).await;
    promote(&app, &ada).await;
    let views = (0..10).map(async |_| app.get("/profile").header("cookie", &old).await);
    let replies = futures::future::join_all(views).await;
    let renewed = replies.iter().filter(|reply| reply.status == 200);
    assert_eq!(renewed.count(), 1);
    assert_eq!(names(&app, &ada).await.len(), 1, "no twin is left behind");
}
