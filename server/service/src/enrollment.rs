//! Enrollments: which courses a person takes, how far they are, and what that comes to. What may
//! become of one is said by `policy` alone.

mod change;
mod kept;
mod kept_list;
mod news;
mod policy;
mod read;
mod store;
mod together;

use crate::{
    Ctx, SaveOver,
    account::AccountService,
    adapters::postgres::Warm,
    audit::Audit,
    cache::Cache,
    course::CourseService,
    ctx::{Actor, Scope},
    error::{Error, Result},
    together::Rounds,
};
use change::ENROLLED;
use contract::{
    CourseId, EnrollmentId, UserId,
    account::Role,
    enrollment::{
        CreateEnrollment, EnrollmentStatus, EnrollmentView, ReportProgress, UpdateEnrollment,
    },
};
use kept::{Kept, Whose};
pub use kept_list::WrittenPage;
use policy::{Mover, State};
use read::cache_key;
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
    warm: Warm,
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
        warm: Warm,
        cache: Cache,
        audit: Audit,
        account: AccountService,
        course: CourseService,
        config: EnrollmentConfig,
    ) -> Self {
        Self {
            pool,
            warm,
            cache,
            audit,
            account,
            course,
            config: Arc::new(config),
            rounds: Rounds::new(),
        }
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
        let (title, is_made) = tokio::join!(
            self.title(ctx, &whose, new.course_id),
            self.enroll_together(ctx, &whose, &new)
        );
        if is_made? {
            // What is committed does not fail for a title.
            let title = title.unwrap_or_else(|error| {
                tracing::warn!(%error, "a new enrollment is answered without its title");
                None
            });
            return Ok(change::titled(&new, title.as_deref()));
        }
        Box::pin(self.enroll_alone(ctx, &whose, new, title?)).await
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
        let Some(before) = change.find().await? else {
            return change.insert(new).await;
        };
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

    /// What a course is called. To be looked up before anything is written: what is committed is not to fail for it.
    async fn title(&self, ctx: &Ctx, whose: &Whose, course: CourseId) -> Result<Option<Arc<str>>> {
        let titles = self.course.titles(ctx, whose.tenant, &[course]).await?;
        Ok(titles.into_iter().next().flatten())
    }
}

#[cfg(test)]
mod tests;
