//! What cannot be applied, and why; nothing personal is told.

use super::{Told, registered, somebody, traces};
use crate::{
    inbox::Verdict,
    testing::{
        nowhere, part, unique,
        world::{self, World, config},
    },
};
use serde_json::json;
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::time::Duration;

fn malformed(verdict: Verdict) -> String {
    match verdict {
        Verdict::Malformed(reason) => reason,
        other => panic!("{other:?} rather than malformed"),
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_not_an_event_is_malformed(pool: PgPool) {
    let world = World::new(pool).await;
    let apply = async |body: &str| world.services.inbox.apply(body.as_bytes()).await;
    let secret = "ada@example.test";
    let whole = String::from_utf8(registered(somebody(), secret).body()).expect("text");
    let bodies = [
        String::new(),
        "[]".into(),
        format!("{secret}!"),
        format!(r#"{{"id":"{secret}"}}"#),
        whole.replace("\"type\"", "\"kind\""),
        whole.replace("2026-11-21T12:00:00Z", secret),
        whole.replace("2026-11-21T12:00:00Z", "-9999-01-01T00:00:00Z"),
        whole[..whole.len() - 3].into(),
    ];
    for body in bodies {
        let reason = malformed(apply(&body).await);
        assert!(reason.starts_with("not an event: line"), "{reason}");
        assert!(!reason.contains(secret));
    }
    assert!(matches!(
        world.services.inbox.apply(&[0xff, 0xfe]).await,
        Verdict::Malformed(_)
    ));
    assert_eq!(traces(&world).await, [0, 0, 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_payload_that_breaks_its_rules_is_malformed_and_names_the_field_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let good = registered(somebody(), "ada@example.test").data;
    let cases = [
        ("authId", json!("nobody"), "data: invalid_type"),
        ("email", json!(7), "data: invalid_type"),
        ("email", json!("no address"), "email: invalid_email"),
        ("role", json!("emperor"), "data: invalid_type"),
        ("firstName", json!("x".repeat(101)), "firstName: too_long"),
        ("tenantId", json!("nowhere"), "data: invalid_type"),
    ];
    for (field, value, expected) in cases {
        let mut data = good.clone();
        data[field] = value;
        let told = Told::new("auth.user.registered", data);
        assert_eq!(malformed(told.to(&world).await), expected, "{field}");
        // It stays so, however often it comes.
        assert_eq!(malformed(told.to(&world).await), expected, "{field}");
    }
    let login = Told::new("auth.user.login", json!("who"));
    assert_eq!(malformed(login.to(&world).await), "data: invalid_type");
    assert_eq!(traces(&world).await, [0, 0, 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_does_not_concern_us_is_ignored(pool: PgPool) {
    let world = World::new(pool).await;
    let told = Told::new("auth.user.sneezed", json!({"authId": somebody()}));
    assert_eq!(told.to(&world).await, Verdict::Ignored);
    assert_eq!(traces(&world).await, [0, 0, 0]);
}

#[tokio::test]
async fn without_postgres_the_event_waits() {
    let pool = PgPoolOptions::new()
        .acquire_timeout(Duration::from_millis(200))
        .connect_lazy(&format!("postgres://nobody@{}/none", nowhere()))
        .expect("a good address");
    let world = World::new(pool).await;
    let told = registered(somebody(), "ada@example.test");
    assert_eq!(told.to(&world).await, Verdict::Unavailable);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_redis_accounts_are_made_and_sessions_wait_to_be_ended(pool: PgPool) {
    let away = format!("redis://{}", nowhere());
    let redis = world::redis_anywhere(away, &unique("away"));
    let world = World::with(pool.clone(), redis, config());
    let ada = somebody();
    let told = registered(ada, "ada@example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    let data = json!({"authId": ada, "sessionId": unique("sid")});
    let sign_out = Told::new("auth.user.logout", data.clone());
    let password = Told::new("auth.user.password_changed", data);
    for told in [&sign_out, &password] {
        assert_eq!(told.to(&world).await, Verdict::Unavailable);
    }
    let redis = world::redis_at(part("REDIS_URL"), &unique("back")).await;
    let world = World::with(pool, redis, config());
    for told in [&sign_out, &password] {
        assert_eq!(told.to(&world).await, Verdict::Applied);
    }
}
