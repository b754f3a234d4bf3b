//! What reviewers do: look at the queue, take an application up, decide it.

use super::{InstructorApplicationService, in_use, status_change, store, told};
use crate::{
    Ctx,
    account::standing::{self, Move},
    audit::{Change, Target},
    error::{Error, Result},
    outbox,
};
use chrono::TimeDelta;
use contract::{
    ApplicationId, ErrorCode, UserId,
    account::{AccountStatus, Role},
    event::UserEvent,
    instructor_application::{ApplicationStatus, Decide, Decision, ReviewQuery, ReviewView},
    limits::CLAIM_MIN,
    paging::{Page, PageRequest},
};
use serde_json::{Value, json};

impl InstructorApplicationService {
    /// The applications of the tenant that stand as asked, or are under review: the oldest first. For
    /// admins.
    ///
    /// # Errors
    /// `Invalid` (`search`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn list(
        &self,
        ctx: &Ctx,
        query: ReviewQuery,
        page: PageRequest,
    ) -> Result<Page<ReviewView>> {
        let admin = ctx.admin()?;
        let query = query.check()?;
        let mut asked = vec![Change::asked("status", json!(status_of(&query)))];
        asked.extend(
            query
                .search
                .as_ref()
                .map(|words| Change::asked("search", json!(words))),
        );
        let tenant = Target::tenant(admin.tenant_id);
        self.audit
            .read(ctx, admin.tenant_id, "applications.listed", tenant, asked)
            .await?;
        let mut conn = self.pool.acquire().await?;
        let since = ctx.now - claim();
        let search = query.search.as_deref().unwrap_or_default();
        store::list_reviews(
            &mut conn,
            admin.tenant_id,
            (status_of(&query), search),
            since,
            page,
        )
        .await
    }

    /// How many applications of the tenant are under review. For admins.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn count_pending(&self, ctx: &Ctx) -> Result<i64> {
        let admin = ctx.admin()?;
        let mut conn = self.pool.acquire().await?;
        store::count_pending(&mut conn, admin.tenant_id).await
    }

    /// One application. For admins.
    ///
    /// # Errors
    /// `NotFound`, `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn get(&self, ctx: &Ctx, id: ApplicationId) -> Result<ReviewView> {
        let admin = ctx.admin()?;
        let view = self.find(ctx, id).await?;
        let target = Target::instructor_application(id);
        self.audit
            .read(ctx, admin.tenant_id, "application.read", target, Vec::new())
            .await?;
        Ok(view)
    }

    /// Takes an application under review up, so that others know, or gives it back. Somebody else's claim
    /// is taken over by `take`, and left alone otherwise.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` (`no_pending_application`: it was decided), `Unauthenticated`, `Forbidden`,
    /// `Unavailable`.
    pub async fn claim(&self, ctx: &Ctx, id: ApplicationId, take: bool) -> Result<ReviewView> {
        let admin = ctx.admin()?;
        let tenant = admin.tenant_id;
        let by = take.then_some(admin.id);
        let mut tx = self.pool.begin().await?;
        let claimed = store::update_claim(&mut tx, tenant, id, admin.id, by, ctx.now).await?;
        let is_pending = claimed.is_some();
        if let Some(claimed) = claimed.filter(|claimed| claimed.before.map(UserId) != by) {
            let (action, whose) = (
                if take {
                    "application.claimed"
                } else {
                    "application.released"
                },
                claimed.user_id,
            );
            let (before, after) = (json!(claimed.before), json!(by));
            let changes = vec![Change::new(
                "instructorApplication.claimedBy",
                before,
                after,
            )];
            self.audit
                .record(&mut tx, ctx, tenant, action, UserId(whose), changes)
                .await?;
        }
        tx.commit().await?;
        let view = self.get(ctx, id).await?;
        if !is_pending && view.application.status != ApplicationStatus::Pending {
            return Err(decided());
        }
        Ok(view)
    }

    /// Approves or rejects somebody's application that is under review, of the version that the reviewer
    /// has read. For admins.
    ///
    /// # Errors
    /// `Invalid` (`reason`), `NotFound` (nobody, or somebody who has never applied), `Conflict`
    /// (`no_pending_application`, `stale_version`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn decide(
        &self,
        ctx: &Ctx,
        applicant: UserId,
        command: Decide,
    ) -> Result<ReviewView> {
        let admin = ctx.admin()?;
        let command = command.check()?;
        let tenant = admin.tenant_id;
        let mut tx = self.pool.begin().await?;
        let person = standing::lock_one(&mut tx, tenant, applicant).await?.person;
        let pending = store::lock_pending(&mut tx, tenant, &[applicant]).await?;
        let Some(mut application) = pending.into_iter().next() else {
            let last = store::find_last(&mut tx, tenant, applicant).await?;
            return Err(last.map_or(Error::NotFound, |_| decided()));
        };
        if application.version != command.version() {
            let message = "The application has changed since you read it";
            return Err(Error::conflict(ErrorCode::StaleVersion, message));
        }
        // Who was suspended meanwhile is not under review.
        if person.status != AccountStatus::PendingInstructorReview {
            return Err(decided());
        }
        standing::still_administers(&mut tx, admin).await?;
        let (decision, role, action) = match &command {
            Decide::Approve { .. } => {
                (Decision::Approved, Role::Instructor, "application.approved")
            }
            Decide::Reject { .. } => (Decision::Rejected, person.role, "application.rejected"),
        };
        application.status = match decision {
            Decision::Approved => ApplicationStatus::Approved,
            Decision::Rejected | Decision::Withdrawn => ApplicationStatus::Rejected,
        };
        application.decided_at = Some(ctx.now);
        application.decided_by = Some(admin.id);
        application.reason = match command {
            Decide::Reject { reason, .. } => Some(reason),
            Decide::Approve { .. } => None,
        };
        application.version += 1;
        store::update_decided(&mut tx, tenant, std::slice::from_ref(&application)).await?;
        let told = told(&application, Some(decision));
        let events = [(applicant, UserEvent::ApplicationDecided(told))];
        outbox::append_many(&mut tx, ctx, tenant, &events).await?;
        let moved = Move {
            role,
            status: in_use(person.status),
            from: person,
        };
        let mut changes = moved.changes();
        changes.push(status_change(
            ApplicationStatus::Pending,
            application.status,
        ));
        let reason = application.reason.as_ref();
        changes.extend(
            reason.map(|reason| {
                Change::new("instructorApplication.reason", Value::Null, json!(reason))
            }),
        );
        self.finish(tx, ctx, moved, action, changes).await?;
        tracing::info!(user_id = %applicant, application_id = %application.id, decision = %decision, "application decided");
        self.find(ctx, application.id).await
    }

    async fn find(&self, ctx: &Ctx, id: ApplicationId) -> Result<ReviewView> {
        let admin = ctx.admin()?;
        let mut conn = self.pool.acquire().await?;
        let found = store::find_review(&mut conn, admin.tenant_id, id, ctx.now - claim()).await?;
        found.ok_or(Error::NotFound)
    }
}

/// Without a status, what is under review is asked for.
fn status_of(query: &ReviewQuery) -> ApplicationStatus {
    query.status.unwrap_or(ApplicationStatus::Pending)
}

/// How long a claim lasts.
fn claim() -> TimeDelta {
    TimeDelta::minutes(i64::from(CLAIM_MIN))
}

fn decided() -> Error {
    let message = "The application is not under review any longer";
    Error::conflict(ErrorCode::NoPendingApplication, message)
}
