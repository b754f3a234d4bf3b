//! Lists, their order, pages and cache; statistics.

use super::{admin, course, learner, own, refusal, report, service};
use crate::testing::{
    part, unique,
    world::{self, OTHER_TENANT, TENANT, World, config, noon},
};
use chrono::TimeDelta;
use contract::{
    enrollment::{EnrollmentFilter, EnrollmentStats, EnrollmentStatus},
    paging::PageRequest,
};
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_list_begins_with_what_goes_on_and_holds_what_its_filter_says(pool: PgPool) {
    use EnrollmentStatus::{Active, Completed, Dropped, Suspended};
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let staff = ada.of(admin(&world, TENANT).await);
    let order = [Dropped, Completed, Suspended, Active];
    for (day, status) in order.into_iter().chain(order).enumerate() {
        world
            .clock
            .set(noon() + TimeDelta::days(i64::try_from(day).expect("small")));
        let algebra = course();
        ada.enroll(algebra).await.expect("enrolled");
        staff.move_to(algebra, status).await.expect("moved");
    }
    let days = async |filter, page, limit| {
        let page = ada
            .list(filter, PageRequest { page, limit })
            .await
            .expect("a page");
        let day = |view: &contract::enrollment::EnrollmentView| {
            (
                (view.enrolled_at - noon()).num_days(),
                view.enrollment_status,
            )
        };
        (page.entries.iter().map(day).collect::<Vec<_>>(), page.total)
    };
    let all = [
        (7, Active),
        (3, Active),
        (6, Suspended),
        (2, Suspended),
        (5, Completed),
        (1, Completed),
        (4, Dropped),
        (0, Dropped),
    ];
    for (filter, expected) in [
        (EnrollmentFilter::Kept, &all[..6]),
        (EnrollmentFilter::All, &all[..]),
        (EnrollmentFilter::Only(Suspended), &all[2..4]),
        (EnrollmentFilter::Only(Dropped), &all[6..]),
    ] {
        let total = i64::try_from(expected.len()).expect("small");
        assert_eq!(
            days(filter, 1, 20).await,
            (expected.to_vec(), total),
            "{filter:?}"
        );
        // Pages never overlap and leave nothing out.
        let mut paged = Vec::new();
        for page in 1..=4 {
            let (entries, of) = days(filter, page, 3).await;
            assert_eq!(of, total, "{filter:?}, page {page}");
            paged.extend(entries);
        }
        assert_eq!(paged, expected, "{filter:?}");
    }
    assert_eq!(
        days(EnrollmentFilter::All, u32::MAX, 100).await,
        (Vec::new(), 8)
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_cached_page_is_as_new_as_the_last_change_in_every_process(pool: PgPool) {
    let prefix = unique("service-test");
    let redis = [part("REDIS_URL"), part("REDIS_URL")];
    let [a, b] = redis.map(|url| world::redis_at(url, &prefix));
    let worlds = [a.await, b.await].map(|redis| World::with(pool.clone(), redis, config()));
    let ada = worlds[0].somebody().await;
    let [here, there] = worlds.each_ref().map(|world| own(world, &ada));
    let algebra = course();
    let staff = here.of(admin(&worlds[0], TENANT).await);
    for round in 0..10_u16 {
        let view = match round {
            0 => here.enroll(algebra).await,
            8 => staff.move_to(algebra, EnrollmentStatus::Suspended).await,
            9 => staff.remove(algebra).await,
            _ => there.report(algebra, report(round, None)).await,
        };
        let view = view.expect("a change");
        let kept = view.enrollment_status != EnrollmentStatus::Dropped;
        let expected: Vec<_> = kept.then_some(view).into_iter().collect();
        for hand in [&here, &there] {
            assert_eq!(hand.usual().await.entries, expected, "round {round}");
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_process_with_another_page_size_does_not_take_the_cached_page_for_its_own(pool: PgPool) {
    let prefix = unique("service-test");
    let redis = [part("REDIS_URL"), part("REDIS_URL")];
    let [a, b] = redis.map(|url| world::redis_at(url, &prefix));
    let mut small = config();
    small.enrollment.default_page = 2;
    let worlds = [
        World::with(pool.clone(), a.await, config()),
        World::with(pool.clone(), b.await, small),
    ];
    let ada = worlds[0].somebody().await;
    let [here, there] = worlds.each_ref().map(|world| own(world, &ada));
    for _ in 0..3 {
        here.enroll(course()).await.expect("enrolled");
    }
    assert_eq!(here.usual().await.entries.len(), 3);
    let page = there
        .list(EnrollmentFilter::Kept, PageRequest::first(2))
        .await
        .expect("a page");
    assert_eq!((page.entries.len(), page.total), (2, 3));
    assert_eq!(here.usual().await.entries.len(), 3);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_usual_page_alone_is_kept_and_is_not_asked_of_postgres_again(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    assert_eq!(ada.usual().await.total, 1);
    // A change behind everybody's back.
    sqlx::query("UPDATE user_enrollments SET progress = 7")
        .execute(&world.pool)
        .await
        .expect("a change");
    assert_eq!(ada.usual().await.entries[0].progress, super::percent(0));
    for (filter, limit) in [(EnrollmentFilter::Kept, 19), (EnrollmentFilter::All, 20)] {
        let page = ada
            .list(filter, PageRequest::first(limit))
            .await
            .expect("a page");
        assert_eq!(page.entries[0].progress, super::percent(7));
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_redis_lists_and_changes_go_on(pool: PgPool) {
    let away = format!("redis://{}", crate::testing::nowhere());
    let redis = world::redis_anywhere(away, &unique("away"));
    let world = World::with(pool, redis, config());
    let (ada, algebra) = (learner(&world).await, course());
    ada.enroll(algebra).await.expect("enrolled");
    ada.report(algebra, report(30, None))
        .await
        .expect("reported");
    assert_eq!(ada.usual().await.entries[0].progress, super::percent(30));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn statistics_count_everything_exactly(pool: PgPool) {
    use EnrollmentStatus::{Active, Completed, Dropped, Suspended};
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let staff = ada.of(admin(&world, TENANT).await);
    let stats = async |hand: &super::Hand<'_>| {
        let service = &world.services.enrollment;
        service.stats(&hand.ctx(), hand.id).await
    };
    let nothing = EnrollmentStats {
        total_courses: 0,
        active_courses: 0,
        completed_courses: 0,
        dropped_courses: 0,
        suspended_courses: 0,
        average_progress: 0.0,
        total_time_spent: 0,
        last_accessed_course: None,
        last_accessed_at: None,
    };
    assert_eq!(stats(&ada).await.expect("numbers"), nothing);

    let mut courses = Vec::new();
    let minutes_ago = |minutes| Some(noon() - TimeDelta::minutes(minutes));
    for (progress, minutes, status) in [
        (Some(50), 30, Active),
        (None, 0, Active),
        (Some(100), 40, Completed),
        (Some(25), 10, Dropped),
        (Some(33), 20, Suspended),
        (None, 0, Dropped),
    ] {
        let algebra = course();
        ada.enroll(algebra).await.expect("enrolled");
        if let Some(progress) = progress {
            let told = report(progress, minutes_ago(minutes));
            ada.report(algebra, told).await.expect("reported");
        }
        staff.move_to(algebra, status).await.expect("moved");
        courses.push(algebra);
    }
    // Somebody else's are not hers.
    learner(&world)
        .await
        .enroll(courses[0])
        .await
        .expect("enrolled");
    let expected = EnrollmentStats {
        total_courses: 6,
        active_courses: 2,
        completed_courses: 1,
        dropped_courses: 2,
        suspended_courses: 1,
        // 208 / 6
        average_progress: 34.67,
        total_time_spent: 240,
        last_accessed_course: Some(courses[3]),
        last_accessed_at: minutes_ago(10),
    };
    let reader = ada.of(service(TENANT, "enrollments:read"));
    for hand in [&ada, &staff, &reader] {
        assert_eq!(stats(hand).await.expect("numbers"), expected);
    }
    let foreign = ada.of(admin(&world, OTHER_TENANT).await);
    assert_eq!(refusal(stats(&foreign).await), "NotFound");

    // More seconds than a number holds are as many as it holds.
    sqlx::query("UPDATE user_enrollments SET time_spent_seconds = 9223372036854775807")
        .execute(&world.pool)
        .await
        .expect("long hours");
    assert_eq!(
        stats(&ada).await.expect("numbers").total_time_spent,
        i64::MAX
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn statistics_can_be_switched_off(pool: PgPool) {
    let mut off = config();
    off.enrollment.analytics = false;
    let world = World::with(pool, world::redis().await, off);
    let ada = learner(&world).await;
    let stats = world.services.enrollment.stats(&ada.ctx(), ada.id).await;
    assert_eq!(refusal(stats), "FeatureDisabled");
}
