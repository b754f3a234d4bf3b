//! The search of the catalogue.

use super::*;
use crate::{
    Actor,
    ctx::Person,
    testing::world::{OTHER_TENANT, TENANT, World, noon},
};
use chrono::TimeDelta;
use contract::enrollment::{CreateEnrollment, EnrollmentStatus};
use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

async fn publish(world: &World, tenant: TenantId, n: u128, title: &str) -> CourseId {
    let course_id = CourseId(Uuid::from_u128(n));
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
    let done = course.told_in(&mut conn, tenant, &told, true, noon());
    done.await.expect("published");
    course_id
}

async fn found(world: &World, person: &Person, words: &str, page: u32) -> (Vec<String>, i64) {
    let ctx = world.ctx(Actor::User(person.clone()));
    let request = PageRequest { page, limit: 3 };
    let page = world.services.course.search(&ctx, words, request).await;
    let page = page.expect("a page");
    let titles = page.entries.into_iter().map(|offer| offer.title);
    (titles.collect(), page.total)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn words_are_found_anywhere_whatever_their_case_and_accents(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    for (n, title) in [
        "Álgebra lineal",
        "Linear algebra",
        "100 % Rust",
        "Snake_case and \\ others",
        "Topology",
    ]
    .into_iter()
    .enumerate()
    {
        publish(&world, TENANT, n as u128, title).await;
    }
    publish(&world, OTHER_TENANT, 9, "Foreign algebra").await;
    for (words, expected) in [
        ("algebra", vec!["Álgebra lineal", "Linear algebra"]),
        ("LINEAR  álg", vec!["Linear algebra"]),
        ("lgebra line", vec!["Álgebra lineal", "Linear algebra"]),
        ("%", vec!["100 % Rust"]),
        ("_", vec!["Snake_case and \\ others"]),
        ("\\", vec!["Snake_case and \\ others"]),
        ("top\0ology", vec!["Topology"]),
        ("a%a", vec![]),
        ("astronomy", vec![]),
    ] {
        let total = i64::try_from(expected.len()).expect("few");
        let expected = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(
            found(&world, &ada, words, 1).await,
            (expected, total),
            "{words}"
        );
    }
    let (first, total) = found(&world, &ada, " ", 1).await;
    let (second, of) = found(&world, &ada, "", 2).await;
    assert_eq!((total, of), (5, 5));
    assert_eq!(
        [first, second].concat(),
        [
            "100 % Rust",
            "Álgebra lineal",
            "Linear algebra",
            "Snake_case and \\ others",
            "Topology"
        ]
    );
    assert_eq!(found(&world, &ada, "", 3).await, (vec![], 5));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_offer_says_where_ones_own_enrollment_stands(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    let course_id = publish(&world, TENANT, 1, "Algebra").await;
    let standing = async |person: &Person| {
        let ctx = world.ctx(Actor::User(person.clone()));
        let page = world
            .services
            .course
            .search(&ctx, "", PageRequest::first(3))
            .await;
        page.expect("a page").entries[0].enrollment_status
    };
    assert_eq!(standing(&ada).await, None);
    let ctx = world.ctx(Actor::User(ada.clone()));
    let enrollment = &world.services.enrollment;
    let command = CreateEnrollment { course_id };
    enrollment
        .enroll(&ctx, ada.id, command)
        .await
        .expect("enrolled");
    assert_eq!(standing(&ada).await, Some(EnrollmentStatus::Active));
    enrollment
        .remove(&ctx, ada.id, course_id)
        .await
        .expect("dropped");
    assert_eq!(standing(&ada).await, Some(EnrollmentStatus::Dropped));
    assert_eq!(standing(&bob).await, None);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_catalogue_is_for_people_with_an_account(pool: PgPool) {
    let world = World::new(pool).await;
    let course = &world.services.course;
    let page = PageRequest::first(3);
    let anonymous = course.search(&world.ctx(Actor::Anonymous), "", page).await;
    assert!(matches!(anonymous, Err(Error::Unauthenticated(_))));
    let nobody = course.search(&world.ours(TENANT), "", page).await;
    assert!(matches!(nobody, Err(Error::UserNotFound)));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn titles_are_asked_for_once_a_second_however_many_courses(pool: PgPool) {
    let world = World::new(pool).await;
    let algebra = publish(&world, TENANT, 1, "Algebra").await;
    let unknown = CourseId(Uuid::from_u128(2));
    let course = &world.services.course;
    let titles = async |ids: &[CourseId]| {
        let found = course.titles(&world.ours(TENANT), TENANT, ids).await;
        let found = found.expect("titles").into_iter();
        found
            .map(|title| title.as_deref().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let algebra_known = Some("Algebra".to_owned());
    let twice = [algebra, unknown, algebra];
    assert_eq!(
        titles(&twice).await,
        [algebra_known.clone(), None, algebra_known.clone()]
    );
    // Who asks again within the second needs no Postgres.
    sqlx::query("ALTER TABLE courses RENAME TO away")
        .execute(&world.pool)
        .await
        .expect("away");
    assert_eq!(titles(&[unknown, algebra]).await, [None, algebra_known]);
    assert_eq!(titles(&[]).await, [None; 0]);
    world.clock.set(noon() + TimeDelta::seconds(1));
    assert!(
        course
            .titles(&world.ours(TENANT), TENANT, &[algebra])
            .await
            .is_err()
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_asks_for_titles_at_the_same_moment_is_told_those_of_their_own_courses(pool: PgPool) {
    let world = World::new(pool).await;
    let algebra = publish(&world, TENANT, 1, "Algebra").await;
    let topology = publish(&world, TENANT, 2, "Topology").await;
    publish(&world, OTHER_TENANT, 1, "Foreign algebra").await;
    let course = &world.services.course;
    let titles = async |tenant, ids: &[CourseId]| {
        let found = course.titles(&world.ours(tenant), tenant, ids).await?;
        let titles = found
            .iter()
            .map(|title| title.as_deref().map(str::to_owned));
        Ok::<_, Error>(titles.collect::<Vec<_>>())
    };
    let stop = CancellationToken::new();
    let asking = async {
        let asks = (0..90).map(async |n| match n % 3 {
            0 => (
                titles(TENANT, &[topology, algebra]).await,
                [Some("Topology"), Some("Algebra")].to_vec(),
            ),
            1 => (
                titles(OTHER_TENANT, &[algebra]).await,
                vec![Some("Foreign algebra")],
            ),
            _ => (titles(OTHER_TENANT, &[topology]).await, vec![None]),
        });
        for (told, expected) in join_all(asks).await {
            let told = told.expect("titles");
            assert_eq!(
                told.iter().map(Option::as_deref).collect::<Vec<_>>(),
                expected
            );
        }
        let away = sqlx::query("ALTER TABLE courses RENAME TO away");
        away.execute(&world.pool).await.expect("away");
        world.clock.set(noon() + TimeDelta::seconds(1));
        let only = [algebra];
        for told in join_all([(); 3].map(|()| titles(TENANT, &only))).await {
            told.expect_err("everybody hears of what went wrong");
        }
        let back = sqlx::query("ALTER TABLE away RENAME TO courses");
        back.execute(&world.pool).await.expect("back");
        stop.cancel();
    };
    tokio::join!(course.gather(&stop), asking);
    let alone = titles(TENANT, &[algebra]).await.expect("titles");
    assert_eq!(
        alone,
        [Some("Algebra".to_owned())],
        "each by themselves again"
    );
}

#[test]
fn the_longest_title_fits_the_index() {
    // The letter that is taken apart into most.
    let longest = search_text(&"\u{fdfa}".repeat(COURSE_TITLE_MAX));
    assert_eq!(longest.chars().count(), SEARCH_TEXT_MAX);
    assert!(
        longest.len() < 2600,
        "an entry of a B-tree has 2,704 octets"
    );
}
