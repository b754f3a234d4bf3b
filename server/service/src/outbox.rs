//! Events out. An event is a row that is committed with the change it tells of; the relay
//! publishes it afterwards, in order per person, until the broker has confirmed it.

mod relay;
mod store;

pub use relay::{Relay, RelayReport};
pub(crate) use store::delete_published;
pub use store::{WAKE_CHANNEL, waiting};

use crate::{Ctx, error::Result};
use contract::{TenantId, UserId, event::UserEvent};
use sqlx::PgConnection;

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

/// Appends events of many people, in one statement; several of one person in the order given.
///
/// # Errors
/// Those of the database.
pub(crate) async fn append_many(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    events: &[(UserId, UserEvent)],
) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    store::insert_events(conn, ctx, tenant, events).await
}

#[cfg(test)]
mod tests;
