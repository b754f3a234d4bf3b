//! What applicants do.

use super::*;
use chrono::TimeDelta;
use contract::instructor_application::ApplicationStatus;
use futures::future::join_all;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_applies_is_under_review_with_the_rights_of_before(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, ada) = (&school.world, &school.ada);
    let applied = school.apply(ada).await.unwrap();
    assert_eq!(applied.status, ApplicationStatus::Pending);
    assert_eq!((applied.user_id, applied.version), (ada.id, 1));
    let now = school.now(ada).await;
    let under_review = AccountStatus::PendingInstructorReview;
    assert_eq!((now.role, now.status), (Role::Student, under_review));
    assert!(world.write_bio(&now, "Still here").await.is_ok());

    let ctx = world.ctx(Actor::User(now));
    let own = world
        .services
        .instructor_application
        .own(&ctx)
        .await
        .unwrap();
    assert_eq!(own, applied);
    let expected = [
        "user.instructor_application.submitted",
        "user.status_changed",
        "user.updated",
    ];
    assert_eq!(school.kinds(ada.id).await, expected);
    let entries = school.audited(ada.id, "application.submitted").await;
    assert_eq!(entries.len(), 1);
    let (before, after) = field(&entries[0], "status").expect("the status has changed");
    assert_eq!(
        (before, after),
        (&json!("active"), &json!("pending_instructor_review"))
    );
    assert!(field(&entries[0], "instructorApplication.motivation").is_some());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_many_applications_at_once_one_is_made(pool: PgPool) {
    let school = School::new(pool).await;
    let all = join_all((0..12).map(|_| school.apply(&school.ada))).await;
    let made = all.iter().filter(|result| result.is_ok()).count();
    assert_eq!(made, 1);
    for refused in all.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), ErrorCode::AlreadyApplied);
    }
    let rows = school
        .world
        .count("SELECT count(*) FROM instructor_applications")
        .await;
    assert_eq!(rows, 1);
    assert_eq!(
        school.kinds(school.ada.id).await.len(),
        2,
        "each event once"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn only_students_apply(pool: PgPool) {
    let school = School::new(pool).await;
    assert_eq!(
        code(school.apply(&school.admins[0]).await),
        ErrorCode::NotAStudent
    );
    let applied = school.apply(&school.ada).await.unwrap();
    let approve = Decide::Approve {
        version: applied.version,
    };
    school
        .decide(&school.admins[0], school.ada.id, approve)
        .await
        .unwrap();
    assert_eq!(
        code(school.apply(&school.ada).await),
        ErrorCode::NotAStudent
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn after_a_rejection_one_waits_as_long_as_the_deployment_says(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, ada) = (&school.world, &school.ada);
    let applied = school.apply(ada).await.unwrap();
    school
        .decide(&school.admins[0], ada.id, reject(applied.version))
        .await
        .unwrap();

    let rejected_at = world.clock.now();
    let refused = school.apply(ada).await;
    match &refused {
        Err(Error::Conflict(conflict)) => {
            assert!(
                conflict.message.contains("2026-11-28T12:00:00Z"),
                "{}",
                conflict.message
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(code(refused), ErrorCode::ReapplyLater);
    let ctx = world.ctx(Actor::User(school.now(ada).await));
    let own = world
        .services
        .instructor_application
        .own(&ctx)
        .await
        .unwrap();
    assert_eq!(own.reapply_from, Some(rejected_at + TimeDelta::days(7)));

    world
        .clock
        .set(rejected_at + TimeDelta::days(7) - TimeDelta::seconds(1));
    assert_eq!(code(school.apply(ada).await), ErrorCode::ReapplyLater);
    world.clock.set(rejected_at + TimeDelta::days(7));
    let again = school.apply(ada).await.unwrap();
    let ctx = world.ctx(Actor::User(school.now(ada).await));
    let history = world
        .services
        .instructor_application
        .history(&ctx)
        .await
        .unwrap();
    let stands: Vec<_> = history.iter().map(|one| (one.id, one.status)).collect();
    assert_eq!(
        stands,
        [
            (again.id, ApplicationStatus::Pending),
            (applied.id, ApplicationStatus::Rejected)
        ]
    );
    assert_eq!(
        history[1].reapply_from, None,
        "who has applied again waits for nothing"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_withdraws_is_as_before_and_may_apply_at_once(pool: PgPool) {
    let school = School::new(pool).await;
    let ada = &school.ada;
    let applied = school.apply(ada).await.unwrap();
    let withdrawn = school.withdraw(ada).await.unwrap();
    assert_eq!(withdrawn.status, ApplicationStatus::Withdrawn);
    assert_eq!(
        (withdrawn.id, withdrawn.version, withdrawn.decided_by),
        (applied.id, 2, None)
    );
    assert_eq!(
        school.standing(ada).await,
        (Role::Student, AccountStatus::Active)
    );
    assert!(
        matches!(school.withdraw(ada).await, Err(Error::NotFound)),
        "again"
    );
    school.apply(ada).await.unwrap();
    let expected = [
        "user.instructor_application.submitted",
        "user.status_changed",
        "user.instructor_application.withdrawn",
        "user.status_changed",
        "user.instructor_application.submitted",
        "user.status_changed",
    ];
    assert_eq!(school.kinds(ada.id).await, expected);
    let entries = school.audited(ada.id, "application.withdrawn").await;
    let status = field(&entries[0], "instructorApplication.status");
    assert_eq!(status, Some((&json!("pending"), &json!("withdrawn"))));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_was_suspended_since_the_request_came_stays_so(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, ada) = (&school.world, &school.ada);
    // What the request found when it came.
    let ctx = world.ctx(Actor::User(school.now(ada).await));
    suspend(&school, ada).await;
    let applied = world
        .services
        .instructor_application
        .apply(&ctx, application())
        .await;
    assert!(matches!(applied, Err(Error::Forbidden(_))), "{applied:?}");
    assert_eq!(
        school.standing(ada).await,
        (Role::Student, AccountStatus::Suspended)
    );
    let rows = world.count("SELECT count(*) FROM instructor_applications");
    assert_eq!(rows.await, 0);
}
