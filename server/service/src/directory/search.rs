//! The search of the directory: a page of it, and how many people it has.

use super::{
    DirectoryService,
    place::{Place, Tier},
    sought::Sought,
    store::{self, Found, Stretch, Window},
    viewer::Viewer,
};
use crate::{
    Ctx,
    error::Result,
    paging::{Place as _, Start},
};
use contract::{
    directory::{DirectoryQuery, PublicProfile},
    paging::PageRequest,
};
use sqlx::PgConnection;

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
        let (at, passed, after) = start.read::<Place>(limit)?;
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
            // One more than the page has shows whether another follows: behind a cursor the total cannot,
            // since people who came before it may have gone.
            limit: i64::from(limit) + 1,
            many: self.many,
        };
        let (mut found, total) = reading.read().await?;
        let is_last = found.len() <= limit as usize;
        found.truncate(limit as usize);
        let ids: Vec<_> = found.iter().map(|found| found.id).collect();
        let people = store::list_public(&mut tx, viewer, &ids).await?;
        tx.commit().await?;
        let passed = passed + i64::try_from(found.len()).unwrap_or_default();
        let last = found.into_iter().next_back().filter(|_| !is_last);
        let next = last.and_then(|found| {
            let place = Place {
                passed: u32::try_from(passed).ok()?,
                tier: found.tier,
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

/// A page that is being read.
struct Reading<'a> {
    conn: &'a mut PgConnection,
    viewer: Viewer,
    sought: &'a Sought,
    after: Option<&'a Place>,
    /// Entries before the page that are still to be passed over.
    skip: i64,
    limit: i64,
    /// From so many people on they are read in their order.
    many: i64,
}

impl Reading<'_> {
    /// The page, and how many entries the whole list has.
    async fn read(&mut self) -> Result<(Vec<Found>, i64)> {
        let sought = self.sought;
        if sought.is_wordless() {
            return Ok((Vec::new(), 0));
        }
        let (found, total) = if let Some(total) = self.count_of_many().await? {
            // Behind the end nobody is looked for.
            let found = if self.skip < total {
                self.read_in_order().await?
            } else {
                Vec::new()
            };
            (found, total)
        } else {
            let window = self.window(self.after);
            store::list_few(self.conn, self.viewer, sought, window).await?
        };
        if total > 0 || !sought.may_be_similar {
            return Ok((found, total));
        }
        let after = self.after.filter(|place| place.tier == Tier::Similar);
        let window = self.window(after);
        store::list_similar(self.conn, self.viewer, sought, window).await
    }

    /// How many people are found, where they are many.
    async fn count_of_many(&mut self) -> Result<Option<i64>> {
        let Some(tally) = self.sought.tally() else {
            return Ok(None);
        };
        let usual = store::find_tally(self.conn, self.viewer, tally).await?;
        if usual < self.many && !self.sought.is_everybody() {
            return Ok(None);
        }
        let more = store::count_exceptions(self.conn, self.viewer, self.sought).await?;
        Ok(Some(usual + more))
    }

    fn window<'w>(&self, after: Option<&'w Place>) -> Window<'w> {
        Window {
            after,
            skip: self.skip,
            limit: self.limit,
        }
    }

    /// Tier after tier, until the page is full.
    async fn read_in_order(&mut self) -> Result<Vec<Found>> {
        let sought = self.sought;
        let mut page = Vec::new();
        // Nobody comes behind the one whose username it is.
        if !sought.is_nameless() && self.after.is_none() {
            let found = store::find_by_username(self.conn, self.viewer, sought).await?;
            match found {
                Some(_) if self.skip > 0 => self.skip -= 1,
                found => page.extend(found),
            }
        }
        let (begin, end) = sought.names();
        let patterns = sought.patterns();
        let stretch = |tier, from, to, patterns| Stretch {
            tier,
            not: sought.username(),
            from,
            to,
            patterns,
            marks: &sought.marks,
        };
        let to = (!sought.is_nameless()).then_some(&*end);
        self.read_stretch(&stretch(Tier::Name, &begin, to, &[]), &mut page)
            .await?;
        if !sought.is_nameless() {
            // Those in between have come already.
            for (from, to) in [("", Some(&*begin)), (&*end, None)] {
                let stretch = stretch(Tier::Words, from, to, &patterns);
                self.read_stretch(&stretch, &mut page).await?;
            }
        }
        Ok(page)
    }

    async fn read_stretch(&mut self, stretch: &Stretch<'_>, page: &mut Vec<Found>) -> Result<()> {
        let room = self.limit - i64::try_from(page.len()).unwrap_or(self.limit);
        let is_past = self.after.is_some_and(|place| place.tier > stretch.tier);
        if room <= 0 || is_past {
            return Ok(());
        }
        let window = Window {
            after: self.after.filter(|place| place.tier == stretch.tier),
            skip: self.skip,
            limit: room,
        };
        let found = store::list_stretch(self.conn, self.viewer, stretch, window).await?;
        if !found.is_empty() {
            self.skip = 0;
        } else if self.skip > 0 {
            self.skip -= store::count_stretch(self.conn, self.viewer, stretch).await?;
        }
        page.extend(found);
        Ok(())
    }
}
