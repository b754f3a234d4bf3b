//! The audit log on a real Postgres: what is in it, who may read it, and that nothing in it can be changed unseen.

mod append_only;
mod areas;
mod chain;
mod list;
mod migrated;
mod reads;
mod seal;
mod sensitive;
mod tamper;

use super::{Fault, Verified, chain::Head};
use crate::{
    Actor, Ctx,
    ctx::Person,
    testing::world::{TENANT, World, newcomer, person},
};
use contract::{
    TenantId,
    account::{CreateUser, Role},
};
use serde_json::Value;

/// Seals until nothing waits.
async fn seal(world: &World) -> u64 {
    let mut sealed = 0;
    loop {
        match world.services.audit.seal().await.expect("seals") {
            0 => return sealed,
            more => sealed += more,
        }
    }
}

/// Verifies a chain, with every fault as it is told.
async fn verify(world: &World, tenant: TenantId, kept: Option<Head>) -> (Verified, Vec<Fault>) {
    let mut faults = Vec::new();
    let audit = &world.services.audit;
    let verified = audit.verify(tenant, kept, |fault| faults.push(fault)).await;
    let verified = verified.expect("a verification");
    assert_eq!(verified.faults, faults.len() as u64);
    (verified, faults)
}

/// An admin of this tenant.
async fn admin(world: &World, tenant: TenantId) -> Person {
    let new = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    person(&world.account(tenant, new).await)
}

fn by(world: &World, person: &Person) -> Ctx {
    world.ctx(Actor::User(person.clone()))
}

/// The entries of this action, in the order in which they were written.
async fn recorded(world: &World, action: &str) -> Vec<Value> {
    sqlx::query_scalar("SELECT to_jsonb(a) FROM audit_log AS a WHERE action = $1 ORDER BY ctid")
        .bind(action)
        .fetch_all(&world.pool)
        .await
        .expect("entries")
}

/// Adds entries of a tenant, `each` hour one, as if somebody had been busy.
async fn add_entries(world: &World, tenant: TenantId, count: i64) {
    sqlx::query(
        "INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
         SELECT gen_random_uuid(), $1, $2::timestamptz + n * interval '1 hour', 'system', 'test', 'user.updated', 'user',
                gen_random_uuid(), jsonb_build_array(jsonb_build_object('field', 'bio', 'after', repeat('x', 200))), 'r-' || n
         FROM generate_series(1, $3) AS n",
    )
    .bind(tenant.0)
    .bind(world.clock.now())
    .bind(count)
    .execute(&world.pool)
    .await
    .expect("entries");
}

/// Runs SQL as the owner of the tables.
async fn run(world: &World, sql: &'static str) -> Result<u64, sqlx::Error> {
    let done = sqlx::raw_sql(sql).execute(&world.pool).await;
    done.map(|done| done.rows_affected())
}

/// The tenant of these tests, made.
async fn tenant(world: &World) -> TenantId {
    let account = &world.services.account;
    let made = account.ensure_tenant(&world.ours(TENANT), TENANT).await;
    made.expect("a tenant");
    TENANT
}
