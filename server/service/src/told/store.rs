//! The SQL of what is told.

use crate::{
    audit::{Change, Deed, actor_of},
    error::{Error, Result},
    outbox::Tidings,
};
use chrono::{DateTime, Utc};
use contract::event::UserEvent;
use sqlx::{PgConnection, types::Json};
use std::collections::HashMap;
use uuid::Uuid;

/// A query that writes what is told.
///
/// Beside what it tells of, too: that comes first, as `parts` of a `WITH`; what they are given is numbered from `$19` on.
/// Their last is called `counted`: it counts the events that come, and gives each person's `tenant_id`, `id` and how many
/// events they had `before`. Of nobody else anything is told. Such a query gives the ids of these people, any other how many
/// events it has written.
///
/// To Postgres, what is behind a `(SELECT …)` is of unknown length. So a plan for these very arrays looks no better to
/// it than one for any, and from a connection's sixth time on it plans no more.
macro_rules! telling {
    (@ $told:expr, $parts:literal, $whom:literal, $gives:literal $(, $given:expr)*) => {
        sqlx::query_scalar!(
            "WITH " + $parts + r#", event AS (
                   INSERT INTO outbox_events (id, tenant_id, user_id, sequence, type, data, correlation_id, occurred_at)
                   SELECT told.id, told.tenant_id, user_id, counted.before + place, type, data, correlation_id, occurred_at
                   FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[]), (SELECT $3::uuid[]), (SELECT $4::bigint[]),
                               (SELECT $5::text[]), (SELECT $6::jsonb[]), (SELECT $7::text[]), (SELECT $8::timestamptz[]))
                       AS told (id, tenant_id, user_id, place, type, data, correlation_id, occurred_at)
                   JOIN counted ON counted.tenant_id = told.tenant_id AND counted.id = told.user_id
                   RETURNING 1
               ), entry AS (
                   INSERT INTO audit_log (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes,
                                          request_id)
                   SELECT told.* FROM unnest((SELECT $9::uuid[]), (SELECT $10::uuid[]), (SELECT $11::timestamptz[]),
                                             (SELECT $12::text[]), (SELECT $13::text[]), (SELECT $14::text[]),
                                             (SELECT $15::text[]), (SELECT $16::uuid[]), (SELECT $17::jsonb[]),
                                             (SELECT $18::text[]))
                       AS told (id, tenant_id, at, actor_kind, actor_id, action, target_kind, target_id, changes, request_id)
               "# + $whom + ") " + $gives,
            &$told.events.ids,
            &$told.events.tenants,
            &$told.events.users,
            &$told.events.places,
            &$told.events.kinds as _,
            &$told.events.data as _,
            &$told.events.calls as _,
            &$told.events.times,
            &$told.entries.ids,
            &$told.entries.tenants,
            &$told.entries.times,
            &$told.entries.actor_kinds as _,
            &$told.entries.actors as _,
            &$told.entries.actions as _,
            &$told.entries.kinds as _,
            &$told.entries.targets,
            &$told.entries.changes as _,
            &$told.entries.calls as _,
            $($given),*
        )
    };
    ($told:expr, beside $parts:literal $(, $given:expr)*) => {
        telling!(
            @ $told,
            $parts,
            "JOIN counted ON counted.id = told.target_id",
            r#"SELECT id AS "id!" FROM counted"#
            $(, $given)*
        )
    };
    ($told:expr) => {
        telling!(
            @ $told,
            r#"more AS (
                   SELECT tenant_id, user_id, count(*) AS events
                   FROM unnest((SELECT $2::uuid[]), (SELECT $3::uuid[])) AS told (tenant_id, user_id) GROUP BY tenant_id, user_id
               ), counted AS (
                   UPDATE users SET event_sequence = event_sequence + more.events
                   FROM more WHERE users.tenant_id = more.tenant_id AND users.id = more.user_id
                   RETURNING users.tenant_id, users.id, event_sequence - more.events AS before
               )"#,
            "",
            r#"SELECT count(*) AS "events!" FROM event"#
        )
    };
}
pub(crate) use telling;

/// What is told, column by column.
pub(crate) struct Told<'a> {
    pub(crate) events: Events<'a>,
    pub(crate) entries: Entries<'a>,
}

/// Columns of `outbox_events`.
#[derive(Default)]
pub(crate) struct Events<'a> {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) tenants: Vec<Uuid>,
    pub(crate) users: Vec<Uuid>,
    /// From 1 on among those of the person that are told here.
    pub(crate) places: Vec<i64>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) data: Vec<Json<&'a UserEvent>>,
    pub(crate) calls: Vec<&'a str>,
    pub(crate) times: Vec<DateTime<Utc>>,
}

/// Columns of `audit_log`.
#[derive(Default)]
pub(crate) struct Entries<'a> {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) tenants: Vec<Uuid>,
    pub(crate) times: Vec<DateTime<Utc>>,
    pub(crate) actor_kinds: Vec<&'static str>,
    pub(crate) actors: Vec<Option<String>>,
    pub(crate) actions: Vec<&'a str>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) targets: Vec<Uuid>,
    pub(crate) changes: Vec<Json<&'a [Change]>>,
    pub(crate) calls: Vec<&'a str>,
}

impl<'a> Told<'a> {
    pub(crate) fn new(tidings: &'a [Tidings<'_>], deeds: &'a [Deed<'_>]) -> Self {
        let (mut events, mut entries) = (Events::default(), Entries::default());
        let mut places = HashMap::new();
        for Tidings {
            ctx,
            tenant,
            user,
            event,
        } in tidings
        {
            let place = places.entry(*user).or_insert(0);
            *place += 1;
            events.ids.push(ctx.new_id());
            events.tenants.push(tenant.0);
            events.users.push(user.0);
            events.places.push(*place);
            events.kinds.push(event.kind());
            events.data.push(Json(event));
            events.calls.push(&ctx.request_id);
            events.times.push(ctx.now);
        }
        for Deed {
            ctx,
            tenant,
            action,
            target,
            changes,
        } in deeds
        {
            let (kind, actor) = actor_of(ctx);
            entries.ids.push(ctx.new_id());
            entries.tenants.push(tenant.0);
            entries.times.push(ctx.now);
            entries.actor_kinds.push(kind.as_str());
            entries.actors.push(actor);
            entries.actions.push(action);
            entries.kinds.push(target.kind);
            entries.targets.push(target.id);
            entries.changes.push(Json(changes));
            entries.calls.push(&ctx.request_id);
        }
        Self { events, entries }
    }
}

/// Writes what is told of people whose rows the caller has locked.
pub(super) async fn insert(conn: &mut PgConnection, told: &Told<'_>) -> Result<()> {
    let written = telling!(told).fetch_one(conn).await?;
    if usize::try_from(written) == Ok(told.events.ids.len()) {
        return Ok(());
    }
    Err(Error::internal("an event about somebody who is not there"))
}
