//! The SQL of chains and seals.

use crate::{
    audit::{
        Fault,
        chain::{Entry, Hash, Head},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::TenantId;
use sqlx::{PgConnection, PgPool};
use std::collections::HashSet;
use uuid::Uuid;

/// The entry of a row; none where the row has none.
macro_rules! entry {
    ($row:expr, $id:expr) => {
        (|| {
            Some(Entry {
                id: $id,
                tenant_id: $row.tenant_id?,
                at: $row.at?,
                actor_kind: $row.actor_kind?,
                actor_id: $row.actor_id,
                action: $row.action?,
                target_kind: $row.target_kind?,
                target_id: $row.target_id?,
                changes: $row.changes?,
                request_id: $row.request_id?,
            })
        })()
    };
}

fn hash_of(bytes: &[u8]) -> Result<Hash> {
    Hash::from_bytes(bytes).ok_or_else(|| Error::internal("a hash that is none"))
}

/// Tenants that have entries waiting, in the order of their ids behind `after`.
pub(in crate::audit) async fn list_unsealed_tenants(
    conn: &mut PgConnection,
    after: Option<TenantId>,
    limit: i64,
) -> Result<Vec<TenantId>> {
    // From tenant to tenant, whatever waits of each.
    let ids = sqlx::query_scalar!(
        r#"WITH RECURSIVE waiting AS (
               (SELECT tenant_id FROM audit_unsealed WHERE $1::uuid IS NULL OR tenant_id > $1 ORDER BY tenant_id LIMIT 1)
               UNION ALL
               SELECT (SELECT next.tenant_id FROM audit_unsealed AS next WHERE next.tenant_id > waiting.tenant_id
                       ORDER BY next.tenant_id LIMIT 1)
               FROM waiting WHERE waiting.tenant_id IS NOT NULL
           )
           SELECT tenant_id AS "id!" FROM waiting WHERE tenant_id IS NOT NULL LIMIT $2"#,
        after.map(|tenant| tenant.0),
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(TenantId).collect())
}

/// The head of a chain, which nobody else moves until the transaction ends; none where somebody else has it.
pub(in crate::audit) async fn lock_chain(
    conn: &mut PgConnection,
    tenant: TenantId,
) -> Result<Option<Head>> {
    let row = sqlx::query!(
        "SELECT number, hash FROM audit_chains WHERE tenant_id = $1 FOR UPDATE SKIP LOCKED",
        tenant.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Head {
            number: row.number,
            hash: hash_of(&row.hash)?,
        })
    })
    .transpose()
}

/// What was taken out of what waits.
#[derive(Default)]
pub(in crate::audit) struct Taken {
    /// Not sealed yet, in the order of their ids.
    pub(in crate::audit) entries: Vec<Entry>,
    /// What waited without being there.
    pub(in crate::audit) lost: Vec<Uuid>,
}

/// Takes the oldest entries out of those that wait, about as many as `limit`. What is lost is to be given back in the same
/// transaction (`insert_unsealed`).
pub(in crate::audit) async fn take_unsealed(
    conn: &mut PgConnection,
    tenant: TenantId,
    limit: i64,
) -> Result<Taken> {
    // Each entry by itself, by its id (`OFFSET 0` and the subquery keep them from being joined): the plan is made when the
    // log is small and kept while it grows, and a join would read all of it.
    let rows = sqlx::query!(
        r#"WITH oldest AS (
               SELECT id FROM (
                   SELECT id, sum(cardinality(entry_ids)) OVER (ORDER BY id) - cardinality(entry_ids) AS before
                   FROM audit_unsealed WHERE tenant_id = $1 ORDER BY id LIMIT $2) AS waiting
               WHERE before < $2
           ), taken AS (
               DELETE FROM audit_unsealed WHERE tenant_id = $1 AND id IN (SELECT id FROM oldest) RETURNING entry_ids
           ), entry AS (
               SELECT DISTINCT unnest(entry_ids) AS id FROM taken
           )
           SELECT entry.id AS "id!", l.tenant_id AS "tenant_id?", l.at AS "at?", l.actor_kind AS "actor_kind?", l.actor_id,
                  l.action AS "action?", l.target_kind AS "target_kind?", l.target_id AS "target_id?",
                  l.changes::text AS changes, l.request_id AS "request_id?"
           FROM entry LEFT JOIN LATERAL (SELECT * FROM audit_log WHERE audit_log.id = entry.id OFFSET 0) AS l
               ON l.tenant_id = $1
           WHERE (SELECT true FROM audit_seals AS s WHERE s.tenant_id = $1 AND s.entry_id = entry.id) IS NULL
           ORDER BY entry.id"#,
        tenant.0,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let mut taken = Taken::default();
    for row in rows {
        match entry!(row, row.id) {
            Some(entry) => taken.entries.push(entry),
            None => taken.lost.push(row.id),
        }
    }
    Ok(taken)
}

/// Has these wait, together, behind what else waits.
pub(in crate::audit) async fn insert_unsealed(
    conn: &mut PgConnection,
    tenant: TenantId,
    ids: &[Uuid],
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO audit_unsealed (tenant_id, entry_ids) VALUES ($1, $2)",
        tenant.0,
        ids,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds seals behind the one with this number.
pub(in crate::audit) async fn insert_seals(
    conn: &mut PgConnection,
    tenant: TenantId,
    last: i64,
    seals: &[(Uuid, Hash)],
) -> Result<()> {
    let ids: Vec<_> = seals.iter().map(|(id, _)| *id).collect();
    let hashes: Vec<_> = seals.iter().map(|(_, h)| h.as_bytes().to_vec()).collect();
    sqlx::query!(
        r#"INSERT INTO audit_seals (tenant_id, number, entry_id, hash)
           SELECT $1, $2 + place, id, hash
           FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS seal (id, hash, place)"#,
        tenant.0,
        last,
        &ids,
        &hashes,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::audit) async fn update_chain(
    conn: &mut PgConnection,
    tenant: TenantId,
    head: Head,
) -> Result<()> {
    sqlx::query!(
        "UPDATE audit_chains SET number = $2, hash = $3 WHERE tenant_id = $1",
        tenant.0,
        head.number,
        head.hash.as_bytes(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The head of a chain as it stands; where there is none, that of an empty one.
pub(in crate::audit) async fn find_chain(
    conn: &mut PgConnection,
    tenant: TenantId,
) -> Result<Head> {
    let row = sqlx::query!(
        "SELECT number, hash FROM audit_chains WHERE tenant_id = $1",
        tenant.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map_or_else(
        || Ok(Head::default()),
        |row| {
            let hash = hash_of(&row.hash)?;
            let number = row.number;
            Ok(Head { number, hash })
        },
    )
}

pub(in crate::audit) async fn list_tenants(pool: &PgPool) -> Result<Vec<TenantId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM tenants ORDER BY created_at, id")
        .fetch_all(pool)
        .await?;
    Ok(ids.into_iter().map(TenantId).collect())
}

/// A seal, and its entry where that is there.
pub(in crate::audit) struct Link {
    pub(in crate::audit) number: i64,
    pub(in crate::audit) entry_id: Uuid,
    pub(in crate::audit) hash: Hash,
    pub(in crate::audit) entry: Option<Entry>,
}

impl Link {
    pub(in crate::audit) fn missing(&self) -> Fault {
        Fault::Missing {
            number: self.number,
            entry: self.entry_id,
        }
    }
}

/// The seals behind the one with this number.
pub(in crate::audit) async fn list_links(
    conn: &mut PgConnection,
    tenant: TenantId,
    after: i64,
    limit: i64,
) -> Result<Vec<Link>> {
    let rows = sqlx::query!(
        r#"SELECT s.number, s.entry_id, s.hash, l.id AS "id?", l.tenant_id AS "tenant_id?", l.at AS "at?",
                  l.actor_kind AS "actor_kind?", l.actor_id, l.action AS "action?", l.target_kind AS "target_kind?",
                  l.target_id AS "target_id?", l.changes::text AS changes, l.request_id AS "request_id?"
           FROM (SELECT number, entry_id, hash FROM audit_seals WHERE tenant_id = $1 AND number > $2
                 ORDER BY number LIMIT $3) AS s
           LEFT JOIN audit_log AS l ON l.id = s.entry_id
           ORDER BY s.number"#,
        tenant.0,
        after,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let entry = row.id.and_then(|id| entry!(row, id));
            Ok(Link {
                number: row.number,
                entry_id: row.entry_id,
                hash: hash_of(&row.hash)?,
                entry,
            })
        })
        .collect()
}

/// An entry, and whether it is sealed.
pub(in crate::audit) struct Logged {
    pub(in crate::audit) id: Uuid,
    pub(in crate::audit) at: DateTime<Utc>,
    pub(in crate::audit) is_sealed: bool,
}

/// The entries of a tenant, the oldest first, behind this place.
pub(in crate::audit) async fn list_logged(
    conn: &mut PgConnection,
    tenant: TenantId,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Logged>> {
    let (after_at, after_id) = after.unzip();
    let rows = sqlx::query_as!(
        Logged,
        r#"SELECT l.id, l.at, s.entry_id IS NOT NULL AS "is_sealed!"
           FROM (SELECT id, at FROM audit_log
                 WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (at, id) > ($2, $3))
                 ORDER BY at, id LIMIT $4) AS l
           LEFT JOIN audit_seals AS s ON s.entry_id = l.id AND s.tenant_id = $1
           ORDER BY l.at, l.id"#,
        tenant.0,
        after_at,
        after_id,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// All that waits of a tenant.
pub(in crate::audit) async fn list_unsealed(
    conn: &mut PgConnection,
    tenant: TenantId,
) -> Result<HashSet<Uuid>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT unnest(entry_ids) AS "id!" FROM audit_unsealed WHERE tenant_id = $1"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().collect())
}
