//! A dozen courses as the course-service would tell of them, and four that the demo account takes.

use contract::{
    CourseId,
    enrollment::{CreateEnrollment, Progress, ReportProgress},
};
use serde_json::json;
use service::{Ctx, Result, Services, inbox::Verdict};
use uuid::Uuid;

pub(super) const TITLES: [&str; 12] = [
    "Real analysis",
    "Probability and statistics",
    "Typesetting with LaTeX",
    "Bernoulli numbers and other sums",
    "Mechanical computation: from looms to engines",
    "Linear algebra",
    "Writing proofs",
    "Python for mathematicians",
    "Historia de la ciencia en Sevilla",
    "Introducción a la topología",
    "The mathematics of music",
    "How to read a paper",
];

/// What the account has reached in the first courses, in hundredths of a per cent, and whether it
/// has dropped the course.
const TAKEN: [(u16, bool); 4] = [(6250, false), (1000, false), (10_000, false), (2500, true)];

/// Ids that are the same in every start, so that what was told once is told no more.
pub(super) const fn course(n: usize) -> CourseId {
    CourseId(Uuid::from_u128(
        0xDE40_C000_0000_4000_8000_0000_0000_0000 + n as u128,
    ))
}

const fn event(n: usize) -> Uuid {
    Uuid::from_u128(0xDE40_E000_0000_4000_8000_0000_0000_0000 + n as u128)
}

/// The courses, through the door by which the course-service's events come in.
pub(super) async fn publish(services: &Services) {
    for (n, title) in TITLES.iter().enumerate() {
        let told = json!({
            "id": event(n), "type": "course.published", "source": "course-service",
            "data": {"courseId": course(n), "title": title}, "timestamp": services.clock.now(),
        });
        let verdict = services.inbox.apply(told.to_string().as_bytes()).await;
        if !matches!(verdict, Verdict::Applied | Verdict::Ignored) {
            tracing::warn!(
                title,
                ?verdict,
                "a course of the demo data could not be published"
            );
        }
    }
}

/// What the caller takes: two courses under way, one completed, one dropped.
pub(super) async fn take(services: &Services, ctx: &Ctx) -> Result<()> {
    let id = ctx.person()?.id;
    let enrollment = &services.enrollment;
    for (n, (hundredths, is_dropped)) in TAKEN.into_iter().enumerate() {
        let course_id = course(n);
        enrollment
            .enroll(ctx, id, CreateEnrollment { course_id })
            .await?;
        let report = ReportProgress {
            progress: Progress::from_hundredths(hundredths).unwrap_or_default(),
            time_spent_seconds: Some(i64::from(hundredths) * 3),
            occurred_at: None,
        };
        enrollment
            .report_progress(ctx, id, course_id, report, None)
            .await?;
        if is_dropped {
            enrollment.remove(ctx, id, course_id).await?;
        }
    }
    Ok(())
}
