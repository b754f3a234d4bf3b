//! What courses are called, beside enrollments.

use super::{course, learner, own};
use crate::testing::{
    unique,
    world::{self, World, config, noon},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{CourseId, TenantId, event::CourseTold};
use sqlx::PgPool;

async fn publish(
    world: &World,
    tenant: TenantId,
    course_id: CourseId,
    title: &str,
    at: DateTime<Utc>,
) {
    let told = CourseTold {
        course_id,
        title: title.into(),
        tenant_id: None,
    };
    let account = &world.services.account;
    let ctx = world.ours(tenant);
    let there = account.ensure_tenant(&ctx, tenant);
    there.await.expect("a tenant");
    let mut conn = world.pool.acquire().await.expect("a connection");
    let course = &world.services.course;
    let done = course.told_in(&mut conn, tenant, &told, true, at);
    done.await.expect("a title");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_title_is_shown_everywhere_and_is_at_most_a_second_old(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = learner(&world).await;
    let [known, unknown] = [course(), course()];
    publish(&world, world::TENANT, known, "Algebra", noon()).await;
    publish(&world, world::OTHER_TENANT, unknown, "Secret", noon()).await;
    let titled = ada.enroll(known).await.expect("enrolled");
    assert_eq!(titled.course_title.as_deref(), Some("Algebra"));
    let untitled = ada.enroll(unknown).await.expect("enrolled");
    assert_eq!(
        untitled.course_title, None,
        "another tenant's is nobody's business"
    );

    let titles = async || {
        let page = ada.usual().await.entries;
        let title = |course| {
            let found = page.iter().find(|view| view.course_id == course);
            found.expect("enrolled").course_title.clone()
        };
        (title(known), title(unknown))
    };
    assert_eq!(titles().await, (Some("Algebra".into()), None));
    publish(&world, world::TENANT, known, "Linear algebra", noon()).await;
    publish(&world, world::TENANT, unknown, "Sets", noon()).await;
    world.clock.set(noon() + TimeDelta::milliseconds(999));
    assert_eq!(titles().await, (Some("Algebra".into()), None));
    world.clock.set(noon() + TimeDelta::seconds(1));
    let now = (Some("Linear algebra".into()), Some("Sets".into()));
    assert_eq!(titles().await, now, "though the page itself is cached");
    let one = ada.get(known).await.expect("an enrollment");
    assert_eq!(one.course_title.as_deref(), Some("Linear algebra"));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn another_process_knows_a_title_at_once_when_it_first_asks(pool: PgPool) {
    let prefix = unique("service-test");
    let url = || crate::testing::part("REDIS_URL");
    let redis = world::redis_at(url(), &prefix).await;
    let here = World::with(pool.clone(), redis, config());
    let redis = world::redis_at(url(), &prefix).await;
    let there = World::with(pool, redis, config());
    let ada = here.somebody().await;
    let algebra = course();
    own(&here, &ada).enroll(algebra).await.expect("enrolled");
    assert_eq!(own(&here, &ada).usual().await.entries[0].course_title, None);
    publish(&here, world::TENANT, algebra, "Algebra", noon()).await;
    let page = own(&there, &ada).usual().await;
    assert_eq!(page.entries[0].course_title.as_deref(), Some("Algebra"));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_enrollment_that_is_made_does_not_fail_for_its_title(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, algebra) = (learner(&world).await, course());
    publish(&world, world::TENANT, algebra, "Algebra", noon()).await;
    sqlx::query("ALTER TABLE courses RENAME TO elsewhere")
        .execute(&world.pool)
        .await
        .expect("a fault");
    let alone = ada.enroll(algebra).await;
    assert!(alone.is_err(), "alone nothing is committed yet: {alone:?}");
    let enrolled = "SELECT count(*) FROM user_enrollments";
    assert_eq!(world.count(enrolled).await, 0);
    let made = world.together(ada.enroll(algebra)).await;
    assert_eq!(made.expect("enrolled").course_title, None);
    assert_eq!(world.count(enrolled).await, 1);
}
