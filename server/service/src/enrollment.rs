//! Enrollments: which courses a person takes, how far they are, and what that comes to. What may
//! become of one is said by `policy` alone.

mod change;
mod kept;
mod kept_list;
mod policy;
mod store;
mod together;

use crate::{
    Ctx, SaveOver,
    account::AccountService,
    audit::{Audit, Change, Target},
    cache::{Cache, CacheKey},
    course::{CourseService, Title},
    ctx::{Actor, Scope},
    error::{Error, Result},
    together::Rounds,
};
use change::ENROLLED;
use contract::{
    CourseId, EnrollmentId, UserId,
    account::Role,
    enrollment::{
        CreateEnrollment, EnrollmentFilter, EnrollmentStats, EnrollmentStatus, EnrollmentView,
        ReportProgress, UpdateEnrollment,
    },
    paging::{Page, PageRequest},
};
use kept::{Kept, Whose};
use kept_list::KeptList;
pub use kept_list::WrittenPage;
use policy::{Mover, State};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use together::Enrolling;

/// What the deployment says of enrollments.
#[derive(Clone, Debug)]
pub struct EnrollmentConfig {
    /// `CACHE_TTL_USER_ENROLLMENTS`
    pub cache_ttl: Duration,
    /// `DEFAULT_PAGE_SIZE`: the first page of this size is the one that is cached.
    pub default_page: u32,
    /// `ENABLE_ENROLLMENT_ANALYTICS`
    pub analytics: bool,
}

/// Reads and changes enrollments.
#[derive(Clone, Debug)]
pub struct EnrollmentService {
    pool: PgPool,
    cache: Cache,
    audit: Audit,
    account: AccountService,
    course: CourseService,
    config: Arc<EnrollmentConfig>,
    rounds: Rounds<Enrolling, ()>,
}

impl EnrollmentService {
    pub(crate) fn new(
        pool: PgPool,
        cache: Cache,
        audit: Audit,
        account: AccountService,
        course: CourseService,
        config: EnrollmentConfig,
    ) -> Self {
        Self {
            pool,
            cache,
            audit,
            account,
            course,
            config: Arc::new(config),
            rounds: Rounds::new(),
        }
    }

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

    /// Enrolls somebody in a course; a dropped one is taken up again where it was left.
    ///
    /// # Errors
    /// `Conflict` (`already_enrolled`, `enrollment_suspended`), and those of `get`.
    pub async fn enroll(
        &self,
        ctx: &Ctx,
        id: UserId,
        command: CreateEnrollment,
    ) -> Result<EnrollmentView> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsWrite).await?;
        let new = Kept {
            id: EnrollmentId(ctx.new_id()),
            user_id: id,
            course_id: command.course_id,
            state: State::NEW,
            enrolled_at: ctx.now,
            created_at: ctx.now,
            updated_at: ctx.now,
            version: 1,
        };
        let title = self.title(ctx, &whose, new.course_id).await?;
        if self.enroll_together(ctx, &whose, &new).await? {
            return Ok(change::titled(&new, title.as_deref()));
        }
        Box::pin(self.enroll_alone(ctx, &whose, new, title)).await
    }

    async fn enroll_alone(
        &self,
        ctx: &Ctx,
        whose: &Whose,
        new: Kept,
        title: Option<Arc<str>>,
    ) -> Result<EnrollmentView> {
        let course = new.course_id;
        let mut change = self.begin_titled(ctx, whose, course, title).await?;
        if change.insert(&new).await? {
            return change
                .tell(ENROLLED, None, new, vec![policy::Fact::Enrolled])
                .await;
        }
        let before = change.lock().await?;
        let outcome = before.state.enroll()?;
        change.save(ENROLLED, before, outcome).await
    }

    /// Moves an enrollment to another status. Only over the versions that `over`
    /// allows.
    ///
    /// # Errors
    /// `Conflict` (`enrollment_suspended`, `enrollment_dropped`, `invalid_transition`), `Stale`, and
    /// those of `get`; `Forbidden` too where only staff may.
    pub async fn update(
        &self,
        ctx: &Ctx,
        id: UserId,
        course: CourseId,
        command: UpdateEnrollment,
        over: impl Into<SaveOver> + Send,
    ) -> Result<EnrollmentView> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsWrite).await?;
        let mut change = self.begin(ctx, &whose, course).await?;
        let before = change.lock_version(&over.into()).await?;
        let status = command.enrollment_status;
        match before.state.move_to(status, whose.mover, ctx.now)? {
            Some(outcome) => {
                let action = match (before.state.status, status) {
                    (_, EnrollmentStatus::Dropped) => "user.unenrolled",
                    (EnrollmentStatus::Dropped, _) => ENROLLED,
                    _ => "user.enrollment_updated",
                };
                change.save(action, before, outcome).await
            }
            None => Ok(change.leave(&before)),
        }
    }

    /// Notes how far somebody is.
    ///
    /// # Errors
    /// `Conflict` (`enrollment_suspended`, `enrollment_dropped`), `Stale`, and those of `get`.
    pub async fn report_progress(
        &self,
        ctx: &Ctx,
        id: UserId,
        course: CourseId,
        report: ReportProgress,
        over: impl Into<SaveOver> + Send,
    ) -> Result<EnrollmentView> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsWrite).await?;
        let mut change = self.begin(ctx, &whose, course).await?;
        let before = change.lock_version(&over.into()).await?;
        match before.state.report(&report, ctx.now)? {
            Some(outcome) => change.save("user.progress_updated", before, outcome).await,
            None => Ok(change.leave(&before)),
        }
    }

    /// Drops a course; the row stays, for history. One that is dropped already is `NotFound`.
    ///
    /// # Errors
    /// `Conflict` (`enrollment_suspended`), and those of `get`.
    pub async fn remove(&self, ctx: &Ctx, id: UserId, course: CourseId) -> Result<EnrollmentView> {
        let whose = self.whose(ctx, id, Scope::EnrollmentsWrite).await?;
        let mut change = self.begin(ctx, &whose, course).await?;
        let before = change.lock().await?;
        let outcome = before.state.remove(whose.mover, ctx.now)?;
        change.save("user.unenrolled", before, outcome).await
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

    /// Lets owner, admin and a service with the scope act on `id`, who must be somebody here.
    async fn whose(&self, ctx: &Ctx, id: UserId, scope: Scope) -> Result<Whose> {
        let tenant = ctx.owner_admin_or(id, scope)?;
        let mover = match &ctx.actor {
            Actor::User(person) if person.role != Role::Admin => Mover::Owner,
            _ => Mover::Staff,
        };
        let own = matches!(&ctx.actor, Actor::User(person) if person.id == id);
        if !own
            && self
                .account
                .person_in(tenant, id, ctx.sight)
                .await?
                .is_none()
        {
            return Err(Error::NotFound);
        }
        Ok(Whose { tenant, id, mover })
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

    /// What a course is called. To be looked up before anything is written: what is committed is not to fail for it.
    async fn title(&self, ctx: &Ctx, whose: &Whose, course: CourseId) -> Result<Option<Arc<str>>> {
        let titles = self.course.titles(ctx, whose.tenant, &[course]).await?;
        Ok(titles.into_iter().next().flatten())
    }
}

/// The first page of somebody's enrollments.
fn cache_key(id: UserId) -> CacheKey {
    CacheKey::new("enrollments", id)
}

#[cfg(test)]
mod tests;
