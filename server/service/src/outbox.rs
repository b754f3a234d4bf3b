//! Events out. An event is a row that is committed with the change it tells of; the relay
//! publishes it afterwards, in order per person, until the broker has confirmed it.

mod relay;
mod store;

pub use relay::{Relay, RelayReport};
pub(crate) use store::delete_published;
pub use store::{WAKE_CHANNEL, waiting};

use crate::{
    Ctx,
    error::{Error, Result},
};
use contract::{TenantId, UserId, event::UserEvent};
use sqlx::PgConnection;
use std::collections::HashMap;

/// Appends an event to the person's row of events.
///
/// # Errors
/// Those of the database.
pub(crate) async fn append(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    user: UserId,
    event: &UserEvent,
) -> Result<()> {
    store::insert_event(conn, ctx, tenant, user, event).await
}

/// An event that is to be appended.
pub(crate) struct Tidings<'a> {
    /// By whose call it came to be.
    pub(crate) ctx: &'a Ctx,
    pub(crate) tenant: TenantId,
    /// Whose event it is.
    pub(crate) user: UserId,
    pub(crate) event: &'a UserEvent,
}

/// Appends events of people whose rows the caller has locked; several of one person in the order given.
///
/// # Errors
/// Those of the database; `Internal` where one of the people is not there.
pub(crate) async fn append_each(conn: &mut PgConnection, tidings: &[Tidings<'_>]) -> Result<()> {
    if tidings.is_empty() {
        return Ok(());
    }
    let mut more = HashMap::new();
    for one in tidings {
        *more.entry((one.tenant, one.user)).or_default() += 1;
    }
    let before = store::count_events(conn, &more).await?;
    append_counted(conn, tidings, before).await
}

/// The same of one call.
///
/// # Errors
/// Those of `append_each`.
pub(crate) async fn append_many(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    events: &[(UserId, UserEvent)],
) -> Result<()> {
    let tidings = events.iter().map(|(user, event)| Tidings {
        ctx,
        tenant,
        user: *user,
        event,
    });
    append_each(conn, &tidings.collect::<Vec<_>>()).await
}

/// What `append_each` does, where the caller has counted the events in the rows of the people
/// (`users.event_sequence`), who had so many before.
///
/// # Errors
/// Those of `append_each`.
pub(crate) async fn append_counted(
    conn: &mut PgConnection,
    tidings: &[Tidings<'_>],
    mut before: HashMap<UserId, i64>,
) -> Result<()> {
    if tidings.is_empty() {
        return Ok(());
    }
    let mut placed = Vec::with_capacity(tidings.len());
    for one in tidings {
        let sequence = before
            .get_mut(&one.user)
            .ok_or_else(|| Error::internal("an event about somebody who is not there"))?;
        *sequence += 1;
        placed.push((*sequence, one));
    }
    store::insert_events(conn, &placed).await
}

#[cfg(test)]
mod tests;
