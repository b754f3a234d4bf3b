//! "Select all": who a query finds, fixed when it is chosen, so that what is done to them later touches
//! nobody who came since, and passes over whoever it does not find any more.

use super::AccountService;
use crate::{
    Ctx,
    error::{Error, Result},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{SelectionId, UserId, account::listing::UserQuery};

/// How long a selection can be used.
pub const KEEP: TimeDelta = TimeDelta::hours(1);

/// Users whom an admin has chosen by a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its id.
    pub id: SelectionId,
    /// How they were chosen.
    pub query: UserQuery,
    /// How many they were.
    pub count: usize,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// A selection and who is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The selection.
    pub selection: Selection,
    /// Who was chosen, in the order of the list then.
    pub users: Vec<SelectedUser>,
}

/// Somebody in a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedUser {
    /// Who.
    pub id: UserId,
    /// Whether the query finds them still.
    pub still_matches: bool,
}

impl AccountService {
    /// Fixes whom a query finds now: for admins.
    ///
    /// # Errors
    /// `Invalid` (`search`; `selection`, `too_many`: it finds more than `SELECTION_MAX`), `Unauthenticated`,
    /// `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn select(&self, ctx: &Ctx, query: UserQuery) -> Result<Selection> {
        let _admin = ctx.admin()?;
        let _ = query.check()?;
        Err(Error::internal("not written yet"))
    }

    /// A selection of the caller's own, and which of the users in it its query finds still.
    ///
    /// # Errors
    /// `NotFound`: there is none of the caller's, or it is over an hour old; and those of `select`.
    pub async fn selection(&self, ctx: &Ctx, id: SelectionId) -> Result<Selected> {
        let _ = (ctx.admin()?, id);
        Err(Error::internal("not written yet"))
    }
}
