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
    TenantId, UserId,
    event::{CourseCompleted, Enrolled, ProgressUpdated, UserEvent},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::collections::HashSet;

/// What is to be told of one change.
pub(super) struct News<'a> {
    ctx: &'a Ctx,
    whose: &'a Whose,
    deed: Deed<'a>,
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
            deed: Deed {
                ctx,
                tenant: whose.tenant,
                action,
                target: Target::user(whose.id),
                changes: differences(before, after),
            },
            events: facts.iter().map(|fact| event(after, *fact)).collect(),
        }
    }
}

/// Tells of changes of people whose rows the caller has locked.
pub(super) async fn tell(
    conn: &mut PgConnection,
    audit: &Audit,
    news: Vec<News<'_>>,
) -> Result<()> {
    let (deeds, events) = split(audit, news);
    told::tell(conn, &tidings(&events), &deeds).await
}

/// Makes new enrollments, one of each person, and tells of them. Gives whose were made.
pub(super) async fn insert(
    conn: &mut PgConnection,
    audit: &Audit,
    new: &[(TenantId, &Kept)],
    news: Vec<News<'_>>,
) -> Result<HashSet<UserId>> {
    let (deeds, events) = split(audit, news);
    store::insert_enrollments(conn, new, &Told::new(&tidings(&events), &deeds)).await
}

/// An event, with whose it is.
type Owned<'a> = (&'a Ctx, &'a Whose, UserEvent);

fn split<'a>(audit: &Audit, news: Vec<News<'a>>) -> (Vec<Deed<'a>>, Vec<Owned<'a>>) {
    let (mut deeds, mut all) = (Vec::with_capacity(news.len()), Vec::new());
    for News {
        ctx,
        whose,
        deed,
        events,
    } in news
    {
        deeds.push(deed);
        all.extend(events.into_iter().map(|event| (ctx, whose, event)));
    }
    (audit.shown_deeds(deeds), all)
}

fn tidings<'a>(events: &'a [Owned<'a>]) -> Vec<Tidings<'a>> {
    let tiding = |(ctx, whose, event): &'a Owned<'a>| Tidings {
        ctx,
        tenant: whose.tenant,
        user: whose.id,
        event,
    };
    events.iter().map(tiding).collect()
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
