//! The SQL of reading the audit log.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    AuditEntryId, TenantId,
    audit::{
        ActionFilter, ActorKind, AuditActor, AuditChange, AuditEntry, AuditFilter, AuditTarget,
    },
};
use sqlx::{PgConnection, types::Json};
use std::collections::HashMap;
use uuid::Uuid;

/// Which part of the list.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) struct Window {
    /// Behind this place.
    pub(in crate::audit) after: Option<(DateTime<Utc>, Uuid)>,
    /// Entries to pass over.
    pub(in crate::audit) skip: i64,
    pub(in crate::audit) limit: i64,
}

struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    actor_kind: String,
    actor_id: Option<String>,
    action: String,
    target_kind: String,
    target_id: Uuid,
    changes: Json<Vec<AuditChange>>,
    request_id: String,
}

impl TryFrom<Row> for AuditEntry {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: AuditEntryId(row.id),
            at: row.at,
            actor: AuditActor {
                id: row.actor_id,
                kind: row.actor_kind.parse().map_err(Error::internal)?,
                display_name: None,
            },
            action: row.action,
            target: AuditTarget {
                kind: row.target_kind,
                id: row.target_id,
                display_name: None,
            },
            changes: row.changes.0,
            request_id: row.request_id,
        })
    }
}

/// One action, and one area.
fn words(filter: &AuditFilter) -> (Option<&str>, Option<&str>) {
    match &filter.action {
        Some(ActionFilter::Exactly(action)) => (Some(action), None),
        Some(ActionFilter::Area(area)) => (None, Some(area)),
        None => (None, None),
    }
}

/// The newest first. Nobody has a name yet.
pub(in crate::audit) async fn list_entries(
    conn: &mut PgConnection,
    tenant: TenantId,
    filter: &AuditFilter,
    window: Window,
) -> Result<Vec<AuditEntry>> {
    let (action, area) = words(filter);
    let (after_at, after_id) = window.after.unzip();
    sqlx::query_as!(
        Row,
        r#"SELECT id, at, actor_kind, actor_id, action, target_kind, target_id,
                  changes AS "changes: Json<Vec<AuditChange>>", request_id
           FROM audit_log
           WHERE tenant_id = $1 AND ($2::text IS NULL OR actor_id = $2) AND ($3::uuid IS NULL OR target_id = $3)
             AND ($4::text IS NULL OR action = $4) AND ($5::text IS NULL OR split_part(action, '.', 1) = $5)
             AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
             AND ($8::timestamptz IS NULL OR (at, id) < ($8, $9))
           ORDER BY at DESC, id DESC LIMIT $10 OFFSET $11"#,
        tenant.0,
        filter.actor,
        filter.target,
        action,
        area,
        filter.from,
        filter.before,
        after_at,
        after_id,
        window.limit,
        window.skip,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(AuditEntry::try_from)
    .collect()
}

/// How many entries there are. All of a tenant's are those that are sealed and those that wait, which are few.
pub(in crate::audit) async fn count_entries(
    conn: &mut PgConnection,
    tenant: TenantId,
    filter: &AuditFilter,
) -> Result<i64> {
    if *filter == AuditFilter::default() {
        let count = sqlx::query_scalar!(
            r#"SELECT coalesce((SELECT number FROM audit_chains WHERE tenant_id = $1), 0)
                      + (SELECT coalesce(sum(cardinality(entry_ids)), 0) FROM audit_unsealed WHERE tenant_id = $1) AS "count!""#,
            tenant.0,
        );
        return Ok(count.fetch_one(conn).await?);
    }
    let (action, area) = words(filter);
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM audit_log
           WHERE tenant_id = $1 AND ($2::text IS NULL OR actor_id = $2) AND ($3::uuid IS NULL OR target_id = $3)
             AND ($4::text IS NULL OR action = $4) AND ($5::text IS NULL OR split_part(action, '.', 1) = $5)
             AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)"#,
        tenant.0,
        filter.actor,
        filter.target,
        action,
        area,
        filter.from,
        filter.before,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Gives the people in these entries the names that they go by now.
pub(in crate::audit) async fn name_people(
    conn: &mut PgConnection,
    tenant: TenantId,
    entries: &mut [AuditEntry],
) -> Result<()> {
    let people = |entry: &AuditEntry| [actor(entry), target(entry)];
    let ids: Vec<_> = entries.iter().flat_map(people).flatten().collect();
    let rows = sqlx::query!(
        r#"SELECT u.id, coalesce(p.display_name, p.first_name || ' ' || p.last_name) AS "name!"
           FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id
           WHERE u.tenant_id = $1 AND u.id = ANY ($2) AND u.status <> 'deleted'"#,
        tenant.0,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let names: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row.name)).collect();
    let name = |id: Option<Uuid>| names.get(&id?).cloned();
    for entry in entries {
        entry.actor.display_name = name(actor(entry));
        entry.target.display_name = name(target(entry));
    }
    Ok(())
}

fn actor(entry: &AuditEntry) -> Option<Uuid> {
    let id = entry.actor.id.as_deref()?;
    let is_person = entry.actor.kind == ActorKind::User;
    id.parse().ok().filter(|_| is_person)
}

fn target(entry: &AuditEntry) -> Option<Uuid> {
    (entry.target.kind == crate::audit::USER).then_some(entry.target.id)
}
