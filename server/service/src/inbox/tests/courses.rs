//! What the course-service tells of its courses, in whatever order.

use super::Told;
use crate::{
    inbox::Verdict,
    testing::world::{OTHER_TENANT, TENANT, World, noon},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{TenantId, limits::COURSE_TITLE_MAX};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeSet;
use uuid::Uuid;

const ALGEBRA: Uuid = Uuid::from_u128(0xa);

fn told(kind: &'static str, title: &str, minute: i64) -> Told {
    let data = match kind {
        "course.deleted" => json!({"courseId": ALGEBRA}),
        _ => json!({"courseId": ALGEBRA, "title": title}),
    };
    Told::new(kind, data).at(noon() - TimeDelta::hours(1) + TimeDelta::minutes(minute))
}

/// Tenant, title, text for the search, and whether it is on offer.
type Known = (Uuid, Option<String>, String, bool);

async fn known(world: &World) -> Vec<Known> {
    sqlx::query_as(
        "SELECT tenant_id, title, search_text, published_at IS NOT NULL AND coalesce(deleted_at < published_at, true)
         FROM courses ORDER BY 1",
    )
    .fetch_all(&world.pool)
    .await
    .expect("courses")
}

fn one(tenant: TenantId, title: &str, on_offer: bool) -> Vec<Known> {
    vec![(tenant.0, Some(title.into()), title.to_lowercase(), on_offer)]
}

async fn clear(world: &World) {
    for table in ["courses", "processed_events"] {
        let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
        sqlx::query(sql)
            .execute(&world.pool)
            .await
            .expect("cleared");
    }
}

/// Every order of so many things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    let with = |order: &Vec<usize>, place: usize| {
        let mut order = order.clone();
        order.insert(place, n - 1);
        order
    };
    shorter
        .iter()
        .flat_map(|order| (0..n).map(move |place| with(order, place)))
        .collect()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_course_is_on_offer_under_its_newest_title_until_it_ends(pool: PgPool) {
    let world = World::new(pool).await;
    for (event, expected) in [
        (
            told("course.updated", "Draft", 1),
            one(TENANT, "Draft", false),
        ),
        (
            told("course.published", "Algebra", 2),
            one(TENANT, "Algebra", true),
        ),
        (
            told("course.updated", "Linear algebra", 3),
            one(TENANT, "Linear algebra", true),
        ),
        (
            told("course.updated", "Too late", 2),
            one(TENANT, "Linear algebra", true),
        ),
        (
            told("course.deleted", "", 4),
            one(TENANT, "Linear algebra", false),
        ),
        (
            told("course.updated", "Ended", 5),
            one(TENANT, "Ended", false),
        ),
        (
            told("course.published", "Again", 6),
            one(TENANT, "Again", true),
        ),
        (told("course.deleted", "", 6), one(TENANT, "Again", false)),
    ] {
        assert_eq!(event.to(&world).await, Verdict::Applied);
        assert_eq!(
            known(&world).await,
            expected,
            "after {} {}",
            event.kind,
            event.data
        );
        assert_eq!(event.to(&world).await, Verdict::Ignored);
        assert_eq!(known(&world).await, expected, "once more");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn events_in_any_order_come_to_the_same(pool: PgPool) {
    let world = World::new(pool).await;
    for (last, expected) in [
        (told("course.updated", "D", 4), one(TENANT, "D", true)),
        (told("course.deleted", "", 4), one(TENANT, "C", false)),
        // Two titles of one instant.
        (told("course.updated", "B", 3), one(TENANT, "C", true)),
    ] {
        let events = [
            told("course.deleted", "", 1),
            told("course.published", "A", 2),
            told("course.updated", "C", 3),
            last,
        ];
        for order in orders(events.len()) {
            clear(&world).await;
            for place in &order {
                assert_eq!(events[*place].to(&world).await, Verdict::Applied);
            }
            assert_eq!(known(&world).await, expected, "{order:?}");
        }
    }
    let all: BTreeSet<_> = orders(4).into_iter().collect();
    assert_eq!(all.len(), 24);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_end_may_be_all_that_is_known(pool: PgPool) {
    let world = World::new(pool).await;
    assert_eq!(
        told("course.deleted", "", 1).to(&world).await,
        Verdict::Applied
    );
    assert_eq!(
        known(&world).await,
        [(TENANT.0, None, String::new(), false)]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_future_is_now(pool: PgPool) {
    let world = World::new(pool).await;
    let mut event = told("course.published", "Algebra", 0);
    event.at = noon() + TimeDelta::days(400);
    assert_eq!(event.to(&world).await, Verdict::Applied);
    let times: (DateTime<Utc>, DateTime<Utc>) =
        sqlx::query_as("SELECT titled_at, published_at FROM courses")
            .fetch_one(&world.pool)
            .await
            .expect("a course");
    assert_eq!(times, (noon(), noon()));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_tenant_has_a_catalogue_of_its_own(pool: PgPool) {
    let world = World::new(pool).await;
    let mut named = told("course.published", "By the frame", 1);
    named.tenant = Some(OTHER_TENANT);
    let mut data = told("course.updated", "By the payload", 2).data;
    data["tenantId"] = json!(OTHER_TENANT);
    let by_payload = Told::new("course.updated", data);
    for event in [&told("course.published", "By default", 1), &named] {
        assert_eq!(event.to(&world).await, Verdict::Applied);
    }
    let both = [
        one(TENANT, "By default", true),
        one(OTHER_TENANT, "By the frame", true),
    ]
    .concat();
    assert_eq!(known(&world).await, both);
    assert_eq!(by_payload.to(&world).await, Verdict::Applied);
    let both = [
        one(TENANT, "By default", true),
        one(OTHER_TENANT, "By the payload", true),
    ]
    .concat();
    assert_eq!(known(&world).await, both);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_title_is_cleaned_and_cut(pool: PgPool) {
    let world = World::new(pool).await;
    for (title, expected, search) in [
        (
            " \u{202e}A\u{0}lgebra\nI ".to_owned(),
            "Algebra I".to_owned(),
            "algebra i".to_owned(),
        ),
        ("E\u{301}tude".into(), "Étude".into(), "etude".into()),
        (
            "ñ".repeat(COURSE_TITLE_MAX + 1),
            "ñ".repeat(COURSE_TITLE_MAX),
            "n".repeat(COURSE_TITLE_MAX),
        ),
        (
            format!("{} b", "a".repeat(COURSE_TITLE_MAX - 1)),
            "a".repeat(COURSE_TITLE_MAX - 1),
            "a".repeat(COURSE_TITLE_MAX - 1),
        ),
        (
            "\u{fdfa}".repeat(COURSE_TITLE_MAX),
            "\u{fdfa}".repeat(COURSE_TITLE_MAX),
            String::new(),
        ),
    ] {
        clear(&world).await;
        assert_eq!(
            told("course.published", &title, 1).to(&world).await,
            Verdict::Applied
        );
        let known = known(&world).await;
        assert_eq!(known[0].1.as_ref(), Some(&expected));
        if !search.is_empty() {
            assert_eq!(known[0].2, search);
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_course_without_an_id_or_a_title_is_malformed(pool: PgPool) {
    let world = World::new(pool).await;
    let course = |id: Value, title: Value| json!({"courseId": id, "title": title});
    for (kind, data, expected) in [
        (
            "course.published",
            course(json!("algebra"), json!("A")),
            "data: invalid_type",
        ),
        (
            "course.published",
            course(json!(ALGEBRA), Value::Null),
            "data: invalid_type",
        ),
        (
            "course.updated",
            course(json!(ALGEBRA), json!(" \u{202e}\n ")),
            "title: required",
        ),
        ("course.deleted", json!({}), "data: invalid_type"),
    ] {
        let verdict = Told::new(kind, data).to(&world).await;
        assert_eq!(verdict, Verdict::Malformed(expected.into()), "{kind}");
    }
    // The course-service calls it `id`.
    let data = json!({"id": ALGEBRA, "title": "Algebra"});
    assert_eq!(
        Told::new("course.published", data).to(&world).await,
        Verdict::Applied
    );
    assert_eq!(known(&world).await, one(TENANT, "Algebra", true));
    let counted = world.count("SELECT count(*) FROM processed_events").await;
    assert_eq!(counted, 1, "what is malformed is not processed");
}
