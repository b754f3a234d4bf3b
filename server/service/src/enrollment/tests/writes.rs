//! Every change with its event, its audit entry and its version.

use super::{admin, course, learner, percent, refusal, report, service};
use crate::{
    Actor, Error,
    error::Current,
    testing::world::{OTHER_TENANT, TENANT, World, noon},
};
use chrono::TimeDelta;
use contract::enrollment::{EnrollmentStatus::*, UpdateEnrollment};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_course_is_begun_once_and_taken_up_again_where_it_was_left(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    let begun = ada.enroll(algebra).await.expect("enrolled");
    assert_eq!(
        (begun.enrollment_status, begun.progress, begun.version),
        (Active, percent(0), 1)
    );
    assert_eq!(
        (begun.enrolled_at, begun.created_at, begun.updated_at),
        (noon(), noon(), noon())
    );
    assert_eq!((begun.completed_at, begun.last_accessed_at), (None, None));
    assert_eq!(refusal(ada.enroll(algebra).await), "already_enrolled");
    ada.report(algebra, report(40, None))
        .await
        .expect("reported");
    ada.remove(algebra).await.expect("dropped");

    world.clock.set(noon() + TimeDelta::days(1));
    let again = ada.enroll(algebra).await.expect("taken up again");
    assert_eq!((again.id, again.version), (begun.id, 4));
    assert_eq!(
        (again.enrollment_status, again.progress),
        (Active, percent(40))
    );
    assert_eq!(
        (again.enrolled_at, again.updated_at),
        (noon(), noon() + TimeDelta::days(1))
    );

    let enrolled = json!({"userId": ada.id, "courseId": algebra, "enrollmentId": begun.id});
    let progressed =
        json!({"userId": ada.id, "courseId": algebra, "progress": 40, "previousProgress": 0});
    let expected = [
        ("user.enrolled", enrolled.clone()),
        ("user.progress_updated", progressed),
        ("user.unenrolled", enrolled.clone()),
        ("user.enrolled", enrolled),
    ];
    let told = ada.told().await;
    assert_eq!(told.len(), expected.len());
    for ((kind, data), (expected_kind, expected_data)) in told.iter().zip(&expected) {
        assert_eq!((kind.as_str(), data), (*expected_kind, expected_data));
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_change_is_audited_by_field(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    let staff = ada.of(admin(&world, TENANT).await);
    staff.enroll(algebra).await.expect("enrolled");
    world.clock.set(noon() + TimeDelta::seconds(1));
    ada.report(algebra, report(40, None))
        .await
        .expect("reported");
    world.clock.set(noon() + TimeDelta::seconds(2));
    staff.move_to(algebra, Suspended).await.expect("suspended");
    let path = |field: &str| format!("enrollments.{algebra}.{field}");
    let expected = [
        (
            "user.enrolled",
            json!([
                {"field": path("enrollmentStatus"), "after": "active"},
                {"field": path("progress"), "after": 0},
                {"field": path("timeSpentSeconds"), "after": 0},
            ]),
        ),
        (
            "user.progress_updated",
            json!([
                {"field": path("progress"), "before": 0, "after": 40},
                {"field": path("timeSpentSeconds"), "before": 0, "after": 60},
                {"field": path("lastAccessedAt"), "after": noon() + TimeDelta::seconds(1)},
            ]),
        ),
        (
            "user.enrollment_updated",
            json!([
                {"field": path("enrollmentStatus"), "before": "active", "after": "suspended"},
            ]),
        ),
    ];
    let audited = ada.audited().await;
    let expected = expected.map(|(action, changes)| (action.to_owned(), changes));
    assert_eq!(audited, expected);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_hundred_per_cent_completes_the_course_once(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    let completed = ada
        .report(algebra, report(100, None))
        .await
        .expect("reported");
    assert_eq!(
        (completed.enrollment_status, completed.completed_at),
        (Completed, Some(noon()))
    );

    world.clock.set(noon() + TimeDelta::hours(1));
    let lower = ada
        .report(algebra, report(30, None))
        .await
        .expect("reported");
    assert_eq!(
        (lower.enrollment_status, lower.completed_at),
        (Completed, Some(noon()))
    );
    let staff = ada.of(admin(&world, TENANT).await);
    staff.move_to(algebra, Active).await.expect("active again");
    let again = staff
        .move_to(algebra, Completed)
        .await
        .expect("completed again");
    assert_eq!(
        (again.progress, again.completed_at),
        (percent(100), Some(noon()))
    );
    let expected = [
        "user.enrolled",
        "user.progress_updated",
        "user.course_completed",
        "user.progress_updated",
        "user.progress_updated",
    ];
    assert_eq!(ada.told_kinds().await, expected);
    let (_, data) = &ada.told().await[2];
    assert_eq!(
        *data,
        json!({"userId": ada.id, "courseId": algebra, "completedAt": noon()})
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_changes_nothing_moves_no_version_and_tells_nobody(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    let staff = ada.of(service(TENANT, "enrollments:write"));
    ada.enroll(algebra).await.expect("enrolled");
    let at = Some(noon() - TimeDelta::hours(1));
    let once = ada.report(algebra, report(40, at)).await.expect("reported");
    let before = (ada.told().await, ada.audited().await);
    for (progress, minutes) in [(40, 60), (39, 60), (99, 61)] {
        let at = Some(noon() - TimeDelta::minutes(minutes));
        let same = ada.report(algebra, report(progress, at)).await;
        assert_eq!(same.expect("the current state"), once);
    }
    assert_eq!(ada.move_to(algebra, Active).await.expect("as it is"), once);
    assert_eq!((ada.told().await, ada.audited().await), before);

    let suspended = staff.move_to(algebra, Suspended).await.expect("suspended");
    assert_eq!(
        ada.move_to(algebra, Suspended).await.expect("as it is"),
        suspended
    );
    assert_eq!(ada.told().await, before.0, "a suspension has no event");
    for refused in [
        ada.report(algebra, report(50, None)).await,
        ada.remove(algebra).await,
        ada.enroll(algebra).await,
        ada.move_to(algebra, Active).await,
    ] {
        assert_eq!(refusal(refused), "enrollment_suspended");
    }
    staff.remove(algebra).await.expect("dropped");
    for refused in [ada.remove(algebra).await, staff.remove(algebra).await] {
        assert_eq!(refusal(refused), "NotFound");
    }
    assert_eq!(
        refusal(ada.report(algebra, report(50, None)).await),
        "enrollment_dropped"
    );
    assert_eq!(
        refusal(staff.move_to(algebra, Completed).await),
        "enrollment_dropped"
    );
    let stays = ada.get(algebra).await.expect("kept for history");
    assert_eq!(
        (stays.enrollment_status, stays.progress),
        (Dropped, percent(40))
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_of_another_version_is_stale_and_shows_how_it_stands(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    let now = ada
        .report(algebra, report(10, None))
        .await
        .expect("reported");
    let enrollment = &world.services.enrollment;
    let command = UpdateEnrollment {
        enrollment_status: Dropped,
    };
    let ctx = ada.ctx();
    let moved = enrollment.update(&ctx, ada.id, algebra, command, Some(1));
    let reported = enrollment.report_progress(&ctx, ada.id, algebra, report(20, None), Some(7));
    for stale in [moved.await, reported.await] {
        match stale.expect_err("stale") {
            Error::Stale(current) => match *current {
                Current::Enrollment(view) => assert_eq!(view, now),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
    let moved = enrollment.update(&ctx, ada.id, algebra, command, Some(2));
    assert_eq!(moved.await.expect("dropped").version, 3);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn only_the_person_staff_of_the_tenant_and_services_with_the_scope_get_near(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    let other = Actor::User(world.somebody().await);
    let foreign = admin(&world, OTHER_TENANT).await;
    for (actor, expected) in [
        (other, "NotOwner"),
        (foreign, "NotFound"),
        (
            service(TENANT, "enrollments:read users:write"),
            "ScopeMissing",
        ),
        (
            service(OTHER_TENANT, "enrollments:read enrollments:write"),
            "NotFound",
        ),
    ] {
        let hand = ada.of(actor.clone());
        for refused in [
            hand.enroll(course()).await,
            hand.report(algebra, report(9, None)).await,
            hand.move_to(algebra, Dropped).await,
            hand.remove(algebra).await,
        ] {
            assert_eq!(refusal(refused), expected, "{actor:?}");
        }
    }
    let reader = ada.of(service(TENANT, "enrollments:read"));
    reader.get(algebra).await.expect("may read");
    let writer = ada.of(service(TENANT, "enrollments:write"));
    assert_eq!(refusal(writer.get(algebra).await), "ScopeMissing");
    assert_eq!(ada.told_kinds().await, ["user.enrolled"]);

    // Somebody who is not there, and a course that they do not take.
    assert_eq!(refusal(ada.get(course()).await), "NotFound");
    let mut nobody = ada.of(admin(&world, TENANT).await);
    nobody.id = contract::UserId(course().0);
    assert_eq!(refusal(nobody.enroll(algebra).await), "NotFound");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_fails_leaves_nothing_behind(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    // The event is the last but one thing that is written.
    sqlx::query("ALTER TABLE outbox_events ADD CONSTRAINT refuse CHECK (type <> 'user.course_completed') NOT VALID")
        .execute(&world.pool)
        .await
        .expect("a constraint");
    ada.enroll(algebra).await.expect("enrolled");
    let failed = ada.report(algebra, report(100, None)).await;
    assert!(matches!(failed, Err(Error::Internal(_))), "{failed:?}");
    let stays = ada.get(algebra).await.expect("an enrollment");
    assert_eq!((stays.progress, stays.version), (percent(0), 1));
    assert_eq!(ada.usual().await.entries, [stays]);
    assert_eq!(ada.told_kinds().await, ["user.enrolled"]);
    assert_eq!(ada.audited().await.len(), 1);
}
