//! Who did what to whom: one entry a change, in the transaction of the change, and one a reading of
//! somebody's private data by an admin, before the answer goes out.
//!
//! Entries are only ever added: triggers refuse everything else (`migrations/0009_audit.sql`). A moment
//! after its commit each is sealed into the chain of its tenant, by which `verify` finds what was changed
//! behind the triggers' back; how an entry is hashed is said in [`chain`].

pub mod chain;
mod list;
mod place;
mod read;
mod seal;
mod shown;
mod store;
mod verify;

pub use list::AuditPage;
pub use verify::{Fault, Verified};

use crate::{Ctx, adapters::postgres::Warm, ctx::Actor, error::Result, replica::Readers, told};
use contract::{ApplicationId, TenantId, UserId, audit::ActorKind};
use read::Readings;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use std::{collections::HashSet, sync::Arc};
use uuid::Uuid;

/// Whether and how changes are recorded.
#[derive(Clone, Debug)]
pub struct AuditConfig {
    /// `AUDIT_ENABLED`
    pub enabled: bool,
    /// `AUDIT_SENSITIVE_FIELDS`: told by name, without values.
    pub sensitive_fields: HashSet<String>,
}

/// Writes the audit log.
#[derive(Clone, Debug)]
pub struct Audit {
    config: Arc<AuditConfig>,
    pool: PgPool,
    readings: Readings,
}

/// Reads the audit log, seals it and verifies it.
#[derive(Clone, Debug)]
pub struct AuditService {
    pool: PgPool,
    warm: Warm,
    readers: Readers,
    audit: Audit,
}

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

impl Change {
    /// A field with its values before and after; `Null` is none.
    pub fn new(field: impl Into<String>, before: Value, after: Value) -> Self {
        Self {
            field: field.into(),
            before,
            after,
        }
    }

    /// A field that is told by name only.
    pub fn named(field: impl Into<String>) -> Self {
        Self::new(field, Value::Null, Value::Null)
    }

    /// What a reading asked for.
    pub fn asked(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::new(field, Value::Null, value.into())
    }
}

/// What the audit log calls a target that is a person.
const USER: &str = "user";

/// To whom, or to what, something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    pub(crate) kind: &'static str,
    pub(crate) id: Uuid,
}

impl Target {
    /// A person.
    pub fn user(id: UserId) -> Self {
        Self {
            kind: USER,
            id: id.0,
        }
    }

    /// A tenant, or everybody in it.
    pub fn tenant(id: TenantId) -> Self {
        let kind = "tenant";
        Self { kind, id: id.0 }
    }

    /// An application to teach.
    pub fn instructor_application(id: ApplicationId) -> Self {
        let kind = "instructor_application";
        Self { kind, id: id.0 }
    }
}

/// What a call did, to be recorded.
pub struct Deed<'a> {
    /// The call.
    pub ctx: &'a Ctx,
    /// Where.
    pub tenant: TenantId,
    /// The word for what was done.
    pub action: &'a str,
    /// To whom, or to what.
    pub target: Target,
    /// What is another now.
    pub changes: Vec<Change>,
}

impl Audit {
    /// An audit log under these rules.
    pub fn new(config: AuditConfig, pool: PgPool) -> Self {
        Self {
            config: Arc::new(config),
            pool,
            readings: Readings::new(),
        }
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
        let target = Target::user(target);
        self.record_of(conn, ctx, tenant, action, target, changes)
            .await
    }

    /// Records what the caller did to a person or a thing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn record_of(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        action: &str,
        target: Target,
        changes: Vec<Change>,
    ) -> Result<()> {
        let deed = Deed {
            ctx,
            tenant,
            action,
            target,
            changes,
        };
        self.record_each(conn, vec![deed]).await
    }

    /// Records what the caller did to many people, in one statement: an entry a person.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn record_many(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        action: &str,
        people: Vec<(UserId, Vec<Change>)>,
    ) -> Result<()> {
        let deed = |(id, changes)| Deed {
            ctx,
            tenant,
            action,
            target: Target::user(id),
            changes,
        };
        self.record_each(conn, people.into_iter().map(deed).collect())
            .await
    }

    async fn record_each(&self, conn: &mut PgConnection, deeds: Vec<Deed<'_>>) -> Result<()> {
        told::tell(conn, &[], &self.shown_deeds(deeds)).await
    }
}

impl AuditService {
    pub(crate) fn new(readers: Readers, warm: &Warm, audit: Audit) -> Self {
        Self {
            pool: readers.primary().clone(),
            warm: warm.of("seals"),
            readers,
            audit,
        }
    }
}

/// What the audit log calls whoever asks.
pub(crate) fn actor_of(ctx: &Ctx) -> (ActorKind, Option<String>) {
    match &ctx.actor {
        Actor::User(person) => (ActorKind::User, Some(person.id.to_string())),
        Actor::Service { name, .. } => (ActorKind::Service, Some(name.clone())),
        Actor::System { part, .. } => (ActorKind::System, Some((*part).to_owned())),
        Actor::Stranger { .. } | Actor::Anonymous => (ActorKind::System, None),
    }
}

#[cfg(test)]
mod tests;
