//! Sign-in, sign-out and a changed password.

use super::{Told, somebody, traces};
use crate::{
    Actor,
    ctx::Person,
    inbox::Verdict,
    session::{SessionBinding, SessionPlace},
    testing::{
        unique,
        world::{OTHER_TENANT, TENANT, World, noon},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::SessionId;
use serde_json::{Value, json};
use sqlx::PgPool;
use std::time::Duration;

type Times = Option<DateTime<Utc>>;

async fn logins(world: &World) -> (i64, Times, Times) {
    sqlx::query_as("SELECT login_count, last_login_at, last_active_at FROM users")
        .fetch_one(&world.pool)
        .await
        .expect("one person")
}

fn login(data: Value) -> Told {
    Told::new("auth.user.login", data)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sign_in_counts_and_an_older_one_moves_no_time_back(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ours(TENANT);
    let me = world.services.profile.get(&ctx, ada.id).await;
    assert_eq!(me.expect("a profile").last_active_at, None);

    let by_either_id = [json!({"authId": ada.auth_id}), json!({"userId": ada.id})];
    let [ten, nine] = [2, 3].map(|hours| noon() - TimeDelta::hours(hours));
    for (data, at) in by_either_id.into_iter().zip([ten, nine]) {
        assert_eq!(login(data).at(at).to(&world).await, Verdict::Applied);
    }
    assert_eq!(logins(&world).await, (2, Some(ten), Some(ten)));
    let me = world.services.profile.get(&ctx, ada.id).await;
    assert_eq!(
        me.expect("a profile").last_active_at,
        Some(ten),
        "the cache was told"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_same_sign_in_counts_once(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let told = login(json!({"authId": ada.auth_id}));
    let verdicts = futures::future::join_all((0..20).map(|_| told.to(&world))).await;
    let applied = verdicts.iter().filter(|v| **v == Verdict::Applied).count();
    assert_eq!((applied, logins(&world).await.0), (1, 1));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sign_in_of_the_future_happened_now(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let told = login(json!({"authId": ada.auth_id})).at(noon() + TimeDelta::days(400));
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert_eq!(logins(&world).await, (1, Some(noon()), Some(noon())));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sign_in_of_somebody_unknown_fails_and_may_be_tried_again(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = somebody();
    let told = login(json!({"authId": ada}));
    assert_eq!(told.to(&world).await, Verdict::Failed("not found".into()));
    let registered = super::registered(ada, "ada@example.test");
    assert_eq!(registered.to(&world).await, Verdict::Applied);
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert_eq!(logins(&world).await.0, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_event_reaches_nobody_in_another_tenant(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let mut told = login(json!({"authId": ada.auth_id, "userId": ada.id}));
    told.tenant = Some(OTHER_TENANT);
    assert_eq!(told.to(&world).await, Verdict::Failed("not found".into()));
    assert_eq!(logins(&world).await.0, 0);
}

/// A browser session of somebody, by its name at the auth-service where it has one.
async fn session(world: &World, person: &Person, sid: Option<&str>) -> String {
    let (id, ttl) = (unique("session"), Duration::from_mins(1));
    let sessions = &world.services.session;
    let name = SessionId(world.clock.new_id());
    let binding = SessionBinding {
        user_id: person.id,
        sid: sid.map(str::to_owned),
        place: SessionPlace::new(name, noon(), noon(), Some("Mozilla/5.0"), None),
        ttl,
        expires_at: noon().timestamp() + 60,
    };
    let created = sessions.create(&id, "{}".into(), ttl).await;
    assert!(created.expect("Redis answers"));
    let bound = sessions.bind(&id, &binding).await;
    assert!(bound.expect("Redis answers"));
    id
}

/// How many sessions somebody sees, who asks from this one; and whether it is among them.
async fn seen(world: &World, person: &Person, id: &str) -> (usize, bool) {
    let ctx = world.ctx(Actor::User(person.clone()));
    let views = world.services.session.list(&ctx, Some(id)).await;
    let views = views.expect("Redis answers");
    (views.len(), views.iter().any(|view| view.current))
}

async fn lives(world: &World, id: &str) -> bool {
    let found = world.services.session.load(id).await;
    found.expect("Redis answers").is_some()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sign_out_ends_that_session_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let (sid, other) = (unique("sid"), unique("sid"));
    let ended = session(&world, &ada, Some(&sid)).await;
    let kept = session(&world, &ada, Some(&other)).await;
    let data = json!({"authId": ada.auth_id, "sessionId": sid});
    let told = Told::new("auth.user.logout", data);
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert!(!lives(&world, &ended).await && lives(&world, &kept).await);
    assert_eq!(seen(&world, &ada, &kept).await, (1, true));
    assert_eq!(told.to(&world).await, Verdict::Ignored);
    let nameless = Told::new("auth.user.logout", json!({"authId": ada.auth_id}));
    assert_eq!(nameless.to(&world).await, Verdict::Applied);
    assert!(lives(&world, &kept).await);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_changed_password_is_audited_and_ends_the_other_sessions(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    let sid = unique("sid");
    let current = session(&world, &ada, Some(&sid)).await;
    let others = [
        session(&world, &ada, Some(&unique("sid"))).await,
        session(&world, &ada, None).await,
    ];
    let bobs = session(&world, &bob, None).await;
    let before = traces(&world).await;
    let data = json!({"authId": ada.auth_id, "sessionId": sid});
    let told = Told::new("auth.user.password_changed", data);
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert_eq!(told.to(&world).await, Verdict::Ignored);
    assert!(lives(&world, &current).await && lives(&world, &bobs).await);
    assert_eq!(seen(&world, &ada, &current).await, (1, true));
    assert_eq!(seen(&world, &bob, &bobs).await, (1, true));
    for id in &others {
        assert!(!lives(&world, id).await);
    }
    assert_eq!(traces(&world).await, [before[0], before[1], before[2] + 1]);
    let audited: (String, String, String) = sqlx::query_as(
        "SELECT actor_kind, actor_id, request_id FROM audit_log WHERE action = 'auth.password_changed'",
    )
    .fetch_one(&world.pool)
    .await
    .expect("one entry");
    assert_eq!(
        audited,
        ("system".into(), "auth-service".into(), "request-1".into())
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_id_of_a_request_that_cannot_be_kept_is_kept_without_what_hinders(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let told = Told::new("auth.user.password_changed", json!({"userId": ada.id}));
    let body = String::from_utf8(told.body()).expect("text");
    let long = format!("re\\u0000quest{}", "-".repeat(300));
    let body = body.replace("request-1", &long);
    let verdict = world.services.inbox.apply(body.as_bytes()).await;
    assert_eq!(verdict, Verdict::Applied);
    let kept: String = sqlx::query_scalar(
        "SELECT request_id FROM audit_log WHERE action = 'auth.password_changed'",
    )
    .fetch_one(&world.pool)
    .await
    .expect("an entry");
    assert_eq!(kept, format!("request{}", "-".repeat(121)));
}
