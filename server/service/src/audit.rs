//! Who did what to whom: one row a change, in the transaction of the change.

mod store;

use crate::{Ctx, ctx::Actor, error::Result};
use contract::{TenantId, UserId};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use std::{collections::HashSet, sync::Arc};

/// Whether and how changes are recorded.
#[derive(Clone, Debug)]
pub struct AuditConfig {
    /// `AUDIT_ENABLED`
    pub enabled: bool,
    /// `AUDIT_SENSITIVE_FIELDS`: told by name, without values.
    pub sensitive_fields: HashSet<String>,
}

/// The audit log.
#[derive(Clone, Debug)]
pub struct Audit(Arc<AuditConfig>);

/// One changed field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its name.
    pub field: String,
    /// Its value before, where it had one and may be shown.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub before: Value,
    /// Its value after, where it has one and may be shown.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub after: Value,
}

impl Audit {
    /// An audit log under these rules.
    pub fn new(config: AuditConfig) -> Self {
        Self(Arc::new(config))
    }

    /// Records what the caller did to a person.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn record(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        action: &str,
        target: UserId,
        changes: Vec<Change>,
    ) -> Result<()> {
        if !self.0.enabled {
            return Ok(());
        }
        let changes: Vec<_> = changes
            .into_iter()
            .map(|change| self.shown(change))
            .collect();
        let (kind, id) = match &ctx.actor {
            Actor::User(person) => ("user", Some(person.id.to_string())),
            Actor::Service { name, .. } => ("service", Some(name.clone())),
            Actor::System { part, .. } => ("system", Some((*part).to_owned())),
            Actor::Stranger { .. } | Actor::Anonymous => ("system", None),
        };
        store::insert_entry(conn, ctx, tenant, (kind, id), action, target, &changes).await
    }

    fn shown(&self, change: Change) -> Change {
        if self.0.sensitive_fields.contains(&change.field) {
            return Change {
                before: Value::Null,
                after: Value::Null,
                ..change
            };
        }
        change
    }
}
