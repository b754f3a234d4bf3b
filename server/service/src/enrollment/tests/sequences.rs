//! Random sequences of operations by random callers, some of them at once: whatever comes of them,
//! the promises hold.

use super::{Hand, admin, learner, percent, report, service};
use crate::{
    Actor, Error,
    testing::world::{OTHER_TENANT, TENANT, World, noon},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    CourseId,
    enrollment::{EnrollmentStatus, EnrollmentView, Progress},
    event::{CourseCompleted, Enrolled, ProgressUpdated},
};
use futures::future::join_all;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;

const SEQUENCES: usize = 40;
const COURSES: usize = 3;

#[derive(Clone, Debug)]
enum Operation {
    Enroll,
    Report {
        progress: u16,
        minutes_ago: Option<i64>,
    },
    Move(EnrollmentStatus),
    Remove,
}

/// What is done, to which course, by which of the callers.
type Step = (Operation, usize, usize);

fn operation() -> impl Strategy<Value = Operation> {
    // Few values, so that many are alike; a hundred often.
    let progress = prop_oneof![Just(100), (0_u16..=4).prop_map(|n| n * 25)];
    let minutes_ago = prop::option::of(-1_i64..4);
    let status = prop::sample::select(EnrollmentStatus::ALL);
    prop_oneof![
        2 => Just(Operation::Enroll),
        4 => (progress, minutes_ago)
            .prop_map(|(progress, minutes_ago)| Operation::Report { progress, minutes_ago }),
        2 => status.prop_map(Operation::Move),
        1 => Just(Operation::Remove),
    ]
}

/// Groups of steps; those of a group are made at once.
fn sequence() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let step = (operation(), 0..COURSES, 0..7_usize);
    prop::collection::vec(prop::collection::vec(step, 1..4), 1..16)
}

/// The owner most often, staff, and who has no business here.
async fn callers<'a>(world: &World, ada: &Hand<'a>) -> Vec<Hand<'a>> {
    let foreign = admin(world, OTHER_TENANT).await;
    let actors = [
        ada.actor.clone(),
        ada.actor.clone(),
        ada.actor.clone(),
        admin(world, TENANT).await,
        service(TENANT, "enrollments:write enrollments:read"),
        Actor::User(world.somebody().await),
        foreign,
    ];
    actors.map(|actor| ada.of(actor)).into()
}

async fn make(hand: &Hand<'_>, operation: &Operation, course: CourseId) -> bool {
    let made = match operation {
        Operation::Enroll => hand.enroll(course).await,
        Operation::Report {
            progress,
            minutes_ago,
        } => {
            let at =
                minutes_ago.map(|minutes| hand.world.clock.now() - TimeDelta::minutes(minutes));
            hand.report(course, report(*progress, at)).await
        }
        Operation::Move(status) => hand.move_to(course, *status).await,
        Operation::Remove => hand.remove(course).await,
    };
    match made {
        Ok(_) => true,
        Err(Error::Conflict(_) | Error::Forbidden(_) | Error::NotFound) => false,
        Err(other) => panic!("{operation:?}: {other:?}"),
    }
}

/// What events say of one enrollment.
#[derive(Debug, Default, PartialEq)]
struct Replayed {
    enrolled: bool,
    progress: Progress,
    completed_at: Option<DateTime<Utc>>,
}

/// Replays all that was told; each event must follow from those before.
fn replay(told: &[(String, serde_json::Value)]) -> BTreeMap<CourseId, Replayed> {
    let mut courses: BTreeMap<CourseId, Replayed> = BTreeMap::new();
    for (kind, data) in told {
        let data = data.clone();
        match kind.as_str() {
            "user.enrolled" | "user.unenrolled" => {
                let told: Enrolled = serde_json::from_value(data).expect("a payload");
                let course = courses.entry(told.course_id).or_default();
                assert_ne!(course.enrolled, kind == "user.enrolled", "{kind} twice");
                course.enrolled = kind == "user.enrolled";
            }
            "user.progress_updated" => {
                let told: ProgressUpdated = serde_json::from_value(data).expect("a payload");
                let course = courses.entry(told.course_id).or_default();
                assert!(course.enrolled, "progress without an enrollment");
                assert_eq!(course.progress, told.previous_progress);
                assert_ne!(told.progress, told.previous_progress);
                course.progress = told.progress;
            }
            "user.course_completed" => {
                let told: CourseCompleted = serde_json::from_value(data).expect("a payload");
                let course = courses.entry(told.course_id).or_default();
                assert!(course.enrolled, "completed without an enrollment");
                assert_eq!(course.progress, percent(100));
                assert_eq!(
                    course.completed_at.replace(told.completed_at),
                    None,
                    "completed twice"
                );
            }
            other => panic!("{other} is none of ours"),
        }
    }
    courses
}

async fn rows(hand: &Hand<'_>, courses: &[CourseId]) -> Vec<EnrollmentView> {
    let found = join_all(courses.iter().map(|course| hand.get(*course))).await;
    found.into_iter().flatten().collect()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whatever_is_done_in_whatever_order_the_promises_hold(pool: PgPool) {
    let world = World::new(pool).await;
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..SEQUENCES {
        let sequence = sequence()
            .new_tree(&mut runner)
            .expect("a sequence")
            .current();
        world.clock.set(noon());
        let ada = learner(&world).await;
        let hands = callers(&world, &ada).await;
        let courses: Vec<_> = (0..COURSES)
            .map(|_| CourseId(Uuid::from_u128(rand::random())))
            .collect();
        let mut completed: BTreeMap<CourseId, DateTime<Utc>> = BTreeMap::new();
        for group in &sequence {
            let made = group.iter().map(|(operation, course, caller)| {
                make(&hands[*caller], operation, courses[*course])
            });
            for (made, (operation, _, caller)) in join_all(made).await.into_iter().zip(group) {
                assert!(!made || *caller < 5, "{operation:?} by caller {caller}");
            }
            for row in rows(&ada, &courses).await {
                if let Some(at) = completed.get(&row.course_id) {
                    assert_eq!(
                        row.completed_at,
                        Some(*at),
                        "completedAt moved in {sequence:?}"
                    );
                }
                completed.extend(row.completed_at.map(|at| (row.course_id, at)));
            }
            world.clock.set(world.clock.now() + TimeDelta::seconds(30));
        }
        let rows = rows(&ada, &courses).await;
        let stands = rows.iter().map(|row| {
            let stands = Replayed {
                enrolled: row.enrollment_status != EnrollmentStatus::Dropped,
                progress: row.progress,
                completed_at: row.completed_at,
            };
            (row.course_id, stands)
        });
        assert_eq!(
            stands.collect::<BTreeMap<_, _>>(),
            replay(&ada.told().await),
            "{sequence:?}"
        );
        let changes: i64 = rows.iter().map(|row| row.version).sum();
        let audited = i64::try_from(ada.audited().await.len()).expect("few");
        assert_eq!(
            changes, audited,
            "one audit entry a version in {sequence:?}"
        );
        let kept = rows
            .iter()
            .filter(|row| row.enrollment_status != EnrollmentStatus::Dropped);
        let page = ada.usual().await;
        assert_eq!(page.entries.len(), kept.count());
        for view in &page.entries {
            assert!(rows.contains(view), "a stale page after {sequence:?}");
        }
    }
    let rows = world.count("SELECT count(*) FROM user_enrollments").await;
    let courses =
        "SELECT count(*) FROM (SELECT DISTINCT user_id, course_id FROM user_enrollments) AS x";
    assert!(rows > 0);
    assert_eq!(
        rows,
        world.count(courses).await,
        "one row a person and course"
    );
}
