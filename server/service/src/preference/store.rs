//! The SQL of preferences.

use crate::{Ctx, error::Result};
use contract::{TenantId, UserId, preference::DEFAULT_PREFERENCES};
use sqlx::PgConnection;

/// Gives a new account its defaults.
pub(crate) async fn insert_defaults(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    user: UserId,
) -> Result<()> {
    let ids: Vec<_> = DEFAULT_PREFERENCES.iter().map(|_| ctx.new_id()).collect();
    let categories: Vec<_> = DEFAULT_PREFERENCES
        .iter()
        .map(|(category, ..)| category.as_str().to_owned())
        .collect();
    let keys: Vec<_> = DEFAULT_PREFERENCES
        .iter()
        .map(|(_, key, _)| (*key).to_owned())
        .collect();
    let values: Vec<_> = DEFAULT_PREFERENCES
        .iter()
        .map(|(.., value)| *value)
        .collect();
    sqlx::query!(
        r#"INSERT INTO user_preferences (id, tenant_id, user_id, category, key, value, created_at, updated_at)
           SELECT id, $5, $6, category, key, to_jsonb(value), $7, $7
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bool[]) AS d (id, category, key, value)"#,
        &ids,
        &categories,
        &keys,
        &values,
        tenant.0,
        user.0,
        ctx.now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
