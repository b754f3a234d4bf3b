//! What reviewers do.

use super::*;
use crate::testing::world::OTHER_TENANT;
use chrono::TimeDelta;
use contract::{
    account::{ChangeRole, ChangeStatus, SettableStatus},
    instructor_application::{ApplicationStatus, ReviewQuery},
    paging::PageRequest,
};
use futures::future::join;

const PAGE: PageRequest = PageRequest::first(20);

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_approval_makes_an_instructor_and_tells_everybody_once(pool: PgPool) {
    let school = School::new(pool).await;
    let (ada, grace) = (&school.ada, &school.admins[0]);
    let applied = school.apply(ada).await.unwrap();
    let approve = Decide::Approve {
        version: applied.version,
    };
    let review = school.decide(grace, ada.id, approve.clone()).await.unwrap();
    assert_eq!(review.application.status, ApplicationStatus::Approved);
    assert_eq!(review.application.decided_by, Some(grace.id));
    assert_eq!(
        school.standing(ada).await,
        (Role::Instructor, AccountStatus::Active)
    );

    let events = school.events(ada.id).await;
    let told: Vec<_> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    let expected = [
        "user.created",
        "user.instructor_application.submitted",
        "user.status_changed",
        "user.instructor_application.decided",
        "user.role_changed",
        "user.status_changed",
    ];
    assert_eq!(told, expected);
    let (user, auth, by) = (ada.id, ada.auth_id, grace.id);
    assert_eq!(
        events[3].1,
        json!({"userId": user, "applicationId": applied.id, "decision": "approved"})
    );
    assert_eq!(
        events[4].1,
        json!({"userId": user, "authId": auth, "oldRole": "student", "newRole": "instructor", "changedBy": by})
    );
    assert_eq!(
        events[5].1,
        json!({"userId": user, "authId": auth, "oldStatus": "pending_instructor_review", "newStatus": "active", "changedBy": by})
    );
    let entries = school.audited(ada.id, "application.approved").await;
    assert_eq!(entries.len(), 1);
    assert_eq!(
        field(&entries[0], "role"),
        Some((&json!("student"), &json!("instructor")))
    );

    assert_eq!(
        code(school.decide(grace, ada.id, approve).await),
        ErrorCode::NoPendingApplication
    );
    assert_eq!(
        school.events(ada.id).await.len(),
        6,
        "nothing is told twice"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_rejection_says_why_and_leaves_a_student(pool: PgPool) {
    let school = School::new(pool).await;
    let ada = &school.ada;
    let applied = school.apply(ada).await.unwrap();
    let blank = Decide::Reject {
        version: applied.version,
        reason: " \n".into(),
    };
    assert!(matches!(
        school.decide(&school.admins[0], ada.id, blank).await,
        Err(Error::Invalid(_))
    ));
    let review = school
        .decide(&school.admins[0], ada.id, reject(applied.version))
        .await
        .unwrap();
    assert_eq!(
        review.application.reason.as_deref(),
        Some("Tell us more of your experience.")
    );
    assert_eq!(
        school.standing(ada).await,
        (Role::Student, AccountStatus::Active)
    );
    let kinds = school.kinds(ada.id).await;
    assert!(
        !kinds.contains(&"user.role_changed".to_owned()),
        "{kinds:?}"
    );
    let entries = school.audited(ada.id, "application.rejected").await;
    assert!(field(&entries[0], "instructorApplication.reason").is_some());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_two_reviewers_at_once_one_decides(pool: PgPool) {
    let school = School::new(pool).await;
    let [grace, mary] = &school.admins;
    for _ in 0..8 {
        let student = school.world.somebody().await;
        let version = school.apply(&student).await.unwrap().version;
        let approve = Decide::Approve { version };
        let both = join(
            school.decide(grace, student.id, approve),
            school.decide(mary, student.id, reject(version)),
        );
        let (approved, rejected) = both.await;
        let (role, refused) = match (approved, rejected) {
            (Ok(_), refused) => (Role::Instructor, refused),
            (refused, Ok(_)) => (Role::Student, refused),
            neither => panic!("nobody has decided: {neither:?}"),
        };
        assert_eq!(code(refused), ErrorCode::NoPendingApplication);
        assert_eq!(
            school.standing(&student).await,
            (role, AccountStatus::Active)
        );
        let decisions = school.kinds(student.id).await.into_iter();
        assert_eq!(
            decisions.filter(|kind| kind.ends_with(".decided")).count(),
            1
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_decision_on_another_version_is_refused(pool: PgPool) {
    let school = School::new(pool).await;
    let (ada, grace) = (&school.ada, &school.admins[0]);
    assert!(matches!(
        school.decide(grace, ada.id, reject(1)).await,
        Err(Error::NotFound)
    ));
    let applied = school.apply(ada).await.unwrap();
    assert_eq!(
        code(school.decide(grace, ada.id, reject(2)).await),
        ErrorCode::StaleVersion
    );
    school.withdraw(ada).await.unwrap();
    let gone = school.decide(grace, ada.id, reject(applied.version)).await;
    assert_eq!(code(gone), ErrorCode::NoPendingApplication);
    // Whoever has read the one that was withdrawn has not read the next one.
    let next = school.apply(ada).await.unwrap();
    let unread = school.decide(grace, ada.id, reject(applied.version)).await;
    assert_eq!(code(unread), ErrorCode::StaleVersion);
    school
        .decide(grace, ada.id, reject(next.version))
        .await
        .unwrap();
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_is_suspended_cannot_be_approved_and_is_under_review_again_afterwards(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, ada, grace) = (&school.world, &school.ada, &school.admins[0]);
    let applied = school.apply(ada).await.unwrap();
    let ctx = world.ctx(Actor::User(grace.clone()));
    let set = async |status| {
        let command = ChangeStatus {
            status,
            reason: None,
        };
        let changed = world
            .services
            .account
            .change_status(&ctx, ada.id, command, None);
        changed.await.unwrap().status
    };
    assert_eq!(
        set(SettableStatus::Suspended).await,
        AccountStatus::Suspended
    );
    let approve = || Decide::Approve {
        version: applied.version,
    };
    let refused = school.decide(grace, ada.id, approve()).await;
    assert_eq!(code(refused), ErrorCode::NoPendingApplication);
    let back = set(SettableStatus::Active).await;
    assert_eq!(back, AccountStatus::PendingInstructorReview);
    assert!(school.decide(grace, ada.id, approve()).await.is_ok());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_role_given_otherwise_ends_the_review(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, grace) = (&school.world, &school.admins[0]);
    let ctx = world.ctx(Actor::User(grace.clone()));
    for (role, expected) in [
        (Role::Instructor, ApplicationStatus::Approved),
        (Role::Admin, ApplicationStatus::Withdrawn),
    ] {
        let student = world.somebody().await;
        let applied = school.apply(&student).await.unwrap();
        let account = &world.services.account;
        account
            .change_role(&ctx, student.id, ChangeRole { role }, None)
            .await
            .unwrap();
        assert_eq!(
            school.standing(&student).await,
            (role, AccountStatus::Active)
        );
        let application = world
            .services
            .instructor_application
            .get(&ctx, applied.id)
            .await
            .unwrap();
        assert_eq!(application.application.status, expected);
        let entries = school.audited(student.id, "user.role_changed").await;
        let status = field(&entries[0], "instructorApplication.status");
        assert_eq!(status, Some((&json!("pending"), &json!(expected))));
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_queue_is_the_oldest_first_and_found_by_who_applies(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, grace) = (&school.world, &school.admins[0]);
    let mut ids = Vec::new();
    for minutes in 0..5 {
        world
            .clock
            .set(crate::testing::world::noon() + TimeDelta::minutes(minutes));
        let student = world.somebody().await;
        ids.push(school.apply(&student).await.unwrap().id);
    }
    let ctx = world.ctx(Actor::User(grace.clone()));
    let service = &world.services.instructor_application;
    let list = async |query, page| {
        let page = service.list(&ctx, query, page).await.unwrap();
        let found: Vec<_> = page.entries.iter().map(|one| one.application.id).collect();
        (found, page.total)
    };
    assert_eq!(list(ReviewQuery::default(), PAGE).await, (ids.clone(), 5));
    let second = PageRequest { page: 2, limit: 2 };
    assert_eq!(
        list(ReviewQuery::default(), second).await,
        (ids[2..4].to_vec(), 5)
    );
    assert_eq!(service.count_pending(&ctx).await.unwrap(), 5);

    let first = service.get(&ctx, ids[0]).await.unwrap();
    let applicant = first.applicant.expect("the account is there");
    let search = |text: &str| ReviewQuery {
        search: Some(text.into()),
        ..ReviewQuery::default()
    };
    assert_eq!(
        list(search(&applicant.email.to_uppercase()), PAGE).await,
        (vec![ids[0]], 1)
    );
    assert_eq!(list(search("%"), PAGE).await, (vec![], 0));
    let approved = ReviewQuery {
        status: Some(ApplicationStatus::Approved),
        search: None,
    };
    assert_eq!(list(approved, PAGE).await, (vec![], 0));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_claim_is_a_word_to_the_others_for_a_while(pool: PgPool) {
    let school = School::new(pool).await;
    let [grace, mary] = &school.admins;
    let world = &school.world;
    let applied = school.apply(&school.ada).await.unwrap();
    let service = &world.services.instructor_application;
    let ctx = |who: &Person| world.ctx(Actor::User(who.clone()));
    let by = |view: ReviewView| view.claimed_by.map(|person| person.id);

    let claimed = service.claim(&ctx(grace), applied.id, true).await.unwrap();
    assert_eq!(claimed.application.version, 1, "a claim is no new version");
    assert_eq!(claimed.claimed_at, Some(world.clock.now()));
    assert_eq!(by(claimed), Some(grace.id));
    let kept = service.claim(&ctx(mary), applied.id, false).await.unwrap();
    assert_eq!(
        by(kept),
        Some(grace.id),
        "nobody gives back what another has"
    );
    let taken = service.claim(&ctx(mary), applied.id, true).await.unwrap();
    assert_eq!(by(taken), Some(mary.id), "who takes it over has it");
    let given = service.claim(&ctx(mary), applied.id, false).await.unwrap();
    assert_eq!((given.claimed_at, by(given)), (None, None));

    service.claim(&ctx(grace), applied.id, true).await.unwrap();
    world.clock.set(world.clock.now() + TimeDelta::minutes(31));
    let late = service.get(&ctx(mary), applied.id).await.unwrap();
    assert_eq!((late.claimed_at, by(late)), (None, None));
    let decided = school.decide(mary, school.ada.id, reject(1)).await;
    let decider = decided.unwrap().decider.map(|person| person.id);
    assert_eq!(decider, Some(mary.id));
    let late = service.claim(&ctx(grace), applied.id, true).await;
    assert_eq!(code(late), ErrorCode::NoPendingApplication);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_review_stops_at_the_edge_of_the_tenant_and_at_admins(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, ada) = (&school.world, &school.ada);
    let applied = school.apply(ada).await.unwrap();
    let service = &world.services.instructor_application;
    let stranger = admin(world, OTHER_TENANT).await;
    let ctx = world.ctx(Actor::User(stranger.clone()));
    assert_eq!(
        service
            .list(&ctx, ReviewQuery::default(), PAGE)
            .await
            .unwrap()
            .total,
        0
    );
    assert!(matches!(
        service.get(&ctx, applied.id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        service.claim(&ctx, applied.id, true).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        school.decide(&stranger, ada.id, reject(1)).await,
        Err(Error::NotFound)
    ));

    let student = world.somebody().await;
    let ctx = world.ctx(Actor::User(student.clone()));
    assert!(matches!(
        service.get(&ctx, applied.id).await,
        Err(Error::Forbidden(_))
    ));
    assert!(matches!(
        service.list(&ctx, ReviewQuery::default(), PAGE).await,
        Err(Error::Forbidden(_))
    ));
    assert!(matches!(
        school.decide(&student, ada.id, reject(1)).await,
        Err(Error::Forbidden(_))
    ));
    assert_eq!(
        school.standing(ada).await.1,
        AccountStatus::PendingInstructorReview
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_queue_holds_what_can_be_decided(pool: PgPool) {
    let school = School::new(pool).await;
    let world = &school.world;
    school.apply(&school.ada).await.unwrap();
    let ctx = world.ctx(Actor::User(school.admins[0].clone()));
    let service = &world.services.instructor_application;
    suspend(&school, &school.ada).await;
    let queue = service
        .list(&ctx, ReviewQuery::default(), PAGE)
        .await
        .unwrap();
    assert_eq!((queue.entries.len(), queue.total), (0, 0));
    assert_eq!(service.count_pending(&ctx).await.unwrap(), 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_claim_and_what_it_shows_are_recorded(pool: PgPool) {
    let school = School::new(pool).await;
    let (world, [grace, mary]) = (&school.world, &school.admins);
    let applied = school.apply(&school.ada).await.unwrap();
    let service = &world.services.instructor_application;
    for (who, take) in [(grace, true), (grace, true), (mary, true), (mary, false)] {
        let ctx = world.ctx(Actor::User(who.clone()));
        // Ids of one moment are in no order.
        world.clock.set(world.clock.now() + TimeDelta::seconds(1));
        service.claim(&ctx, applied.id, take).await.unwrap();
    }
    let claims = school.audited(school.ada.id, "application.claimed").await;
    let claim = |n: usize| field(&claims[n], "instructorApplication.claimedBy").unwrap();
    assert_eq!(claims.len(), 2, "whoever has it already changes nothing");
    assert_eq!(claim(0), (&Value::Null, &json!(grace.id)));
    assert_eq!(claim(1), (&json!(grace.id), &json!(mary.id)));
    let released = school.audited(school.ada.id, "application.released").await;
    assert_eq!(released.len(), 1);
    let sql = "SELECT count(*) FROM audit_log WHERE action = 'application.read'";
    assert_eq!(world.count(sql).await, 2, "each reader once");
}
