//! What is told of a changed enrollment: events for followers, an entry for the audit log.

use super::{Kept, Whose, policy::Fact, store};
use crate::{
    Ctx,
    audit::{Audit, Change, Deed, Target},
    error::Result,
    outbox::Tidings,
    told::{self, store::Told},
};
use contract::{
    TenantId,
    event::{CourseCompleted, Enrolled, ProgressUpdated, UserEvent},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::mem;

/// A change that is to be told of.
pub(super) struct News<'a> {
    ctx: &'a Ctx,
    whose: &'a Whose,
    action: &'a str,
    changes: Vec<Change>,
    events: Vec<UserEvent>,
}

impl<'a> News<'a> {
    pub(super) fn new(
        ctx: &'a Ctx,
        whose: &'a Whose,
        action: &'a str,
        before: Option<&Kept>,
        after: &Kept,
        facts: &[Fact],
    ) -> Self {
        Self {
            ctx,
            whose,
            action,
            changes: differences(before, after),
            events: facts.iter().map(|fact| event(after, *fact)).collect(),
        }
    }

    fn tidings(&self) -> impl Iterator<Item = Tidings<'_>> {
        self.events.iter().map(|event| Tidings {
            ctx: self.ctx,
            tenant: self.whose.tenant,
            user: self.whose.id,
            event,
        })
    }

    /// To be asked for once.
    fn take_deed(&mut self) -> Deed<'a> {
        Deed {
            ctx: self.ctx,
            tenant: self.whose.tenant,
            action: self.action,
            target: Target::user(self.whose.id),
            changes: mem::take(&mut self.changes),
        }
    }
}

/// Tells of changes of people whose rows the caller has locked.
pub(super) async fn tell(
    conn: &mut PgConnection,
    audit: &Audit,
    mut news: Vec<News<'_>>,
) -> Result<()> {
    let deeds = take_deeds(audit, &mut news);
    let tidings: Vec<_> = news.iter().flat_map(News::tidings).collect();
    told::tell(conn, &tidings, &deeds).await
}

/// Makes new enrollments of people whose rows the caller has locked, and tells of them.
pub(super) async fn insert(
    conn: &mut PgConnection,
    audit: &Audit,
    new: &[(TenantId, &Kept)],
    mut news: Vec<News<'_>>,
) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let deeds = take_deeds(audit, &mut news);
    let tidings: Vec<_> = news.iter().flat_map(News::tidings).collect();
    store::insert_enrollments(conn, new, &Told::new(&tidings, &deeds)).await
}

fn take_deeds<'a>(audit: &Audit, news: &mut [News<'a>]) -> Vec<Deed<'a>> {
    audit.shown_deeds(news.iter_mut().map(News::take_deed).collect())
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
fn differences(before: Option<&Kept>, after: &Kept) -> Vec<Change> {
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
        .map(|(i, (field, after))| Change {
            field: format!("enrollments.{course}.{field}"),
            before: befores
                .as_ref()
                .map_or(Value::Null, |befores| befores[i].1.clone()),
            after,
        })
        .filter(|change| change.before != change.after)
        .collect()
}
