//! One change of one enrollment: locked, saved, told, audited, and the cache told of it.

use super::{
    EnrollmentService, Kept, Whose, cache_key,
    news::{self, News},
    policy::{Fact, Outcome},
    store,
};
use crate::{
    Ctx, SaveOver,
    account::standing,
    error::{Current, Error, Result},
};
use contract::{CourseId, enrollment::EnrollmentView};
use sqlx::{Postgres, Transaction};
use std::sync::Arc;

/// What the audit log calls a new enrollment, and one that is taken up again.
pub(super) const ENROLLED: &str = "user.enrolled";

/// A change that is being made. Locks the person, whose events are counted, and then the enrollment: the same
/// order for everybody, so that nobody waits in a circle.
pub(super) struct Change<'a> {
    service: &'a EnrollmentService,
    ctx: &'a Ctx,
    whose: &'a Whose,
    course: CourseId,
    /// Looked up before: what is committed is not to fail for a title.
    title: Option<Arc<str>>,
    tx: Transaction<'static, Postgres>,
}

impl EnrollmentService {
    pub(super) async fn begin<'a>(
        &'a self,
        ctx: &'a Ctx,
        whose: &'a Whose,
        course: CourseId,
    ) -> Result<Change<'a>> {
        let title = self.title(ctx, whose, course).await?;
        self.begin_titled(ctx, whose, course, title).await
    }

    /// The same in a course whose title is known.
    pub(super) async fn begin_titled<'a>(
        &'a self,
        ctx: &'a Ctx,
        whose: &'a Whose,
        course: CourseId,
        title: Option<Arc<str>>,
    ) -> Result<Change<'a>> {
        let mut tx = self.pool.begin().await?;
        standing::lock_one(&mut tx, whose.tenant, whose.id).await?;
        Ok(Change {
            service: self,
            ctx,
            whose,
            course,
            title,
            tx,
        })
    }
}

impl Change<'_> {
    /// Makes a new one, where [`find`](Self::find) has found none.
    pub(super) async fn insert(mut self, new: Kept) -> Result<EnrollmentView> {
        let facts = [Fact::Enrolled];
        let news = News::new(self.ctx, self.whose, ENROLLED, None, &new, &facts);
        let made = [(self.whose.tenant, &new)];
        let made = news::insert(&mut self.tx, &self.service.audit, &made, vec![news]).await?;
        if made.is_empty() {
            return Err(Error::internal("an enrollment that is there already"));
        }
        self.commit(ENROLLED, &new, &facts).await
    }

    /// The enrollment, which nobody else changes until this is done; or nobody else makes it.
    pub(super) async fn find(&mut self) -> Result<Option<Kept>> {
        let Whose { tenant, id, .. } = *self.whose;
        store::lock_enrollment(&mut self.tx, tenant, id, self.course).await
    }

    /// The same, where there must be one.
    pub(super) async fn lock(&mut self) -> Result<Kept> {
        self.find().await?.ok_or(Error::NotFound)
    }

    /// The same, if its version may be saved over.
    pub(super) async fn lock_version(&mut self, over: &SaveOver) -> Result<Kept> {
        let kept = self.lock().await?;
        if !over.allows(kept.version) {
            return Err(Error::stale(Current::Enrollment(self.leave(&kept))));
        }
        Ok(kept)
    }

    /// What the caller sees of an enrollment that stays as it is.
    pub(super) fn leave(&self, kept: &Kept) -> EnrollmentView {
        titled(kept, self.title.as_deref())
    }

    /// Saves what became of it.
    pub(super) async fn save(
        mut self,
        action: &str,
        before: Kept,
        outcome: Outcome,
    ) -> Result<EnrollmentView> {
        let after = Kept {
            state: outcome.state,
            updated_at: self.ctx.now,
            version: before.version + 1,
            ..before.clone()
        };
        store::update_enrollment(&mut self.tx, self.whose.tenant, &after).await?;
        let before = Some(&before);
        let news = News::new(self.ctx, self.whose, action, before, &after, &outcome.facts);
        news::tell(&mut self.tx, &self.service.audit, vec![news]).await?;
        self.commit(action, &after, &outcome.facts).await
    }

    async fn commit(self, action: &str, after: &Kept, facts: &[Fact]) -> Result<EnrollmentView> {
        let view = self.leave(after);
        let change = self.service.cache.change([cache_key(self.whose.id)]);
        self.tx.commit().await?;
        change.made().await;
        log_saved(self.ctx, action, after, facts);
        Ok(view)
    }
}

/// What the caller sees of an enrollment in a course of this title.
pub(super) fn titled(kept: &Kept, title: Option<&str>) -> EnrollmentView {
    EnrollmentView {
        course_title: title.map(str::to_owned),
        ..kept.clone().view()
    }
}

pub(super) fn log_saved(ctx: &Ctx, action: &str, kept: &Kept, facts: &[Fact]) {
    if facts.contains(&Fact::Enrolled) {
        metrics::counter!("user_service_enrollments_total").increment(1);
    }
    let (user_id, enrollment_id) = (kept.user_id, kept.id);
    tracing::info!(request_id = &*ctx.request_id, %user_id, %enrollment_id, action, "enrollment saved");
}
