//! Those whom the auth-service brings.

use crate::{
    Actor, Error,
    account::{Registered, actor_of},
    inbox::Verdict,
    testing::world::{self, TENANT, World, config, newcomer, person},
};
use contract::{AuthId, account::RegisteredPerson};
use futures::future::{join, join_all};
use sqlx::PgPool;
use uuid::Uuid;

/// Somebody whom the auth-service signs in, and tells no names of.
fn arrival(email: &str) -> RegisteredPerson {
    RegisteredPerson {
        auth_id: AuthId(Uuid::from_u128(rand::random())),
        email: email.into(),
        email_verified: true,
        first_name: None,
        last_name: None,
        role: None,
        language: None,
    }
}

async fn sign_in(world: &World, arrival: &RegisteredPerson) -> crate::Result<Registered> {
    let stranger = actor_of(None, TENANT, arrival.auth_id);
    let ctx = world.ctx(stranger);
    world
        .services
        .account
        .sign_in(&ctx, TENANT, arrival.clone())
        .await
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn sign_ins_and_events_that_race_make_one_account(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = arrival("ada@example.test");
    let event = |id: Uuid| {
        let event = serde_json::json!({
            "id": id, "type": "auth.user.registered", "source": "auth-service",
            "data": {"authId": ada.auth_id, "email": ada.email}, "timestamp": world.clock.now(),
        });
        event.to_string().into_bytes()
    };
    let events: Vec<_> = (0..10).map(|n| event(Uuid::from_u128(n))).collect();
    let (verdicts, sign_ins) = join(
        join_all(events.iter().map(|body| world.services.inbox.apply(body))),
        join_all((0..10).map(|_| sign_in(&world, &ada))),
    )
    .await;
    assert!(
        verdicts.iter().all(|v| *v == Verdict::Applied),
        "{verdicts:?}"
    );
    let people: Vec<_> = sign_ins
        .into_iter()
        .map(|done| done.expect("signed in").person)
        .collect();
    assert!(people.iter().all(|p| *p == people[0]));
    for table in ["users", "user_profiles", "outbox_events", "audit_log"] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let rows: i64 = sqlx::query_scalar(sql)
            .fetch_one(&world.pool)
            .await
            .expect("a number");
        assert_eq!(rows, 1, "{table}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn names_are_made_from_the_address_where_none_are_told(pool: PgPool) {
    let world = World::new(pool).await;
    let cases = [
        ("grace.hopper@example.test", "Grace", "Hopper"),
        ("ümit_öz-x@example.test", "Ümit", "Öz"),
        ("madonna@example.test", "Madonna", "–"),
        ("+...@example.test", "–", "–"),
    ];
    for (email, first, last) in cases {
        // Not every address that has a local part is one that the rules take.
        let Ok(Registered { person, created }) = sign_in(&world, &arrival(email)).await else {
            assert!(!email.is_ascii() || email.starts_with('+'), "{email}");
            continue;
        };
        assert!(created);
        let view = world
            .services
            .profile
            .get(&world.ours(TENANT), person.id)
            .await;
        let view = view.expect("a profile");
        assert_eq!(
            (view.first_name.as_str(), view.last_name.as_str()),
            (first, last)
        );
    }
    let mut told = arrival("told@example.test");
    (told.first_name, told.last_name) = (Some("  Ada ".into()), Some("   ".into()));
    let person = sign_in(&world, &told).await.expect("signed in").person;
    let view = world
        .services
        .profile
        .get(&world.ours(TENANT), person.id)
        .await;
    let view = view.expect("a profile");
    assert_eq!(
        (view.first_name.as_str(), view.last_name.as_str()),
        ("Ada", "–")
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn where_registration_is_closed_only_those_who_are_known_sign_in(pool: PgPool) {
    let mut closed = config();
    closed.account.registration = false;
    let world = World::with(pool, world::redis().await, closed);
    let stranger = sign_in(&world, &arrival("ada@example.test")).await;
    assert!(matches!(stranger, Err(Error::FeatureDisabled)));
    let known = world.account(TENANT, newcomer()).await;
    let mut again = arrival("another@example.test");
    again.auth_id = known.auth_id;
    let found = sign_in(&world, &again).await.expect("signed in");
    assert_eq!((found.person, found.created), (person(&known), false));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn somebody_whose_account_was_deleted_is_a_stranger_and_may_come_anew(pool: PgPool) {
    let world = World::new(pool).await;
    let before = world.account(TENANT, newcomer()).await;
    sqlx::query("UPDATE users SET status = 'deleted'")
        .execute(&world.pool)
        .await
        .expect("deleted");
    let account = &world.services.account;
    for id in [Some(before.id), None] {
        let found = account
            .identify(TENANT, id, before.auth_id, crate::cache::Sight::Far)
            .await;
        let actor = actor_of(found.expect("no fault"), TENANT, before.auth_id);
        assert!(matches!(actor, Actor::Stranger { .. }), "{actor:?}");
        let me = world.services.profile.me(&world.ctx(actor)).await;
        assert!(matches!(me, Err(Error::UserNotFound)), "{me:?}");
    }
    let mut again = arrival(&before.email);
    again.auth_id = before.auth_id;
    let anew = sign_in(&world, &again).await.expect("signed in");
    assert!(anew.created && anew.person.id != before.id);
}
