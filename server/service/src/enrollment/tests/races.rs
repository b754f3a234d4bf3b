//! Many at once: the constraint and the row's lock settle every race.

use super::{admin, course, learner, refusal, report};
use crate::testing::world::{TENANT, World, noon};
use contract::enrollment::EnrollmentStatus;
use futures::future::join_all;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn fifty_parallel_enrolments_are_one(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    for round in 1..=2_i64 {
        let tries = join_all((0..50).map(|_| ada.enroll(algebra))).await;
        let (enrolled, refused): (Vec<_>, Vec<_>) = tries.into_iter().partition(Result::is_ok);
        assert_eq!((enrolled.len(), refused.len()), (1, 49));
        for refused in refused {
            assert_eq!(refusal(refused), "already_enrolled");
        }
        let rows = world.count("SELECT count(*) FROM user_enrollments").await;
        let told = ada.told_kinds().await;
        let enrolled = told.iter().filter(|kind| *kind == "user.enrolled").count();
        assert_eq!(
            (rows, enrolled),
            (1, usize::try_from(round).expect("small"))
        );
        // The second round races for a dropped one.
        ada.remove(algebra).await.expect("dropped");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_drops_at_once_one_is_made(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    let tries = join_all((0..20).map(|_| ada.remove(algebra))).await;
    let dropped = tries.iter().filter(|tried| tried.is_ok()).count();
    assert_eq!(dropped, 1);
    assert_eq!(ada.told_kinds().await, ["user.enrolled", "user.unenrolled"]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_drop_and_a_report_at_once_come_one_after_the_other(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    for _ in 0..20 {
        let algebra = course();
        ada.enroll(algebra).await.expect("enrolled");
        let before = ada.told().await.len();
        let (dropped, reported) =
            tokio::join!(ada.remove(algebra), ada.report(algebra, report(100, None)));
        dropped.expect("dropped");
        let stands = ada.get(algebra).await.expect("an enrollment");
        assert_eq!(stands.enrollment_status, EnrollmentStatus::Dropped);
        let told = &ada.told_kinds().await[before..];
        if let Ok(reported) = reported {
            assert_eq!(stands.progress, reported.progress);
            assert_eq!(stands.completed_at, Some(noon()));
            let expected = [
                "user.progress_updated",
                "user.course_completed",
                "user.unenrolled",
            ];
            assert_eq!(told, expected);
        } else {
            assert_eq!(refusal(reported), "enrollment_dropped");
            assert_eq!(
                (stands.progress, stands.completed_at),
                (super::percent(0), None)
            );
            assert_eq!(told, ["user.unenrolled"]);
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_completions_at_once_one_is_told_and_each_counts_its_time(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    let staff = ada.of(admin(&world, TENANT).await);
    ada.enroll(algebra).await.expect("enrolled");
    let reports = (0..20).map(|_| ada.report(algebra, report(100, None)));
    let decrees = (0..5).map(|_| staff.move_to(algebra, EnrollmentStatus::Completed));
    let (reported, decreed) = tokio::join!(join_all(reports), join_all(decrees));
    for done in reported.into_iter().chain(decreed) {
        assert_eq!(done.expect("completed").completed_at, Some(noon()));
    }
    let stands = ada.get(algebra).await.expect("an enrollment");
    assert_eq!(stands.time_spent_seconds, 20 * 60);
    let expected = [
        "user.enrolled",
        "user.progress_updated",
        "user.course_completed",
    ];
    assert_eq!(ada.told_kinds().await, expected);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn one_person_in_many_courses_at_once_has_gapless_events(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let enrolled = join_all((0..30).map(|_| async {
        let algebra = course();
        ada.enroll(algebra).await.expect("enrolled");
        ada.report(algebra, report(100, None))
            .await
            .expect("completed");
    }));
    enrolled.await;
    // `told` looks at every number.
    assert_eq!(ada.told().await.len(), 90);
}
