//! Pages and their forms: a person browsing never meets the end of a budget, a program does, and is
//! told by a page.

use super::{app, number};
use crate::harness::{Reply, TestApp};
use reqwest::Method;

/// Stops the test unless this page says that it was too much.
#[track_caller]
fn says(reply: Reply, language: &str, words: &str) {
    let reply = reply.is(429);
    assert!(number(&reply, "retry-after") >= 1);
    assert!(reply.header("content-type").starts_with("text/html"));
    let document = format!("<!DOCTYPE html><html lang=\"{language}\"");
    assert!(reply.text.starts_with(&document), "{}", reply.text);
    assert!(reply.text.contains(words), "{}", reply.text);
    assert!(
        reply
            .header("content-security-policy")
            .contains("script-src 'self' 'nonce-")
    );
}

#[tokio::test]
async fn browsing_is_free_of_the_api_and_ends_with_a_page_in_the_visitors_language() {
    let app = app("1", &[("RATE_LIMIT_PAGES_MAX", "4")]).await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    for path in ["/profile", "/settings", "/people", "/nothing"] {
        let reply = app.get(path).header("cookie", &cookie).await;
        assert!(reply.status == 200 || reply.status == 404, "{path}");
        assert_eq!(reply.header("retry-after"), "");
    }
    for path in [
        "/profile",
        "/",
        "/sign-in",
        "/people/ada",
        "/admin/users.csv",
        "/nothing",
    ] {
        let reply = app.get(path).header("cookie", &cookie).await;
        says(reply, "en", "Too much at once");
    }
    let reply = app.get("/profile").header("cookie", &cookie);
    says(
        reply.header("accept-language", "es").await,
        "es",
        "Demasiado a la vez",
    );
    // A visitor is somebody else.
    app.get("/sign-in").await.is(200);
}

#[tokio::test]
async fn a_form_is_not_read_and_an_island_is_told_in_a_sentence() {
    let app = app("100", &[("RATE_LIMIT_PAGES_MAX", "1")]).await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    app.get("/settings").header("cookie", &cookie).await.is(200);
    let choose = || {
        app.call(Method::POST, "/settings")
            .header("cookie", &cookie)
            .form(&[("theme", "dark")])
    };
    says(choose().await, "en", "Nothing was changed");
    let told = choose().header("accept", "application/json").await.is(429);
    assert!(number(&told, "retry-after") >= 1);
    let message = told.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("Wait a moment"), "{message}");
    let settings = app.get("/api/v1/users/me/settings").by(&ada).await.is(200);
    assert_eq!(settings.data()["theme"], "system");
}

#[tokio::test]
async fn steps_of_signing_in_are_counted_by_the_address_alone() {
    let rules = [
        ("RATE_LIMIT_SIGN_IN_MAX", "3"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let app = app("100", &rules).await;
    let ada = app.person("ada").await;
    let cookie = app.cookie(&ada).await;
    let post = |app: &TestApp, from: &str| {
        app.call(Method::POST, "/sign-in")
            .form(&[("return_to", "/profile")])
            .header("x-forwarded-for", from)
    };
    for _ in 0..2 {
        post(&app, "192.0.2.1").await.is(303);
    }
    let callback = app.get("/auth/callback?code=a&state=b");
    callback
        .header("x-forwarded-for", "192.0.2.1")
        .await
        .is(303);
    says(post(&app, "192.0.2.1").await, "en", "Too much at once");
    // Who somebody is already makes no difference; where they are does.
    let known = post(&app, "192.0.2.1").header("cookie", &cookie).await;
    says(known, "en", "Too much at once");
    post(&app, "192.0.2.2").await.is(303);
    let page = app.get("/sign-in").header("x-forwarded-for", "192.0.2.1");
    page.await.is(200);
}
