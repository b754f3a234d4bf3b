//! The SQL of names.

use super::NamedUser;
use crate::error::Result;
use contract::{TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

/// These people, in this order; deleted ones are left out.
pub(super) async fn list_named(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[UserId],
) -> Result<Vec<NamedUser>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT u.id, u.email, coalesce(p.display_name, p.first_name || ' ' || p.last_name) AS "name!"
           FROM unnest($2::uuid[]) WITH ORDINALITY AS asked (id, place)
           JOIN users AS u ON u.id = asked.id AND u.tenant_id = $1 AND u.status <> 'deleted'
           JOIN user_profiles AS p ON p.user_id = u.id
           ORDER BY asked.place"#,
        tenant.0,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let named = rows.into_iter().map(|row| NamedUser {
        id: UserId(row.id),
        name: row.name,
        email: row.email,
    });
    Ok(named.collect())
}
