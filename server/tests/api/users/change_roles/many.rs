//! A thousand people at once.

use crate::harness::{Person, TestApp};
use futures::future::join_all;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// As many as may be named at once.
const CROWD: usize = 1_000;
/// So long it may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// A thousand students beside this person. Gives their ids.
async fn crowd(app: &TestApp, beside: &Person) -> Vec<String> {
    let sql = "WITH made AS (
            INSERT INTO users (id, tenant_id, auth_id, email, role, status, created_at, updated_at)
            SELECT gen_random_uuid(), u.tenant_id, gen_random_uuid(), 'crowd-' || n || '@example.test', 'student', 'active', now(), now()
            FROM users AS u, generate_series(1, 1000) AS n WHERE u.id = $1 RETURNING id, tenant_id
        ), named AS (
            INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name)
            SELECT id, tenant_id, 'Crowd', 'Example' FROM made RETURNING user_id
        )
        SELECT jsonb_agg(user_id) FROM named";
    let ids: Value = app.find(sql, &beside.id).await;
    serde_json::from_value(ids).unwrap()
}

/// Who of the crowd is how, and how often was told of: the one line that there should be.
const STATE: &str = "SELECT jsonb_agg(DISTINCT jsonb_build_array(role, version, event_sequence,
        (SELECT count(*) FROM outbox_events AS o WHERE o.user_id = u.id AND o.type = 'user.role_changed'),
        (SELECT coalesce(max(sequence), 0) FROM outbox_events AS o WHERE o.user_id = u.id),
        (SELECT count(*) FROM audit_log AS a WHERE a.target_id = u.id AND a.action = 'user.role_changed' AND a.actor_id = $1::text)))
    FROM users AS u WHERE email LIKE 'crowd-%'";

#[tokio::test]
async fn a_thousand_people_are_changed_within_a_second_with_one_event_and_one_entry_each() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let ids = crowd(&app, &grace).await;
    assert_eq!(ids.len(), CROWD);
    let mut times = Vec::new();
    for (round, role) in (1..).zip(["instructor", "student", "instructor"]) {
        let begun = Instant::now();
        let reply = app
            .give_roles(&grace, ids.iter().map(String::as_str), role)
            .await;
        times.push(begun.elapsed());
        let outcome = reply.is(200).data();
        assert_eq!(
            outcome,
            json!({"successful": CROWD, "failed": 0, "errors": []})
        );
        // Everybody is alike: one more event, numbered without a gap, and one more entry.
        let state: Value = app.find(STATE, &grace.id).await;
        assert_eq!(
            state,
            json!([[role, round + 1, round, round, round, round]])
        );
    }
    println!("1,000 people: {times:?}");
    // Other tests run beside this one, so the best of three counts.
    let best = times.into_iter().min().unwrap();
    assert!(best < PATIENCE, "a thousand people took {best:?}");
}

#[tokio::test]
async fn two_who_change_the_same_thousand_at_once_tell_each_change_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (grace, joan) = (app.admin("grace").await, app.admin("joan").await);
    let ids = crowd(&app, &grace).await;
    let backwards: Vec<_> = ids.iter().rev().collect();
    // Whoever comes second finds them changed, or changes them once more.
    let replies = join_all([
        app.give_roles(&grace, ids.iter().map(String::as_str), "instructor")
            .into_future(),
        other
            .give_roles(&joan, backwards.iter().map(|id| id.as_str()), "instructor")
            .into_future(),
        app.give_roles(&joan, ids.iter().map(String::as_str), "admin")
            .into_future(),
    ])
    .await;
    for reply in replies {
        assert_eq!(reply.is(200).data()["successful"], CROWD);
    }
    let sql = "SELECT jsonb_agg(DISTINCT jsonb_build_array(
            (SELECT count(*) FROM outbox_events AS o WHERE o.user_id = u.id) = version - 1, event_sequence = version - 1,
            (SELECT count(*) FROM audit_log AS a WHERE a.target_id = u.id) = version - 1))
        FROM users AS u WHERE email LIKE 'crowd-%' AND $1::uuid IS NOT NULL";
    let told: Value = app.find(sql, &grace.id).await;
    assert_eq!(told, json!([[true, true, true]]));
}
