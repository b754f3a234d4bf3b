//! One change of one enrollment: locked, saved, told, audited, and the cache told of it.

use super::{
    EnrollmentService, Kept, Whose, cache_key,
    policy::{Fact, Outcome},
    store,
};
use crate::{
    Ctx, SaveOver, audit,
    error::{Current, Error, Result},
    outbox,
};
use contract::{
    CourseId,
    enrollment::EnrollmentView,
    event::{CourseCompleted, Enrolled, ProgressUpdated, UserEvent},
};
use serde_json::{Value, json};
use sqlx::{Postgres, Transaction};
use std::sync::Arc;

/// A change that is being made. Locks the enrollment first and the person, whose events are
/// counted, after it.
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
        let titles = self.course.titles(ctx, whose.tenant, &[course]).await?;
        Ok(Change {
            service: self,
            ctx,
            whose,
            course,
            title: titles.into_iter().next().flatten(),
            tx: self.pool.begin().await?,
        })
    }
}

impl Change<'_> {
    /// Says `false` where there is an enrollment in the course already.
    pub(super) async fn insert(&mut self, new: &Kept) -> Result<bool> {
        store::insert_enrollment(&mut self.tx, self.whose.tenant, new).await
    }

    /// The enrollment, which nobody else changes until this is done.
    pub(super) async fn lock(&mut self) -> Result<Kept> {
        let Whose { tenant, id, .. } = *self.whose;
        store::lock_enrollment(&mut self.tx, tenant, id, self.course)
            .await?
            .ok_or(Error::NotFound)
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
        EnrollmentView {
            course_title: self.title.as_deref().map(str::to_owned),
            ..kept.clone().view()
        }
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
        self.tell(action, Some(before), after, outcome.facts).await
    }

    /// Tells of what was written, and commits.
    pub(super) async fn tell(
        mut self,
        action: &str,
        before: Option<Kept>,
        after: Kept,
        facts: Vec<Fact>,
    ) -> Result<EnrollmentView> {
        let (service, ctx) = (self.service, self.ctx);
        let Whose { tenant, id, .. } = *self.whose;
        for fact in &facts {
            let event = event(&after, *fact);
            outbox::append(&mut self.tx, ctx, tenant, id, &event).await?;
        }
        let changes = differences(before.as_ref(), &after);
        service
            .audit
            .record(&mut self.tx, ctx, tenant, action, id, changes)
            .await?;
        let view = self.leave(&after);
        let change = service.cache.change([cache_key(id)]);
        self.tx.commit().await?;
        change.made().await;
        if facts.contains(&Fact::Enrolled) {
            metrics::counter!("user_service_enrollments_total").increment(1);
        }
        tracing::info!(user_id = %id, enrollment_id = %after.id, action, "enrollment saved");
        Ok(view)
    }
}

fn event(kept: &Kept, fact: Fact) -> UserEvent {
    let (user_id, course_id) = (kept.user_id, kept.course_id);
    let enrolled = Enrolled {
        user_id,
        course_id,
        enrollment_id: kept.id,
    };
    match fact {
        Fact::Enrolled => UserEvent::Enrolled(enrolled),
        Fact::Unenrolled => UserEvent::Unenrolled(enrolled),
        Fact::ProgressUpdated { previous } => UserEvent::ProgressUpdated(ProgressUpdated {
            user_id,
            course_id,
            progress: kept.state.progress,
            previous_progress: previous,
        }),
        Fact::CourseCompleted { at } => UserEvent::CourseCompleted(CourseCompleted {
            user_id,
            course_id,
            completed_at: at,
        }),
    }
}

/// The fields that differ, by their path: which enrollment of the person it is stands in it.
fn differences(before: Option<&Kept>, after: &Kept) -> Vec<audit::Change> {
    let fields = |kept: &Kept| {
        let state = &kept.state;
        [
            ("enrollmentStatus", json!(state.status)),
            ("progress", json!(state.progress)),
            ("timeSpentSeconds", json!(state.time_spent_seconds)),
            ("completedAt", json!(state.completed_at)),
            ("lastAccessedAt", json!(state.last_accessed_at)),
        ]
    };
    let befores = before.map(fields);
    let course = after.course_id;
    fields(after)
        .into_iter()
        .enumerate()
        .map(|(i, (field, after))| audit::Change {
            field: format!("enrollments.{course}.{field}"),
            before: befores
                .as_ref()
                .map_or(Value::Null, |befores| befores[i].1.clone()),
            after,
        })
        .filter(|change| change.before != change.after)
        .collect()
}
