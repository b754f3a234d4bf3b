//! `auth.user.registered`: an account, once.

use super::{registered, somebody, traces};
use crate::{
    inbox::Verdict,
    testing::world::{self, OTHER_TENANT, TENANT, World, config, newcomer},
};
use contract::Language;
use futures::future::join_all;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn somebody_new_gets_an_account(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = somebody();
    let told = registered(ada, "Ada@Example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    let person = world
        .services
        .account
        .identify(TENANT, None, ada, crate::cache::Sight::Far)
        .await;
    let person = person.expect("the database answers").expect("an account");
    let me = world
        .services
        .profile
        .get(&world.ours(TENANT), person.id)
        .await;
    let me = me.expect("a profile");
    assert_eq!(
        (me.email.as_str(), me.language),
        ("ada@example.test", Language::Es)
    );
    assert_eq!(
        (me.first_name.as_str(), me.last_name.as_str()),
        ("Ada", "Lovelace")
    );
    assert!(me.email_verified);
    assert_eq!(traces(&world).await, [1, 1, 1]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_repeat_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let told = registered(somebody(), "ada@example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    for _ in 0..3 {
        assert_eq!(told.to(&world).await, Verdict::Ignored);
    }
    assert_eq!(traces(&world).await, [1, 1, 1]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn twenty_deliveries_at_once_make_one_account(pool: PgPool) {
    let world = World::new(pool).await;
    let told = registered(somebody(), "ada@example.test");
    let verdicts = join_all((0..20).map(|_| told.to(&world))).await;
    let applied = verdicts.iter().filter(|v| **v == Verdict::Applied).count();
    let ignored = verdicts.iter().filter(|v| **v == Verdict::Ignored).count();
    assert_eq!((applied, ignored), (1, 19), "{verdicts:?}");
    assert_eq!(traces(&world).await, [1, 1, 1]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn twenty_events_about_one_person_at_once_make_one_account(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = somebody();
    let told: Vec<_> = (0..20)
        .map(|_| registered(ada, "ada@example.test"))
        .collect();
    let verdicts = join_all(told.iter().map(|one| one.to(&world))).await;
    assert!(
        verdicts.iter().all(|v| *v == Verdict::Applied),
        "{verdicts:?}"
    );
    assert_eq!(traces(&world).await, [1, 1, 1]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn where_registration_is_closed_the_event_makes_nobody_and_is_done(pool: PgPool) {
    let mut closed = config();
    closed.account.registration = false;
    let world = World::with(pool, world::redis().await, closed);
    let told = registered(somebody(), "ada@example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert_eq!(told.to(&world).await, Verdict::Ignored);
    assert_eq!(traces(&world).await, [0, 0, 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_account_that_an_admin_made_before_stays_as_it_is(pool: PgPool) {
    let world = World::new(pool).await;
    let mut command = newcomer();
    command.email = Some("countess@example.test".into());
    let before = world.account(TENANT, command).await;
    let told = registered(before.auth_id, "other@example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    let after = world
        .services
        .profile
        .get(&world.ours(TENANT), before.id)
        .await;
    assert_eq!(after.expect("a profile"), before);
    assert_eq!(traces(&world).await, [1, 1, 1]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_address_of_somebody_else_fails_without_telling_it(pool: PgPool) {
    let world = World::new(pool).await;
    let first = registered(somebody(), "ada@example.test");
    assert_eq!(first.to(&world).await, Verdict::Applied);
    let second = registered(somebody(), "ADA@example.test");
    let Verdict::Failed(reason) = second.to(&world).await else {
        panic!("it cannot be applied");
    };
    assert_eq!(reason, "conflict: email_taken");
    // Nothing of it stays, so that a later try may succeed.
    sqlx::query("UPDATE users SET email = 'other@example.test'")
        .execute(&world.pool)
        .await
        .expect("another address");
    assert_eq!(second.to(&world).await, Verdict::Applied);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_tenant_is_that_of_the_metadata_else_that_of_the_payload(pool: PgPool) {
    let world = World::new(pool).await;
    let [by_metadata, by_payload, by_neither] = [somebody(), somebody(), somebody()];
    let mut told = registered(by_metadata, "a@example.test");
    told.tenant = Some(OTHER_TENANT);
    assert_eq!(told.to(&world).await, Verdict::Applied);
    let mut told = registered(by_payload, "b@example.test");
    told.data["tenantId"] = OTHER_TENANT.0.to_string().into();
    assert_eq!(told.to(&world).await, Verdict::Applied);
    assert_eq!(told.to(&world).await, Verdict::Ignored);
    let told = registered(by_neither, "c@example.test");
    assert_eq!(told.to(&world).await, Verdict::Applied);
    let account = &world.services.account;
    for (auth_id, tenant) in [
        (by_metadata, OTHER_TENANT),
        (by_payload, OTHER_TENANT),
        (by_neither, TENANT),
    ] {
        let found = account
            .identify(tenant, None, auth_id, crate::cache::Sight::Far)
            .await;
        assert!(found.expect("the database answers").is_some());
    }
}
