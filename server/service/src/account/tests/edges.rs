//! Whom an account shuts out: other tenants, twins, and those who may not make one.

use crate::{
    Actor, Error,
    ctx::Scopes,
    error::Denial,
    testing::{
        unique,
        world::{OTHER_TENANT, TENANT, World, newcomer, person},
    },
};
use contract::{ErrorCode, account::Role};
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn tenants_are_kept_apart(pool: PgPool) {
    let world = World::new(pool).await;
    let command = newcomer();
    let here = world.account(TENANT, command.clone()).await;
    let there = world.account(OTHER_TENANT, command).await;
    assert_eq!((&here.email, here.auth_id), (&there.email, there.auth_id));
    let account = &world.services.account;
    for (tenant, own, other) in [(TENANT, &here, &there), (OTHER_TENANT, &there, &here)] {
        // A token that names this tenant, and the account of the other one.
        let found = account
            .identify(
                tenant,
                Some(other.id),
                own.auth_id,
                crate::cache::Sight::Far,
            )
            .await;
        assert_eq!(found.expect("no fault"), Some(person(own)));
        let seen = world
            .services
            .profile
            .get(&world.ours(tenant), other.id)
            .await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn every_unique_value_that_is_taken_has_its_own_conflict(pool: PgPool) {
    let world = World::new(pool).await;
    let mut first = newcomer();
    first.profile.username = contract::Patch::Set("ada".into());
    world.account(TENANT, first.clone()).await;
    let with = |change: fn(&mut contract::account::CreateUser, contract::account::CreateUser)| {
        let mut command = newcomer();
        change(&mut command, first.clone());
        command
    };
    let cases = [
        (
            with(|new, old| new.auth_id = old.auth_id),
            ErrorCode::AuthIdTaken,
        ),
        (
            with(|new, old| new.email = old.email.map(|e| e.to_uppercase())),
            ErrorCode::EmailTaken,
        ),
        (
            with(|new, old| new.profile.username = old.profile.username),
            ErrorCode::UsernameTaken,
        ),
    ];
    for (command, code) in cases {
        let refused = world
            .services
            .account
            .create(&world.ours(TENANT), command)
            .await;
        assert!(
            matches!(&refused, Err(Error::Conflict(c)) if c.code == code),
            "{refused:?}"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn accounts_are_made_by_admins_and_services_with_the_scope_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = newcomer();
    admin.role = Some(Role::Admin);
    let admin = person(&world.account(TENANT, admin).await);
    let student = world.somebody().await;
    let service = |scopes: &str| Actor::Service {
        name: unique("service"),
        tenant_id: TENANT,
        scopes: Scopes::parse(scopes),
    };
    let create = async |actor| {
        let ctx = world.ctx(actor);
        world.services.account.create(&ctx, newcomer()).await
    };
    assert!(create(Actor::User(admin)).await.is_ok());
    assert!(create(service("users:read users:write")).await.is_ok());
    let refused = create(service("users:read")).await;
    assert!(matches!(
        refused,
        Err(Error::Forbidden(Denial::ScopeMissing))
    ));
    let refused = create(Actor::User(student)).await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))));
    assert!(matches!(
        create(Actor::Anonymous).await,
        Err(Error::Unauthenticated(_))
    ));
}
