//! The whole list, row by row. Nothing is kept open between two batches but a place, and where the order is one
//! that changes, the ids.

use super::{
    super::{AccountService, standing},
    filter::{Filter, Key},
    reading::Reading,
    store,
};
use crate::{
    Actor, Ctx,
    ctx::{Person, Scope},
    error::Result,
};
use contract::account::{
    AccountStatus,
    listing::{UserQuery, UserRow, UserSort},
};
use futures::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use sqlx::{PgConnection, PgPool};
use std::{collections::VecDeque, fmt};
use uuid::Uuid;

/// Rows that one statement reads.
const BATCH: usize = 500;
/// The ids of so many are read at once; of more it is cheaper to go along the index of the order, where
/// nobody's place in it ever changes.
const FEW: i64 = 10_000;

/// The whole list, row by row.
pub struct UserExport {
    /// How many users are found as it begins.
    pub total: i64,
    /// Each of them, in the order of the list. Whoever changes meanwhile is neither doubled nor breaks it: they
    /// come as they are when their turn comes, or not at all if they are not found any more. An error ends it.
    pub rows: BoxStream<'static, Result<UserRow>>,
}

impl fmt::Debug for UserExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserExport")
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// What is still to come.
enum Rest {
    /// These, in this order: 16 bytes a user.
    Ids(VecDeque<Uuid>),
    /// Everybody behind this place, in an order in which nobody moves.
    Behind(Option<Key>),
}

impl AccountService {
    /// Everybody whom a query finds, row by row: for admins and services with `users:read`.
    ///
    /// # Errors
    /// `Invalid` (`search`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn export(&self, ctx: &Ctx, query: UserQuery) -> Result<UserExport> {
        let tenant = ctx.admin_or(Scope::UsersRead)?;
        let query = query.check()?;
        let mut tx = store::begin(&self.pool).await?;
        let filter = Filter::find(&mut tx, tenant, &query).await?;
        let known = filter.known.total();
        let has_index = filter.sort != UserSort::UpdatedAt
            && filter.named.is_none()
            && filter.status != Some(AccountStatus::Deleted);
        let moves_nobody = has_index && filter.sort == UserSort::CreatedAt;
        let (total, rest) = match known {
            Some(total) if moves_nobody && total > FEW => (total, Rest::Behind(None)),
            Some(total) if has_index && total > FEW => {
                (total, Rest::Ids(all_along(&mut tx, &filter).await?))
            }
            _ => {
                let mut reading = Reading {
                    conn: &mut tx,
                    filter: &filter,
                    after: None,
                    skip: 0,
                    limit: i64::MAX,
                };
                let found = reading.read().await?;
                let ids: VecDeque<_> = found.page.into_iter().map(|one| one.id).collect();
                (found.total, Rest::Ids(ids))
            }
        };
        tx.commit().await?;
        self.tell_listed(ctx, tenant, "users.exported", &query, Some(total))
            .await?;
        let reader = match &ctx.actor {
            Actor::User(person) => Some(person.clone()),
            _ => None,
        };
        let begin = Some((self.pool.clone(), (filter, reader), rest));
        let batches = stream::try_unfold(begin, |state| async {
            match state {
                Some((pool, filter, rest)) => next(pool, filter, rest).await,
                None => Ok(None),
            }
        });
        let rows = batches
            .map_ok(|rows| stream::iter(rows.into_iter().map(Ok)))
            .try_flatten();
        Ok(UserExport {
            total,
            rows: rows.boxed(),
        })
    }
}

/// The ids of everybody in the order of the list, a stretch at a time: of a million nothing else is in memory.
async fn all_along(conn: &mut PgConnection, filter: &Filter) -> Result<VecDeque<Uuid>> {
    let mut ids = VecDeque::new();
    let mut from = filter.first();
    loop {
        let found = store::list_along(conn, filter, &filter.behind(from, FEW)).await?;
        ids.extend(found.iter().map(|one| one.id));
        match found.into_iter().next_back() {
            Some(last) => {
                from = Key {
                    value: last.key,
                    id: last.id,
                };
            }
            None => return Ok(ids),
        }
    }
}

/// What is left after a batch.
type State = Option<(PgPool, Asked, Rest)>;

/// What is asked, and which admin asks, if it is one.
type Asked = (Filter, Option<Person>);

/// The next batch, and what is left after it.
async fn next(
    pool: PgPool,
    (filter, reader): Asked,
    mut rest: Rest,
) -> Result<Option<(Vec<UserRow>, State)>> {
    // Who is no admin any longer gets nothing more.
    if let Some(admin) = &reader {
        standing::still_administers(&mut *pool.acquire().await?, admin).await?;
    }
    let ids = match &mut rest {
        Rest::Ids(ids) => {
            let batch = ids.len().min(BATCH);
            ids.drain(..batch).collect()
        }
        Rest::Behind(place) => behind(&pool, &filter, place).await?,
    };
    if ids.is_empty() {
        return Ok(None);
    }
    let rows = store::list_rows(&mut *pool.acquire().await?, &filter, &ids).await?;
    let state = (ids.len() == BATCH).then_some((pool, (filter, reader), rest));
    Ok(Some((rows, state)))
}

/// The ids behind the place, which moves on.
async fn behind(pool: &PgPool, filter: &Filter, place: &mut Option<Key>) -> Result<Vec<Uuid>> {
    let from = place.take().unwrap_or_else(|| filter.first());
    let mut tx = store::begin(pool).await?;
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let found = store::list_along(&mut tx, filter, &filter.behind(from, limit)).await?;
    tx.commit().await?;
    *place = found.last().map(|last| Key {
        value: last.key.clone(),
        id: last.id,
    });
    Ok(found.into_iter().map(|one| one.id).collect())
}
