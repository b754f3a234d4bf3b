//! Nobody known counts with where they come from, as far as proxies are to be believed.

use super::{app, refused};
use crate::harness::{Call, ME, TestApp, people};

const TRUST: (&str, &str) = ("TRUSTED_PROXIES", "127.0.0.0/8");

/// A look at somebody who is not there, which needs no token.
fn look(app: &TestApp) -> Call {
    app.get(&format!("/api/v1/profiles/{}", people::new_id()))
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_a_budget() {
    let app = app("2", &[TRUST]).await;
    let from = |address: &str| look(&app).header("x-forwarded-for", address);
    for _ in 0..2 {
        from("192.0.2.1").await.is(404);
    }
    refused(from("192.0.2.1").await);
    // What stands left of what the proxy saw was written by who knows whom.
    refused(from("198.51.100.7, 192.0.2.1").await);
    from("192.0.2.2").await.is(404);
    for host in ["2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6"] {
        from(host).await.is(404);
    }
    refused(from("2001:db8:1:2::9").await);
    from("2001:db8:1:3::1").await.is(404);
}

#[tokio::test]
async fn whoever_is_no_trusted_proxy_cannot_say_that_they_are_somebody_else() {
    let app = app("2", &[]).await;
    for n in 1..=2 {
        let from = format!("192.0.2.{n}");
        look(&app).header("x-forwarded-for", &from).await.is(404);
    }
    refused(look(&app).header("x-forwarded-for", "192.0.2.3").await);
    refused(look(&app).await);
}

#[tokio::test]
async fn who_is_known_is_not_counted_with_their_address() {
    let app = app("2", &[]).await;
    let ada = app.person("ada").await;
    for _ in 0..2 {
        look(&app).await.is(404);
    }
    refused(look(&app).await);
    look(&app).by(&ada).await.is(404);
}

#[tokio::test]
async fn a_bad_token_is_counted_with_its_address_and_gives_no_budget_of_its_own() {
    let app = app("3", &[]).await;
    let ada = app.person("ada").await;
    for token in ["one.two.three", "another"] {
        let reply = app.get(ME).bearer(token).await.is(401);
        assert_eq!(reply.header("ratelimit-limit"), "3");
    }
    app.get(ME).await.is(401);
    refused(app.get(ME).bearer("one.two.four").await);
    refused(app.get(ME).await);
    app.get(ME).by(&ada).await.is(200);
}
