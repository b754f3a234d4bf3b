//! One page of the list.

use super::{
    UserPage,
    filter::{self, Filter, Key},
    reading::{Entries, Reading},
    store, terms,
};
use crate::{
    Ctx,
    account::AccountService,
    cache::Sight,
    desk::{self, Desk},
    error::{Error, Result},
    paging::{Place as _, Start},
};
use chrono::{DateTime, Utc};
use contract::{TenantId, account::listing::UserQuery};
use serde::{Deserialize, Serialize};
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Where a page of the list ends: what a cursor says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::account) struct Place {
    /// How many entries the list had up to here, at least 1.
    #[serde(rename = "p")]
    pub(super) passed: u32,
    /// Sort and direction, for which alone the place is one.
    #[serde(rename = "s")]
    pub(super) order: String,
    /// The value by which it is sorted, as Postgres writes it.
    #[serde(rename = "k")]
    pub(super) key: String,
    #[serde(rename = "i")]
    pub(super) id: Uuid,
}

impl crate::paging::Place for Place {
    fn passed(&self) -> u32 {
        self.passed
    }

    fn is_sound(&self) -> bool {
        // Postgres takes no such text.
        !self.key.contains('\0')
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
struct Wish {
    tenant: TenantId,
    query: UserQuery,
    after: Option<Key>,
    skip: i64,
    limit: u32,
}

/// What is found.
struct Found {
    entries: Entries,
    desks: Vec<Desk>,
    is_last: bool,
}

impl Wish {
    /// A view of the list, and what is known of the query in it.
    async fn begin(&self, pool: &PgPool) -> Result<(Transaction<'static, Postgres>, Filter)> {
        let mut tx = store::begin(pool).await?;
        let filter = Filter::find(&mut tx, self.tenant, &self.query).await?;
        Ok((tx, filter))
    }

    async fn read(&self, mut tx: Transaction<'static, Postgres>, filter: &Filter) -> Result<Found> {
        let mut reading = Reading {
            conn: &mut tx,
            filter,
            skip: self.skip,
            after: self.after.clone(),
            // One more than the page has shows whether another follows.
            limit: i64::from(self.limit) + 1,
        };
        let mut entries = reading.read().await?;
        let is_last = entries.page.len() <= self.limit as usize;
        entries.page.truncate(self.limit as usize);
        let ids: Vec<Uuid> = entries.page.iter().map(|found| found.id).collect();
        let desks = desk::store::list_desks(&mut tx, &ids).await?;
        tx.commit().await?;
        Ok(Found {
            entries,
            desks,
            is_last,
        })
    }
}

impl AccountService {
    pub(super) async fn find_page(
        &self,
        ctx: &Ctx,
        sight: Sight,
        tenant: TenantId,
        query: &UserQuery,
        start: &Start,
        limit: u32,
    ) -> Result<UserPage> {
        let (at, passed, after) = start.read::<Place>(limit)?;
        let after = after
            .map(|place| filter::key_of(query, place))
            .transpose()?;
        let wish = Wish {
            tenant,
            query: query.clone(),
            skip: if after.is_some() { 0 } else { at.offset() },
            after,
            limit,
        };
        let look = |pool| self.look(pool, wish.clone(), ctx.now);
        let found = self.readers.read(sight, look).await?;
        let entries = found.entries.page;
        let passed = passed + i64::try_from(entries.len()).unwrap_or_default();
        let last = entries.into_iter().next_back().filter(|_| !found.is_last);
        let next = last.and_then(|found| {
            let place = Place {
                passed: u32::try_from(passed).ok()?,
                order: filter::order_of(query),
                key: found.key,
                id: found.id,
            };
            place.cursor()
        });
        let users = found.desks.into_iter();
        Ok(UserPage {
            users: users.map(|desk| self.desks.completed(desk).view).collect(),
            at,
            total: found.entries.total,
            next,
        })
    }

    async fn look(&self, pool: PgPool, wish: Wish, now: DateTime<Utc>) -> Result<Found> {
        let (mut tx, mut filter) = wish.begin(&pool).await?;
        if filter.is_new() {
            match self.first_looks.begin(wish.tenant, &filter.term) {
                Ok(look) => {
                    let primary = self.pool.clone();
                    let (answer, answered) = oneshot::channel();
                    let look = async move {
                        let found = wish.read(tx, &filter).await;
                        let many = found.as_ref().is_ok_and(|found| found.entries.many);
                        // Whoever asked may have gone.
                        drop(answer.send(found));
                        if many
                            && let Err(error) =
                                terms::count_from_now_on(&primary, &filter, now).await
                        {
                            tracing::warn!(%error, "a search that found many is not counted");
                        }
                        drop(look);
                    };
                    self.first_looks.run(look);
                    return answered.await.map_err(Error::internal)?;
                }
                Err(end) => {
                    // Nobody keeps a connection while they wait.
                    drop(tx);
                    end.await;
                    (tx, filter) = wish.begin(&pool).await?;
                }
            }
        }
        wish.read(tx, &filter).await
    }
}
