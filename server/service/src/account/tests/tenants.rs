//! Tenants, as commands make and list them.

use crate::{
    Actor, Error,
    ctx::Scopes,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer},
};
use contract::TenantId;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_tenant_is_made_once_and_recorded_once(pool: PgPool) {
    let world = World::new(pool).await;
    let id = TenantId(Uuid::from_u128(0xf00));
    let make = async || {
        let made = world
            .services
            .account
            .create_tenant(&world.ours(id), id)
            .await;
        made.expect("a tenant")
    };
    assert!(make().await);
    assert!(!make().await);
    let entries = "SELECT count(*) FROM audit_log WHERE action = 'tenant.created' AND target_kind = 'tenant' \
         AND target_id = tenant_id AND actor_kind = 'system'";
    assert_eq!(world.count(entries).await, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn tenants_are_listed_with_how_many_accounts_they_have(pool: PgPool) {
    let world = World::new(pool).await;
    let account = &world.services.account;
    account
        .ensure_tenant(&world.ours(OTHER_TENANT), OTHER_TENANT)
        .await
        .expect("a tenant");
    for _ in 0..3 {
        world.account(TENANT, newcomer()).await;
    }
    let gone = "UPDATE users SET status = 'deleted' WHERE id = (SELECT id FROM users LIMIT 1)";
    sqlx::query(gone)
        .execute(&world.pool)
        .await
        .expect("a deleted account");
    let tenants = account
        .list_tenants(&world.ours(TENANT))
        .await
        .expect("tenants");
    let mut told: Vec<_> = tenants
        .iter()
        .map(|tenant| (tenant.id, tenant.accounts))
        .collect();
    told.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(told, [(TENANT, 2), (OTHER_TENANT, 0)]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_but_a_command_makes_or_lists_tenants(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let service = Actor::Service {
        name: "course-service".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:write"),
    };
    for actor in [Actor::User(ada), service, Actor::Anonymous] {
        let ctx = world.ctx(actor);
        let account = &world.services.account;
        let made = account.create_tenant(&ctx, OTHER_TENANT).await;
        let listed = account.list_tenants(&ctx).await.map(drop);
        for refused in [made.map(drop), listed] {
            let is_refused = matches!(
                refused,
                Err(Error::Forbidden(_) | Error::Unauthenticated(_))
            );
            assert!(is_refused, "{refused:?}");
        }
    }
}
