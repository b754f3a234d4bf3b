//! "Select all": who a query finds, fixed when it is chosen, so that what is done to them later touches
//! nobody who came since, and passes over whoever it does not find any more.

mod store;

pub(crate) use store::delete_old;

use super::{
    AccountService,
    listing::{Filter, Reading, begin, list_matching},
};
use crate::{
    Ctx,
    error::{Error, Result},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    FieldCode, FieldError, FieldErrors, SelectionId, UserId, account::listing::UserQuery,
    limits::SELECTION_MAX,
};
use std::collections::HashSet;

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
    /// `Forbidden`, `Unavailable`.
    pub async fn select(&self, ctx: &Ctx, query: UserQuery) -> Result<Selection> {
        let admin = ctx.admin()?;
        let query = query.check()?;
        let mut tx = begin(&self.pool).await?;
        let filter = Filter::find(&mut tx, admin.tenant_id, &query).await?;
        let mut reading = Reading {
            conn: &mut tx,
            filter: &filter,
            after: None,
            skip: 0,
            limit: i64::try_from(SELECTION_MAX)
                .unwrap_or(i64::MAX)
                .saturating_add(1),
        };
        let found = reading.read().await?.page;
        tx.commit().await?;
        if found.len() > SELECTION_MAX {
            let fault = FieldError::with_limit("selection", FieldCode::TooMany, SELECTION_MAX);
            return Err(FieldErrors::one(fault).into());
        }
        let ids: Vec<_> = found.into_iter().map(|one| one.id).collect();
        let selection = Selection {
            id: SelectionId(ctx.new_id()),
            query,
            count: ids.len(),
            expires_at: ctx.now + KEEP,
        };
        let mut conn = self.pool.acquire().await?;
        store::insert_selection(&mut conn, admin, &selection, &ids, ctx.now).await?;
        self.tell_listed(ctx, admin.tenant_id, "users.listed", &selection.query, None)
            .await?;
        Ok(selection)
    }

    /// A selection of the caller's own, and which of the users in it its query finds still.
    ///
    /// # Errors
    /// `NotFound`: there is none of the caller's, or it is over an hour old; and those of `select`.
    pub async fn selection(&self, ctx: &Ctx, id: SelectionId) -> Result<Selected> {
        let admin = ctx.admin()?;
        let mut tx = begin(&self.pool).await?;
        let found = store::find_selection(&mut tx, admin, id, ctx.now - KEEP).await?;
        let (selection, ids) = found.ok_or(Error::NotFound)?;
        let filter = Filter::find(&mut tx, admin.tenant_id, &selection.query).await?;
        let matching = list_matching(&mut tx, &filter, &ids).await?;
        tx.commit().await?;
        let matching: HashSet<_> = matching.into_iter().collect();
        let users = ids.into_iter().map(|id| SelectedUser {
            id: UserId(id),
            still_matches: matching.contains(&id),
        });
        Ok(Selected {
            selection,
            users: users.collect(),
        })
    }
}

#[cfg(test)]
mod tests;
