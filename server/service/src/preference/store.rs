//! The SQL of preferences.

use crate::{
    Ctx,
    ctx::Person,
    desk::PreferenceEdit,
    error::{Error, Result},
};
use contract::{
    PreferenceId, TenantId, UserId,
    preference::{DEFAULT_PREFERENCES, PreferenceCategory, PreferenceView},
};
use serde_json::Value;
use sqlx::PgConnection;

/// Every preference of somebody that is a row of its own.
pub(super) async fn list_preferences(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<PreferenceView>> {
    let rows = sqlx::query!(
        r"SELECT id, category, key, value, created_at, updated_at FROM user_preferences
          WHERE tenant_id = $1 AND user_id = $2 ORDER BY category, key",
        tenant.0,
        user.0,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PreferenceView {
                id: PreferenceId(row.id),
                user_id: user,
                category: row.category.parse().map_err(Error::internal)?,
                key: row.key,
                value: row.value,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

/// Writes the new values of these edits.
pub(super) async fn upsert_preferences(
    conn: &mut PgConnection,
    ctx: &Ctx,
    person: &Person,
    edits: &[PreferenceEdit],
) -> Result<()> {
    let ids: Vec<_> = edits.iter().map(|_| ctx.new_id()).collect();
    let categories: Vec<_> = edits
        .iter()
        .map(|e| e.category.as_str().to_owned())
        .collect();
    let keys: Vec<_> = edits.iter().map(|e| e.key.clone()).collect();
    let values: Vec<Value> = edits
        .iter()
        .map(|e| e.after.clone().unwrap_or_default())
        .collect();
    sqlx::query!(
        r"INSERT INTO user_preferences AS p (id, tenant_id, user_id, category, key, value, created_at, updated_at)
          SELECT id, $5, $6, category, key, value, $7, $7
          FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[]) AS new (id, category, key, value)
          ON CONFLICT ON CONSTRAINT user_preferences_tenant_user_category_key_key
          DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, version = p.version + 1",
        &ids,
        &categories,
        &keys,
        &values,
        person.tenant_id.0,
        person.id.0,
        ctx.now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the value that was there.
pub(super) async fn delete_preference(
    conn: &mut PgConnection,
    person: &Person,
    category: PreferenceCategory,
    key: &str,
) -> Result<Option<Value>> {
    let deleted = sqlx::query!(
        r"DELETE FROM user_preferences WHERE tenant_id = $1 AND user_id = $2 AND category = $3 AND key = $4
          RETURNING value",
        person.tenant_id.0,
        person.id.0,
        category.as_str(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(deleted.map(|row| row.value))
}

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
