//! After a rejection one waits.

use super::{apply, own, withdraw};
use crate::{
    admin::{approve, reject},
    harness::{Person, TestApp},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use service::Clock;

/// A deployment by this clock, an admin, and somebody whose application was just rejected.
async fn rejected(clock: &Clock, more: &[(&str, &str)]) -> (TestApp, Person, Person) {
    let app = TestApp::by(clock.clone(), more).await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    apply(&app, &ada).await.is(201);
    reject(&app, &grace, &ada, 1, "Not yet").await.is(200);
    (app, grace, ada)
}

#[tokio::test]
async fn the_next_application_waits_a_week_and_the_date_is_told() {
    let begun: DateTime<Utc> = "2026-11-21T10:30:00Z".parse().unwrap();
    let clock = Clock::fixed(begun);
    let (app, grace, ada) = rejected(&clock, &[]).await;
    let last = own(&app, &ada).await;
    let told = ["status", "reason", "reapplyFrom"].map(|name| &last[name]);
    assert_eq!(
        json!(told),
        json!(["rejected", "Not yet", "2026-11-28T10:30:00Z"])
    );
    for wait in [
        TimeDelta::zero(),
        TimeDelta::days(3),
        TimeDelta::days(7) - TimeDelta::microseconds(1),
    ] {
        clock.set(begun + wait);
        let told = apply(&app, &ada).await.fails(409, "reapply_later");
        assert_eq!(
            told["error"],
            "You can apply again from 2026-11-28T10:30:00Z on"
        );
    }
    assert_eq!(app.me(&ada).await["status"], "active");
    clock.set(begun + TimeDelta::days(7));
    let second = apply(&app, &ada).await.is(201).data();
    assert!(second.get("reapplyFrom").is_none());
    // To take one back is no rejection, and does not wait.
    withdraw(&app, &ada).await.is(200);
    let third = apply(&app, &ada).await.is(201).data();
    let version = third["version"].as_i64().unwrap();
    approve(&app, &grace, &ada, version).await.is(200);
    let told = apply(&app, &ada).await.fails(409, "not_a_student");
    assert!(told.get("fields").is_none());
}

#[tokio::test]
async fn the_deployment_says_how_long() {
    for (days, wait, is_over) in [
        ("0", 0, true),
        ("1", 1, true),
        ("30", 29, false),
        ("30", 30, true),
    ] {
        let clock = Clock::fixed(Clock::system().now());
        let variable = [("INSTRUCTOR_REAPPLY_COOLDOWN_DAYS", days)];
        let (app, _, ada) = rejected(&clock, &variable).await;
        clock.set(clock.now() + TimeDelta::days(wait));
        let reply = apply(&app, &ada).await;
        if is_over {
            reply.is(201);
        } else {
            reply.fails(409, "reapply_later");
        }
    }
}
