//! Events out. An event is a row that is committed with the change it tells of; the relay
//! publishes it afterwards, in order per person, until the broker has confirmed it.

mod relay;
mod store;

pub use relay::{Relay, RelayReport};
pub(crate) use store::delete_published;
pub use store::{WAKE_CHANNEL, waiting};

use crate::{Ctx, error::Result, told};
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
    told::tell(conn, &tidings.collect::<Vec<_>>(), &[]).await
}

#[cfg(test)]
mod tests;
