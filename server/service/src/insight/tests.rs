//! A tenant in numbers, on a real Postgres.

use crate::{
    Actor, Error,
    ctx::{Person, Scopes},
    error::Denial,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, noon, person},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use contract::{
    CourseId,
    account::{AccountStatus, CreateUser, Role},
    enrollment::{CreateEnrollment, EnrollmentStatus},
    insight::{Completion, DailyKind, DateRange, Overview},
};
use sqlx::PgPool;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl World {
    async fn overview(&self, admin: &Person, days: u32) -> Overview {
        let range = DateRange::last(days, noon().date_naive());
        let ctx = self.ctx(Actor::User(admin.clone()));
        self.services
            .insight
            .overview(&ctx, range)
            .await
            .expect("numbers")
    }

    async fn sign_in(&self, person: &Person, at: DateTime<Utc>) {
        self.clock.set(at);
        let mut conn = self.pool.acquire().await.unwrap();
        let ctx = self.ours(person.tenant_id);
        self.services
            .account
            .record_login_in(&mut conn, &ctx, person)
            .await
            .expect("a sign-in");
        self.clock.set(noon());
    }
}

/// The numbers of one kind that are not 0, with their days.
fn series(overview: &Overview, kind: DailyKind) -> Vec<(String, i64)> {
    let days = overview.days.iter().filter(|day| day.of(kind) != 0);
    days.map(|day| (day.day.to_string(), day.of(kind)))
        .collect()
}

fn on(day: &str, count: i64) -> (String, i64) {
    (day.to_owned(), count)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_day_is_told_and_how_the_tenant_stands(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let mut people = Vec::new();
    // The last moment of a day in UTC, and the first.
    for at in [
        "2026-11-19T23:59:59.999999Z",
        "2026-11-20T00:00:00Z",
        "2026-11-20T12:00:00Z",
    ] {
        world.clock.set(at.parse().unwrap());
        people.push(world.somebody().await);
    }
    world.clock.set(noon());
    let elsewhere = person(&world.account(OTHER_TENANT, newcomer()).await);
    world.sign_in(&elsewhere, noon()).await;
    for (n, at) in [
        (0, "2026-11-20T01:00:00Z"),
        (0, "2026-11-20T22:00:00Z"),
        (1, "2026-11-20T05:00:00Z"),
        (0, "2026-11-21T01:00:00Z"),
        (0, "2026-11-18T01:00:00Z"),
    ] {
        world.sign_in(&people[n], at.parse().unwrap()).await;
    }
    let course = |n| CourseId(Uuid::from_u128(n));
    let enrollment = &world.services.enrollment;
    for (n, of) in [(0, 1), (1, 1), (1, 2)] {
        enrollment
            .enroll(
                &world.ours(TENANT),
                people[n].id,
                CreateEnrollment {
                    course_id: course(of),
                },
            )
            .await
            .unwrap();
    }
    world.by_hand(&format!(
        "UPDATE user_enrollments SET status = 'completed', completed_at = '2026-11-20 10:00Z' WHERE user_id = '{}'", people[0].id
    )).await;
    enrollment
        .remove(&world.ours(TENANT), people[1].id, course(2))
        .await
        .unwrap();
    world
        .by_hand(&format!(
            "UPDATE user_profiles SET profile_completed = true WHERE user_id = '{}'",
            people[0].id
        ))
        .await;
    world
        .by_hand(&format!(
            "UPDATE users SET status = 'suspended', role = 'instructor' WHERE id = '{}'",
            people[2].id
        ))
        .await;

    let expect = async |registered: i64, is_deleted: bool| {
        let seen = world.overview(&admin, 7).await;
        assert_eq!(
            (seen.days.len(), seen.days[0].day, seen.days[6].day),
            (7, day("2026-11-15"), day("2026-11-21"))
        );
        let gone = i64::from(is_deleted);
        let mut registrations = vec![
            on("2026-11-19", 1),
            on("2026-11-20", registered),
            on("2026-11-21", 1),
        ];
        registrations.retain(|(_, count)| *count > 0);
        assert_eq!(series(&seen, DailyKind::Registered), registrations);
        let active = [
            on("2026-11-18", 1),
            on("2026-11-20", 2 - gone),
            on("2026-11-21", 1),
        ];
        assert_eq!(
            series(&seen, DailyKind::Active),
            active,
            "once a day, whatever the order"
        );
        assert_eq!(
            series(&seen, DailyKind::Enrolled),
            [on("2026-11-21", 3 - 2 * gone)]
        );
        assert_eq!(series(&seen, DailyKind::Completed), [on("2026-11-20", 1)]);
        assert_eq!(seen.sum(DailyKind::Active), 4 - gone);
        assert_eq!(seen.users, 4 - gone);
        let roles: Vec<_> = seen
            .roles
            .iter()
            .map(|share| (share.of, share.count))
            .collect();
        assert_eq!(
            roles,
            [
                (Role::Admin, 1),
                (Role::Instructor, 1),
                (Role::Student, 2 - gone)
            ]
        );
        let statuses: Vec<_> = seen
            .statuses
            .iter()
            .map(|share| (share.of, share.count))
            .collect();
        let expected = [
            (AccountStatus::Active, 3 - gone),
            (AccountStatus::Inactive, 0),
            (AccountStatus::PendingInstructorReview, 0),
            (AccountStatus::Suspended, 1),
        ];
        assert_eq!(statuses, expected);
        assert_eq!(
            seen.profiles,
            Completion {
                completed: 1,
                incomplete: 3 - gone
            }
        );
        let of = |status| {
            seen.enrollments
                .iter()
                .find(|share| share.of == status)
                .unwrap()
                .count
        };
        assert_eq!(seen.enrollments.len(), EnrollmentStatus::ALL.len());
        assert_eq!(of(EnrollmentStatus::Active), 1 - gone);
        assert_eq!(
            (
                of(EnrollmentStatus::Completed),
                of(EnrollmentStatus::Dropped)
            ),
            (1, 1 - gone)
        );
    };
    expect(2, false).await;
    world.services.sweeper.add_up().await.unwrap();
    expect(2, false).await;
    // With an account goes everything that it came to, and with it comes back what is known.
    world
        .by_hand(&format!(
            "UPDATE users SET status = 'deleted' WHERE id = '{}'",
            people[1].id
        ))
        .await;
    expect(1, true).await;
    world.assert_kept("deleted").await;
    let range = DateRange {
        from: day("2026-11-20"),
        to: day("2026-11-20"),
    };
    let ctx = world.ctx(Actor::User(admin.clone()));
    let one = world.services.insight.overview(&ctx, range).await.unwrap();
    assert_eq!((one.days.len(), one.days[0].registered), (1, 1));
    world
        .by_hand(&format!(
            "UPDATE users SET status = 'active' WHERE id = '{}'",
            people[1].id
        ))
        .await;
    world.assert_kept("back").await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn numbers_are_for_admins_of_ranges_that_are_some(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let ada = world.somebody().await;
    let service = Actor::Service {
        name: "course-service".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:read"),
    };
    let range = DateRange::last(7, noon().date_naive());
    for actor in [Actor::User(ada), service] {
        let refused = world
            .services
            .insight
            .overview(&world.ctx(actor), range)
            .await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))),
            "{refused:?}"
        );
    }
    let ctx = world.ctx(Actor::User(admin));
    let turned = DateRange {
        from: range.to,
        to: range.from,
    };
    for bad in [turned, DateRange::last(367, range.to)] {
        let refused = world.services.insight.overview(&ctx, bad).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_signed_in_is_forgotten_after_400_days_and_how_many_is_not(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let ada = world.somebody().await;
    world.sign_in(&ada, noon()).await;
    let days = "SELECT count(*) FROM active_days";
    let count = "SELECT sum(count)::bigint FROM daily_counts WHERE kind = 'active'";
    for (passed, kept) in [(400, 1), (401, 0)] {
        world.clock.set(noon() + TimeDelta::days(passed));
        world.services.sweeper.sweep().await.unwrap();
        assert_eq!(
            (world.count(days).await, world.count(count).await),
            (kept, 1),
            "after {passed} days"
        );
    }
    world.clock.set(noon());
    assert_eq!(
        series(&world.overview(&admin, 7).await, DailyKind::Active),
        [on("2026-11-21", 1)]
    );
}

/// The sum of the four kinds for a new way to break a count.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_numbers_of_the_seed_are_those_of_its_rows(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    let admin = person(&world.account(TENANT, admin).await);
    crate::seed::seed(&world.pool, &world.clock, TENANT, 300)
        .await
        .unwrap();
    world.assert_kept("seeded").await;
    let seen = world.overview(&admin, 366).await;
    assert_eq!((seen.users, seen.sum(DailyKind::Enrolled)), (301, 1_500));
    assert_eq!(seen.sum(DailyKind::Active), 300, "the last sign-in of each");
    assert_eq!(seen.sum(DailyKind::Completed), 300);
}
