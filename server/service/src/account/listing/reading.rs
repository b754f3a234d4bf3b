//! Reading a page of the list, by the shortest way.

use super::{
    filter::{Begin, Filter, Key},
    store,
    terms::is_many,
    way::Way,
};
use crate::error::Result;
use contract::account::AccountStatus;
use sqlx::PgConnection;
use uuid::Uuid;

/// Somebody on the way to a page, and where in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::account) struct Found {
    pub(in crate::account) id: Uuid,
    pub(super) key: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(in crate::account) struct Entries {
    /// Those of the page.
    pub(in crate::account) page: Vec<Found>,
    /// How many there are in all.
    pub(in crate::account) total: i64,
    /// Whether the search is worth counting from now on.
    pub(super) many: bool,
}

/// A page that is being read.
pub(in crate::account) struct Reading<'a> {
    pub(in crate::account) conn: &'a mut PgConnection,
    pub(in crate::account) filter: &'a Filter,
    pub(in crate::account) after: Option<Key>,
    /// Entries before the page that are to be passed over.
    pub(in crate::account) skip: i64,
    pub(in crate::account) limit: i64,
}

impl Reading<'_> {
    pub(in crate::account) async fn read(&mut self) -> Result<Entries> {
        let filter = self.filter;
        if filter.status == Some(AccountStatus::Deleted) {
            return Ok(Entries::default());
        }
        if let Some(id) = filter.named {
            return self.read_named(id).await;
        }
        let known = filter.known.total();
        // Behind the end nobody is looked for.
        if let Some(total) = known
            && (total == 0 || (self.after.is_none() && self.skip >= total))
        {
            return Ok(Entries {
                total,
                ..Entries::default()
            });
        }
        self.read_by(Way::to(filter, self.begin().skip, self.limit))
            .await
    }

    /// Where to begin, if it is along the order.
    fn begin(&self) -> Begin {
        match &self.after {
            Some(key) => self.filter.behind(key.clone(), self.limit),
            None => self.filter.seek(self.skip, self.limit),
        }
    }

    /// The same by a way that leads there.
    pub(super) async fn read_by(&mut self, way: Way) -> Result<Entries> {
        let filter = self.filter;
        let known = filter.known.total();
        if let (Way::Along, Some(total)) = (way, known) {
            let begin = self.begin();
            let mut page = store::list_along(self.conn, filter, &begin).await?;
            if begin.order != filter.order {
                page.reverse();
            }
            return Ok(Entries {
                page,
                total,
                many: false,
            });
        }
        store::look_at_many(self.conn).await?;
        let window = store::Window {
            after: self.after.as_ref(),
            skip: self.skip,
            limit: self.limit,
        };
        let (page, total, hits) = match way {
            Way::ByText => store::list_by_text(self.conn, filter, window).await?,
            Way::Along | Way::Through => store::list_through(self.conn, filter, window).await?,
        };
        Ok(Entries {
            page,
            total,
            many: known.is_none() && is_many(filter, way, hits),
        })
    }

    /// The one whose id or address is looked for, if they have role and status.
    async fn read_named(&mut self, id: Uuid) -> Result<Entries> {
        let known = store::list_matching(self.conn, self.filter, &[id]).await?;
        let total = i64::try_from(known.len()).unwrap_or_default();
        let is_shown = self.after.is_none() && self.skip == 0 && self.limit > 0;
        let found = known.into_iter().filter(|_| is_shown).map(|id| Found {
            id,
            key: String::new(),
        });
        Ok(Entries {
            page: found.collect(),
            total,
            many: false,
        })
    }
}
