//! Readings of private data: told of admins, once in five minutes.

use super::{admin, by, recorded};
use crate::{
    Actor, Ctx, Error,
    audit::{Change, Target},
    ctx::{Person, Scopes},
    testing::world::{self, TENANT, World, noon},
};
use chrono::TimeDelta;
use contract::{
    CourseId, UserId,
    enrollment::{CreateEnrollment, EnrollmentFilter, EnrollmentStatus},
    paging::PageRequest,
};
use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

const COURSE: CourseId = CourseId(Uuid::from_u128(0xc0));

/// Reads everything private of somebody, each in each way.
async fn read_all(world: &World, ctx: &Ctx, id: UserId) {
    let services = &world.services;
    services.profile.get(ctx, id).await.expect("a profile");
    services.profile.stats(ctx, id).await.expect("numbers");
    services
        .preference
        .list(ctx, id)
        .await
        .expect("preferences");
    let only = EnrollmentFilter::Only(EnrollmentStatus::Dropped);
    for filter in [EnrollmentFilter::Kept, only] {
        let page = PageRequest::first(20);
        let list = services.enrollment.list(ctx, id, filter, page).await;
        list.expect("enrollments");
    }
    let one = services.enrollment.get(ctx, id, COURSE).await;
    one.expect("an enrollment");
    services.enrollment.stats(ctx, id).await.expect("numbers");
}

/// Somebody who takes a course.
async fn learner(world: &World) -> Person {
    let ada = world.somebody().await;
    let command = CreateEnrollment { course_id: COURSE };
    let enrollment = &world.services.enrollment;
    let enrolled = enrollment.enroll(&by(world, &ada), ada.id, command).await;
    enrolled.expect("an enrollment");
    ada
}

/// Readings by action and details, in the order of both.
async fn readings(world: &World) -> Vec<(String, Value)> {
    sqlx::query_as(
        "SELECT action, changes FROM audit_log WHERE action LIKE '%read' ORDER BY action, changes",
    )
    .fetch_all(&world.pool)
    .await
    .expect("entries")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_an_admin_reads_of_somebody_is_told_and_what_others_read_is_not(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let chief = admin(&world, TENANT).await;
    let service = Actor::Service {
        name: "course-service".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:read enrollments:read"),
    };
    read_all(&world, &by(&world, &ada), ada.id).await;
    read_all(&world, &world.ctx(service), ada.id).await;
    assert_eq!(readings(&world).await, []);
    read_all(&world, &by(&world, &chief), ada.id).await;
    let told = [
        ("enrollments.read", json!([])),
        (
            "enrollments.read",
            json!([{"field": "status", "after": "dropped"}]),
        ),
        (
            "enrollments.read",
            json!([{"field": "courseId", "after": COURSE}]),
        ),
        ("enrollments.stats_read", json!([])),
        ("preferences.read", json!([])),
        ("user.read", json!([])),
        ("user.stats_read", json!([])),
    ];
    let read = readings(&world).await;
    assert_eq!(read.len(), told.len(), "{read:?}");
    for (action, details) in told {
        assert!(
            read.contains(&(action.to_owned(), details)),
            "{action}: {read:?}"
        );
    }
    let [entry] = &*recorded(&world, "user.read").await else {
        panic!("one entry")
    };
    assert_eq!(entry["actor_id"], json!(chief.id));
    assert_eq!(
        (&entry["target_kind"], &entry["target_id"]),
        (&json!("user"), &json!(ada.id))
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_same_reading_within_five_minutes_is_one_entry_however_many_ask_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let eve = world.somebody().await;
    let chief = admin(&world, TENANT).await;
    let other = admin(&world, TENANT).await;
    let read = async |by: &Person, of: &Person| {
        let ctx = super::by(&world, by);
        let read = world.services.profile.get(&ctx, of.id).await;
        read.expect("a profile");
    };
    let told = async || recorded(&world, "user.read").await.len();
    join_all((0..20).map(|_| read(&chief, &ada))).await;
    assert_eq!(told().await, 1);
    // Somebody else, or of somebody else, is another.
    read(&other, &ada).await;
    read(&chief, &eve).await;
    assert_eq!(told().await, 3);
    world.clock.set(noon() + TimeDelta::seconds(299));
    read(&chief, &ada).await;
    assert_eq!(told().await, 3);
    world.clock.set(noon() + TimeDelta::seconds(300));
    join_all((0..20).map(|_| read(&chief, &ada))).await;
    assert_eq!(told().await, 4);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_cannot_be_told_is_not_shown(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let chief = admin(&world, TENANT).await;
    let full = "ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID";
    super::run(&world, full).await.expect("no more entries");
    let refused = world
        .services
        .profile
        .get(&by(&world, &chief), ada.id)
        .await;
    assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
    // Who reads of themselves needs no entry.
    let own = world.services.profile.get(&by(&world, &ada), ada.id).await;
    own.expect("a profile");
    let space = "ALTER TABLE audit_log DROP CONSTRAINT full_up";
    super::run(&world, space).await.expect("entries again");
    let shown = world
        .services
        .profile
        .get(&by(&world, &chief), ada.id)
        .await;
    shown.expect("a profile");
    assert_eq!(recorded(&world, "user.read").await.len(), 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_is_not_there_is_not_read_of(pool: PgPool) {
    let world = World::new(pool).await;
    let chief = admin(&world, TENANT).await;
    let nobody = UserId(Uuid::from_u128(1));
    let missing = world
        .services
        .profile
        .get(&by(&world, &chief), nobody)
        .await;
    assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    assert_eq!(readings(&world).await, []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn where_the_audit_log_is_switched_off_nothing_is_told(pool: PgPool) {
    let mut config = world::config();
    config.audit.enabled = false;
    let world = World::with(pool, world::redis().await, config);
    let ada = learner(&world).await;
    let chief = admin(&world, TENANT).await;
    read_all(&world, &by(&world, &chief), ada.id).await;
    assert_eq!(world.count("SELECT count(*) FROM audit_log").await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn addresses_that_are_searched_for_are_not_told_and_still_tell_searches_apart(pool: PgPool) {
    let world = World::new(pool).await;
    let ctx = by(&world, &admin(&world, TENANT).await);
    let audit = &world.services.audit.audit;
    for search in [
        "ada@example.test",
        "eve@example.test",
        "ada",
        "+34 600 123 456",
    ] {
        for _ in 0..2 {
            let asked = vec![Change::asked("search", search)];
            let target = Target::tenant(TENANT);
            let told = audit
                .read(&ctx, TENANT, "users.listed", target, asked)
                .await;
            told.expect("an entry");
        }
    }
    let entries = recorded(&world, "users.listed").await;
    let told: Vec<_> = entries.iter().map(|entry| &entry["changes"]).collect();
    let hidden = json!([{"field": "search"}]);
    let ada = json!([{"field": "search", "after": "ada"}]);
    assert_eq!(told, [&hidden, &hidden, &ada, &hidden]);
}
