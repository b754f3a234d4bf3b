//! Reading enrollments: a person's list, one of them, and what they come to. Reading somebody else's is told to the
//! audit log.

use super::{
    EnrollmentService, Kept, Whose,
    kept_list::{KeptList, WrittenPage},
    store,
};
use crate::{
    Ctx,
    audit::{Change, Target},
    cache::CacheKey,
    course::Title,
    ctx::Scope,
    error::{Error, Result},
};
use contract::{
    CourseId, UserId,
    enrollment::{EnrollmentFilter, EnrollmentStats, EnrollmentStatus, EnrollmentView},
    paging::{Page, PageRequest},
};
use std::sync::Arc;

impl EnrollmentService {
    /// A page of somebody's enrollments: what goes on first, then what is suspended, completed and
    /// dropped; within each the newest first.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `Unavailable`.
    pub async fn list(
        &self,
        ctx: &Ctx,
        id: UserId,
        filter: EnrollmentFilter,
        page: PageRequest,
    ) -> Result<Page<EnrollmentView>> {
        let (found, titles) = self.find_list(ctx, id, filter, page).await?;
        Ok(found.page(&titles))
    }

    /// The same as JSON text, for who passes it on.
    ///
    /// # Errors
    /// Those of `list`.
    pub async fn list_written(
        &self,
        ctx: &Ctx,
        id: UserId,
        filter: EnrollmentFilter,
        page: PageRequest,
    ) -> Result<WrittenPage> {
        let (found, titles) = self.find_list(ctx, id, filter, page).await?;
        found.written(titles)
    }

    async fn find_list(
        &self,
        ctx: &Ctx,
        id: UserId,
        filter: EnrollmentFilter,
        page: PageRequest,
    ) -> Result<(Arc<KeptList>, Vec<Title>)> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsRead).await?;
        let usual = PageRequest::first(self.config.default_page);
        let found = if (filter, page) == (EnrollmentFilter::Kept, usual) {
            self.load_usual(ctx, &whose, page).await?
        } else {
            Arc::new(self.load(&whose, filter, page).await?)
        };
        let courses = found.courses();
        let titles = self.course.titles(ctx, whose.tenant, &courses).await?;
        let status = || filter.as_str().map(|word| Change::asked("status", word));
        self.tell_read(ctx, &whose, "enrollments.read", status)
            .await?;
        Ok((found, titles))
    }

    /// Somebody's enrollment in one course.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `NotFound`, `Unavailable`.
    pub async fn get(&self, ctx: &Ctx, id: UserId, course: CourseId) -> Result<EnrollmentView> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsRead).await?;
        let mut conn = self.pool.acquire().await?;
        let found = store::find_enrollment(&mut conn, whose.tenant, id, course).await?;
        drop(conn);
        let mut view = found.ok_or(Error::NotFound)?.view();
        let title = self.title(ctx, &whose, course).await?;
        view.course_title = title.map(|title| title.to_string());
        let which = || Some(Change::asked("courseId", course.to_string()));
        self.tell_read(ctx, &whose, "enrollments.read", which)
            .await?;
        Ok(view)
    }

    /// What somebody's enrollments come to.
    ///
    /// # Errors
    /// `FeatureDisabled`, and those of `get`.
    pub async fn stats(&self, ctx: &Ctx, id: UserId) -> Result<EnrollmentStats> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsRead).await?;
        if !self.config.analytics {
            return Err(Error::FeatureDisabled);
        }
        let mut conn = self.pool.acquire().await?;
        let stats = store::find_stats(&mut conn, whose.tenant, id).await?;
        drop(conn);
        self.tell_read(ctx, &whose, "enrollments.stats_read", || None)
            .await?;
        Ok(stats)
    }

    /// Tells that somebody has read of somebody else.
    async fn tell_read(
        &self,
        ctx: &Ctx,
        whose: &Whose,
        action: &str,
        asked: impl FnOnce() -> Option<Change>,
    ) -> Result<()> {
        let target = Target::user(whose.id);
        // Owners pay nothing for it.
        if self.audit.reader(ctx, target).is_none() {
            return Ok(());
        }
        let asked = asked().into_iter().collect();
        self.audit
            .read(ctx, whose.tenant, action, target, asked)
            .await
    }

    /// The first page of the usual size, from the cache where it is there. A page of another size is
    /// one of a process that is configured otherwise.
    async fn load_usual(
        &self,
        ctx: &Ctx,
        whose: &Whose,
        page: PageRequest,
    ) -> Result<Arc<KeptList>> {
        let load = || async move { self.load(whose, EnrollmentFilter::Kept, page).await };
        let ttl = self.config.cache_ttl;
        let cached = self
            .cache
            .get_near(ctx.sight, &cache_key(whose.id), ttl, || async move {
                load().await.map(Some)
            })
            .await?;
        match cached {
            Some(found) if found.limit() == page.limit => Ok(found),
            _ => load().await.map(Arc::new),
        }
    }

    async fn load(
        &self,
        whose: &Whose,
        filter: EnrollmentFilter,
        page: PageRequest,
    ) -> Result<KeptList> {
        let statuses: Vec<_> = EnrollmentStatus::ALL
            .iter()
            .copied()
            .filter(|status| filter.holds(*status))
            .collect();
        let mut conn = self.pool.acquire().await?;
        let found = store::find_page(&mut conn, whose.tenant, whose.id, &statuses, page).await?;
        let entries = found.entries.into_iter().map(Kept::view).collect();
        Ok(KeptList::new(page.limit, entries, found.total))
    }
}

/// The first page of somebody's enrollments.
pub(super) fn cache_key(id: UserId) -> CacheKey {
    CacheKey::new("enrollments", id)
}
