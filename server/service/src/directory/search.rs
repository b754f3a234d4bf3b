//! The search of the directory: a page of it, and how many people it has.

use super::{
    DirectoryService,
    place::{Place, Tier},
    sought::Sought,
    store::{self, Found, Stretch},
    viewer::Viewer,
};
use crate::{Ctx, error::Result};
use contract::{
    FieldCode, FieldError, FieldErrors,
    directory::{DirectoryQuery, PublicProfile},
    paging::PageRequest,
};
use sqlx::PgConnection;

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// At the page of this number, from 1. The further in, the longer it takes.
    Page(u32),
    /// Where another page ended, as it said.
    Cursor(String),
}

/// A page of the directory.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectoryPage {
    /// Who is on it.
    pub people: Vec<PublicProfile>,
    /// Which it is.
    pub at: PageRequest,
    /// How many people the caller finds in all, exact.
    pub total: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

impl DirectoryService {
    /// The people whom the caller sees, who want to be found, and who have for each word of the search a
    /// word of names, username or skills that begins so: first whose username it is, then whose name
    /// begins so, then all others, by name. Where there is nobody, those whose name is similar.
    ///
    /// # Errors
    /// `Invalid` (`search`, `skill`, `cursor`), `Unauthenticated`, `UserNotFound`, `Forbidden`,
    /// `Unavailable`.
    pub async fn search(
        &self,
        ctx: &Ctx,
        query: DirectoryQuery,
        start: &Start,
        limit: u32,
    ) -> Result<DirectoryPage> {
        let viewer = Viewer::known(ctx)?;
        let query = query.check()?;
        let (page, after) = match start {
            Start::Page(page) => (*page, None),
            Start::Cursor(cursor) => {
                let place = Place::parse(cursor).ok_or_else(|| {
                    FieldErrors::one(FieldError::new("cursor", FieldCode::InvalidFormat))
                })?;
                (place.page, Some(place))
            }
        };
        let at = PageRequest { page, limit };
        let mut tx = store::begin(&self.pool).await?;
        let search = query.search.as_deref().unwrap_or_default();
        let skill = query.skill.as_deref();
        let sought = store::find_sought(&mut tx, search, skill, query.role).await?;
        let mut reading = Reading {
            conn: &mut tx,
            viewer,
            sought: &sought,
            after: after.as_ref(),
            skip: if after.is_some() { 0 } else { at.offset() },
            found: Vec::new(),
            limit: limit as usize,
        };
        let total = reading.read().await?;
        let found = std::mem::take(&mut reading.found);
        let ids: Vec<_> = found.iter().map(|(_, found)| found.id).collect();
        let people = store::list_public(&mut tx, viewer, &ids).await?;
        tx.commit().await?;
        let is_last = at.offset() + i64::from(limit) >= total;
        let next = found.into_iter().next_back().filter(|_| !is_last);
        let next = next.and_then(|(tier, found)| {
            let place = Place {
                page: page.saturating_add(1),
                tier,
                similarity: found.similarity,
                name: found.name,
                id: found.id,
            };
            place.cursor()
        });
        Ok(DirectoryPage {
            people,
            at,
            total,
            next,
        })
    }
}

/// A page that is being gathered, tier after tier.
struct Reading<'a> {
    conn: &'a mut PgConnection,
    viewer: Viewer,
    sought: &'a Sought,
    after: Option<&'a Place>,
    /// Entries before the page that are still to be passed over.
    skip: i64,
    found: Vec<(Tier, Found)>,
    limit: usize,
}

impl Reading<'_> {
    /// Gathers the page. Gives how many entries the whole list has.
    async fn read(&mut self) -> Result<i64> {
        if self.sought.is_wordless() {
            return Ok(0);
        }
        let total = store::count(self.conn, self.viewer, self.sought).await?;
        if total > 0 {
            self.read_beginnings().await?;
            return Ok(total);
        }
        if self.sought.is_everybody() {
            return Ok(0);
        }
        let total = store::count_similar(self.conn, self.viewer, self.sought).await?;
        if total > self.skip {
            self.read_similar().await?;
        }
        Ok(total)
    }

    /// Whoever has words that begin so.
    async fn read_beginnings(&mut self) -> Result<()> {
        let sought = self.sought;
        if !sought.is_everybody() {
            self.read_username().await?;
        }
        let (begin, end) = (sought.text.as_str(), sought.end());
        self.read_stretch(Tier::Name, (begin, &end), &sought.marks)
            .await?;
        if !sought.is_everybody() {
            let needed = sought.needed();
            // Those in between have come already.
            self.read_stretch(Tier::Words, ("", begin), &needed).await?;
            self.read_stretch(Tier::Words, (&end, Sought::END), &needed)
                .await?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.found.len() >= self.limit
    }

    /// Whether the page begins behind all of this tier.
    fn is_past(&self, tier: Tier) -> bool {
        self.after.is_some_and(|place| place.tier > tier)
    }

    async fn read_username(&mut self) -> Result<()> {
        // Nobody comes behind the one who has it.
        if self.after.is_some() {
            return Ok(());
        }
        let (sought, viewer) = (self.sought, self.viewer);
        let found =
            store::find_by_username(self.conn, viewer, sought.username(), &sought.marks).await?;
        match found {
            Some(_) if self.skip > 0 => self.skip -= 1,
            Some(found) => self.found.push((Tier::Username, found)),
            None => {}
        }
        Ok(())
    }

    async fn read_stretch(
        &mut self,
        tier: Tier,
        (from, to): (&str, &str),
        needed: &[String],
    ) -> Result<()> {
        if self.is_full() || self.is_past(tier) {
            return Ok(());
        }
        let stretch = Stretch {
            not: self.sought.username(),
            from,
            to,
            needed,
            after: self.after.filter(|place| place.tier == tier),
        };
        let room = i64::try_from(self.limit - self.found.len()).unwrap_or(i64::MAX);
        let found = store::list_stretch(self.conn, self.viewer, &stretch, room, self.skip).await?;
        if !found.is_empty() {
            self.skip = 0;
        } else if self.skip > 0 {
            self.skip -= store::count_stretch(self.conn, self.viewer, &stretch).await?;
        }
        self.found
            .extend(found.into_iter().map(|found| (tier, found)));
        Ok(())
    }

    async fn read_similar(&mut self) -> Result<()> {
        let after = self.after.filter(|place| place.tier == Tier::Similar);
        let room = i64::try_from(self.limit).unwrap_or(i64::MAX);
        let found =
            store::list_similar(self.conn, self.viewer, self.sought, after, room, self.skip)
                .await?;
        self.found
            .extend(found.into_iter().map(|found| (Tier::Similar, found)));
        Ok(())
    }
}
