//! What a change leaves for those who were not there: events for followers (the outbox), entries for the audit log.
//! Both are written in one statement, where it can be with the change itself: to a round of changes each statement
//! costs more than what it writes.

pub(crate) mod store;

use crate::{audit::Deed, error::Result, outbox::Tidings};
use sqlx::PgConnection;
use store::Told;

/// Appends events of people whose rows the caller has locked, several of one person in the order given, and records
/// deeds as the audit log may show them.
///
/// # Errors
/// Those of the database; `Internal` where one of the people is not there.
pub(crate) async fn tell(
    conn: &mut PgConnection,
    tidings: &[Tidings<'_>],
    deeds: &[Deed<'_>],
) -> Result<()> {
    if tidings.is_empty() && deeds.is_empty() {
        return Ok(());
    }
    store::insert(conn, &Told::new(tidings, deeds)).await
}
