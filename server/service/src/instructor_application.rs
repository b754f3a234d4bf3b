//! Becoming an instructor: applications, and what reviewers decide of them.
//!
//! Each submission is a row of its own and stays; one of a person is under review at most. While it is,
//! the account stands at `pending_instructor_review`, with the rights of `active`. Whatever changes an
//! application, but a claim, locks the applicant before it.

mod of_person;
mod review;
mod store;

use crate::{
    Ctx,
    account::standing::{self, Move},
    audit::{Audit, Change},
    cache::Cache,
    ctx::{Person, usable},
    error::{Error, Result},
    outbox, profile,
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    ApplicationId, ErrorCode, TenantId, UserId,
    account::{AccountStatus, Role},
    event::{ApplicationTold, UserEvent},
    instructor_application::{ApplicationStatus, ApplicationView, Decision, SubmitApplication},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;

pub(crate) use store::is_pending;

/// Applications of one person that are told: more nobody has patience for.
const HISTORY: i64 = 100;

/// What the deployment says of applications.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationConfig {
    /// `INSTRUCTOR_REAPPLY_COOLDOWN_DAYS`: how long one waits after a rejection.
    pub cooldown: TimeDelta,
}

/// Takes applications to teach, and reviews them.
#[derive(Clone, Debug)]
pub struct InstructorApplicationService {
    pool: PgPool,
    cache: Cache,
    audit: Audit,
    config: ApplicationConfig,
}

impl InstructorApplicationService {
    pub(crate) fn new(pool: PgPool, cache: Cache, audit: Audit, config: ApplicationConfig) -> Self {
        Self {
            pool,
            cache,
            audit,
            config,
        }
    }

    /// Applies to teach: for students who have no application under review, and were not rejected of late.
    ///
    /// # Errors
    /// `Invalid` (every bad field), `Conflict` (`not_a_student`, `already_applied`, `reapply_later`),
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn apply(&self, ctx: &Ctx, command: SubmitApplication) -> Result<ApplicationView> {
        let person = ctx.person()?;
        let command = command.check()?;
        let tenant = person.tenant_id;
        let mut tx = self.pool.begin().await?;
        // One application of a person after the other.
        let applicant = self.lock_self(&mut tx, person).await?;
        if applicant.role != Role::Student {
            let message = "Only students can apply to become instructors";
            return Err(Error::conflict(ErrorCode::NotAStudent, message));
        }
        let last = store::find_last(&mut tx, tenant, person.id).await?;
        self.may_apply(ctx, last.as_ref())?;
        let application = ApplicationView {
            id: ApplicationId(ctx.new_id()),
            user_id: person.id,
            status: ApplicationStatus::Pending,
            motivation: command.motivation,
            expertise: command.expertise,
            links: command.links,
            submitted_at: ctx.now,
            decided_at: None,
            decided_by: None,
            reason: None,
            reapply_from: None,
            // A form about the one before is not about this one.
            version: last.map_or(1, |last| last.version + 1),
        };
        store::insert_application(&mut tx, tenant, &application).await?;
        let told = told(&application, None);
        let events = [(person.id, UserEvent::ApplicationSubmitted(told))];
        outbox::append_many(&mut tx, ctx, tenant, &events).await?;
        let moved = Move {
            role: applicant.role,
            status: AccountStatus::PendingInstructorReview,
            from: applicant,
        };
        let field = |name: &str, value: Value| {
            Change::new(format!("instructorApplication.{name}"), Value::Null, value)
        };
        let mut changes = moved.changes();
        changes.extend([
            field("status", json!(application.status)),
            field("motivation", json!(application.motivation)),
            field("expertise", json!(application.expertise)),
            field("links", json!(application.links)),
        ]);
        self.finish(tx, ctx, moved, "application.submitted", changes)
            .await?;
        tracing::info!(user_id = %person.id, application_id = %application.id, "application submitted");
        Ok(application)
    }

    /// The caller's last application, whatever became of it.
    ///
    /// # Errors
    /// `NotFound`, `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn own(&self, ctx: &Ctx) -> Result<ApplicationView> {
        let own = self.history(ctx).await?;
        own.into_iter().next().ok_or(Error::NotFound)
    }

    /// The caller's applications, the last first.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn history(&self, ctx: &Ctx) -> Result<Vec<ApplicationView>> {
        let person = ctx.person()?;
        let mut conn = self.pool.acquire().await?;
        let mut own = store::list_own(&mut conn, person.tenant_id, person.id, HISTORY).await?;
        // Who has applied again since waits for nothing.
        if let Some(last) = own.first_mut() {
            last.reapply_from = self.reapply_from(last);
        }
        Ok(own)
    }

    /// Takes the caller's application back.
    ///
    /// # Errors
    /// `NotFound` where none is under review, `Unauthenticated`, `UserNotFound`, `Forbidden`,
    /// `Unavailable`.
    pub async fn withdraw(&self, ctx: &Ctx) -> Result<ApplicationView> {
        let person = ctx.person()?;
        let tenant = person.tenant_id;
        let mut tx = self.pool.begin().await?;
        let applicant = self.lock_self(&mut tx, person).await?;
        let pending = store::lock_pending(&mut tx, tenant, &[person.id]).await?;
        let mut application = pending.into_iter().next().ok_or(Error::NotFound)?;
        let before = application.status;
        application.status = ApplicationStatus::Withdrawn;
        application.decided_at = Some(ctx.now);
        application.version += 1;
        store::update_decided(&mut tx, tenant, std::slice::from_ref(&application)).await?;
        let told = told(&application, Some(Decision::Withdrawn));
        let events = [(person.id, UserEvent::ApplicationWithdrawn(told))];
        outbox::append_many(&mut tx, ctx, tenant, &events).await?;
        let moved = Move {
            role: applicant.role,
            status: in_use(applicant.status),
            from: applicant,
        };
        let mut changes = moved.changes();
        changes.push(status_change(before, application.status));
        self.finish(tx, ctx, moved, "application.withdrawn", changes)
            .await?;
        tracing::info!(user_id = %person.id, application_id = %application.id, "application withdrawn");
        Ok(application)
    }

    /// Moves the applicant, records what changed, commits, and tells the cache.
    async fn finish(
        &self,
        mut tx: sqlx::Transaction<'static, sqlx::Postgres>,
        ctx: &Ctx,
        moved: Move,
        action: &str,
        changes: Vec<Change>,
    ) -> Result<()> {
        let Person { id, tenant_id, .. } = moved.from;
        let keys = profile::cache_keys(&moved.from);
        standing::make(&mut tx, ctx, tenant_id, &[moved], None).await?;
        self.audit
            .record(&mut tx, ctx, tenant_id, action, id, changes)
            .await?;
        let change = self.cache.change(keys);
        tx.commit().await?;
        change.made().await;
        Ok(())
    }

    /// The caller as they stand now, locked.
    async fn lock_self(&self, conn: &mut PgConnection, person: &Person) -> Result<Person> {
        let locked = standing::lock_one(conn, person.tenant_id, person.id).await;
        match locked {
            // Who was shut out since the request came stays so.
            Ok(standing) => usable(&standing.person).map(|()| standing.person),
            Err(Error::NotFound) => Err(Error::UserNotFound),
            Err(error) => Err(error),
        }
    }

    /// Whether the caller may apply, whose last application is this one.
    fn may_apply(&self, ctx: &Ctx, last: Option<&ApplicationView>) -> Result<()> {
        let Some(last) = last else { return Ok(()) };
        if last.status == ApplicationStatus::Pending {
            let message = "Your application is under review already";
            return Err(Error::conflict(ErrorCode::AlreadyApplied, message));
        }
        match self.reapply_from(last) {
            Some(from) if from > ctx.now => {
                let date = from.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                let message = format!("You can apply again from {date} on");
                Err(Error::conflict(ErrorCode::ReapplyLater, &message))
            }
            _ => Ok(()),
        }
    }

    /// From when on somebody may apply again whose last application is this one, where they have to wait.
    fn reapply_from(&self, last: &ApplicationView) -> Option<DateTime<Utc>> {
        let rejected = last.status == ApplicationStatus::Rejected;
        let at = last.decided_at.filter(|_| rejected)?;
        at.checked_add_signed(self.config.cooldown)
    }
}

/// Ends the applications under review of people who become something else otherwise than by a review:
/// who is made an instructor is approved, of everybody else it is withdrawn. Gives what became of whose,
/// for the audit log. The people are locked.
pub(crate) async fn close(
    conn: &mut PgConnection,
    ctx: &Ctx,
    tenant: TenantId,
    moves: &[Move],
) -> Result<HashMap<UserId, ApplicationStatus>> {
    let ids: Vec<_> = moves.iter().map(|one| one.from.id).collect();
    let mut pending = store::lock_pending(conn, tenant, &ids).await?;
    let teachers: HashMap<_, _> = moves
        .iter()
        .map(|one| {
            (
                one.from.id,
                one.role == Role::Instructor && one.status != AccountStatus::Deleted,
            )
        })
        .collect();
    let decided_by = ctx.person().ok().map(|person| person.id);
    for application in &mut pending {
        let is_teacher = teachers.get(&application.user_id) == Some(&true);
        (application.status, application.decided_by) = match decided_by {
            Some(admin) if is_teacher => (ApplicationStatus::Approved, Some(admin)),
            _ => (ApplicationStatus::Withdrawn, None),
        };
        application.decided_at = Some(ctx.now);
        application.version += 1;
    }
    store::update_decided(conn, tenant, &pending).await?;
    let event = |application: &ApplicationView| {
        let event = match application.status {
            ApplicationStatus::Approved => {
                UserEvent::ApplicationDecided(told(application, Some(Decision::Approved)))
            }
            _ => UserEvent::ApplicationWithdrawn(told(application, Some(Decision::Withdrawn))),
        };
        (application.user_id, event)
    };
    let events: Vec<_> = pending.iter().map(event).collect();
    outbox::append_many(conn, ctx, tenant, &events).await?;
    Ok(pending
        .into_iter()
        .map(|one| (one.user_id, one.status))
        .collect())
}

/// What followers are told of an application.
fn told(application: &ApplicationView, decision: Option<Decision>) -> ApplicationTold {
    ApplicationTold {
        user_id: application.user_id,
        application_id: application.id,
        decision,
    }
}

/// Where an account stands when its application is not under review any longer.
pub(crate) fn in_use(status: AccountStatus) -> AccountStatus {
    match status {
        AccountStatus::PendingInstructorReview => AccountStatus::Active,
        status => status,
    }
}

fn status_change(before: ApplicationStatus, after: ApplicationStatus) -> Change {
    Change::new("instructorApplication.status", json!(before), json!(after))
}

#[cfg(test)]
mod tests;
