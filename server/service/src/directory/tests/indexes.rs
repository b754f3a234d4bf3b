//! Among 100,000 people nobody is looked for one by one: the plans of the very queries of the product.

use super::crowd;
use crate::{
    seed::seed,
    testing::world::{TENANT, World},
};
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Row, postgres::PgArguments,
    query::Query,
};
use std::path::Path;
use uuid::Uuid;

const PEOPLE: i32 = 100_000;

/// The one query of the product that holds all of these texts.
fn product_query(marks: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.sqlx");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the prepared queries") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        let query: Value = serde_json::from_str(&text).expect("JSON");
        let sql = query["query"].as_str().expect("SQL").to_owned();
        if marks.iter().all(|mark| sql.contains(mark)) {
            found.push(sql);
        }
    }
    assert_eq!(found.len(), 1, "{marks:?}: {found:?}");
    found.remove(0)
}

/// Tables that the plan reads from one end to the other.
fn scanned(plan: &Value, found: &mut Vec<String>) {
    if plan["Node Type"] == "Seq Scan" {
        found.push(
            plan["Relation Name"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    for inner in plan["Plans"].as_array().into_iter().flatten() {
        scanned(inner, found);
    }
}

struct Plans {
    conn: PgConnection,
}

impl Plans {
    /// The plan of a query with these values reads no table from one end to the other.
    async fn uses_indexes(
        &mut self,
        what: &str,
        marks: &[&str],
        bind: impl FnOnce(Query<'_, Postgres, PgArguments>) -> Query<'_, Postgres, PgArguments>,
    ) {
        let sql = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON) {}", product_query(marks)));
        let row = bind(sqlx::query(sql).bind(TENANT.0))
            .fetch_one(&mut self.conn)
            .await
            .expect("a plan");
        let plan: Value = row.get(0);
        let mut found = Vec::new();
        scanned(&plan[0]["Plan"], &mut found);
        assert!(found.is_empty(), "{what} reads all of {found:?}: {plan:#}");
    }
}

const STRETCH: &[&str] = &["visible_people", "ORDER BY name, user_id LIMIT"];

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn no_plan_reads_a_hundred_thousand_people_one_by_one(pool: PgPool) {
    let world = World::new(pool).await;
    fill(&world).await;
    let mut conn = PgConnection::connect_with(&world.pool.connect_options())
        .await
        .unwrap();
    let viewer: Uuid =
        sqlx::query_scalar("SELECT user_id FROM user_enrollments ORDER BY user_id LIMIT 1")
            .fetch_one(&mut conn)
            .await
            .unwrap();
    sqlx::raw_sql(super::super::store::BEGIN)
        .execute(&mut conn)
        .await
        .unwrap();
    let mut plans = Plans { conn };
    let list = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let none = list(&[]);
    for (what, from, to, marks, patterns) in [
        ("everybody", "", None, &none, &none),
        (
            "names that begin so",
            "john",
            Some("john\u{10FFFF}"),
            &none,
            &none,
        ),
        ("instructors", "", None, &list(&["@instructor"]), &none),
        ("a letter", "a\u{10FFFF}", None, &none, &list(&["%\na%"])),
    ] {
        for (after, id) in [("", Uuid::nil()), ("michael king", Uuid::max())] {
            plans
                .uses_indexes(what, STRETCH, |query| {
                    let (name, id) = (from, Uuid::nil()).max((after, id));
                    let query = query.bind(viewer).bind(1_i16).bind(name).bind(id).bind(to);
                    let query = query.bind("");
                    query
                        .bind(marks.clone())
                        .bind(patterns.clone())
                        .bind(20_i64)
                        .bind(0_i64)
                })
                .await;
        }
    }
    for words in [
        &["smith"][..],
        &["john", "smi"],
        &["xqz"],
        &["=juggling"],
        &["johns", "@instructor"],
    ] {
        plans
            .uses_indexes(
                "a few",
                &["visible_people", "beginnings(words) @> $4\n"],
                |query| {
                    let query = query
                        .bind(viewer)
                        .bind(1_i16)
                        .bind(list(words))
                        .bind("smith")
                        .bind("smith")
                        .bind("smith\u{10FFFF}");
                    query
                        .bind(-1_i32)
                        .bind("")
                        .bind(Uuid::nil())
                        .bind(20_i64)
                        .bind(0_i64)
                },
            )
            .await;
    }
    plans
        .uses_indexes(
            "the exceptions of a count",
            &["FROM known JOIN people"],
            |query| {
                let query = query.bind(viewer).bind(1_i16).bind(none.clone());
                query.bind(list(&["%\nsmith%"]))
            },
        )
        .await;
    plans
        .uses_indexes("a username", &["discoverable AND username = $4"], |query| {
            let query = query.bind(viewer).bind(1_i16);
            query.bind("jsmith5").bind(none.clone())
        })
        .await;
    plans
        .uses_indexes(
            "a similar name",
            &["visible_people", "ORDER BY similarity DESC"],
            |query| {
                let query = query
                    .bind(viewer)
                    .bind(1_i16)
                    .bind("jonh smtih")
                    .bind(none.clone())
                    .bind(None::<f32>);
                query.bind("").bind(Uuid::nil()).bind(20_i64).bind(0_i64)
            },
        )
        .await;
    plans
        .uses_indexes(
            "somebody by id or name",
            &["visible_person(", "username = $5"],
            |query| {
                let query = query.bind(viewer).bind(1_i16);
                query.bind(None::<Uuid>).bind("jsmith5")
            },
        )
        .await;
    plans
        .uses_indexes(
            "public profiles",
            &["visible_people", "u.created_at AS member_since"],
            |query| query.bind(viewer).bind(1_i16).bind(vec![viewer; 20]),
        )
        .await;
    plans
        .uses_indexes(
            "suggestions",
            &["visible_people", "CROSS JOIN LATERAL"],
            |query| {
                let query = query.bind(viewer).bind(1_i16);
                query.bind(20_i64).bind(100_i64).bind(6_i64)
            },
        )
        .await;
    plans
        .uses_indexes("a count that is kept", &["coalesce(sum(people)"], |query| {
            query.bind("smi").bind("@member").bind(false)
        })
        .await;
    plans
        .uses_indexes(
            "how many names begin so",
            &["SELECT count(*)", "visible_people", "name >= $4"],
            |query| {
                let query = query.bind(viewer).bind(1_i16).bind("john");
                let query = query.bind("john\u{10FFFF}").bind("");
                query.bind(none.clone()).bind(none.clone())
            },
        )
        .await;
    for (what, mark) in [
        ("blocks", "b.note, b.created_at"),
        (
            "how many blocks",
            "SELECT count(*) AS \"count!\"\n           FROM blocked_users AS b",
        ),
    ] {
        plans
            .uses_indexes(what, &["b.blocker_id = $2", mark], |query| {
                let query = query.bind(viewer);
                if what == "blocks" {
                    query
                        .bind(None::<Uuid>)
                        .bind("ann")
                        .bind(20_i64)
                        .bind(0_i64)
                } else {
                    query.bind("ann")
                }
            })
            .await;
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn people_of_whom_postgres_has_no_figures_yet_are_found_by_the_index(pool: PgPool) {
    let world = World::new(pool).await;
    let unanalysed = "ALTER TABLE people SET (autovacuum_enabled = off)";
    sqlx::query(unanalysed).execute(&world.pool).await.unwrap();
    world.named("Ada Lovelace").await;
    crowd(&world).await;
    let few = product_query(&["visible_people", "beginnings(words) @> $4\n"]);
    let sql = AssertSqlSafe(format!("EXPLAIN {few}"));
    let mut tx = super::super::store::begin(&world.pool).await.unwrap();
    let (nobody, end) = (Uuid::nil(), "nobody\u{10FFFF}");
    let query = sqlx::query_scalar(sql).bind(TENANT.0).bind(nobody);
    let query = query.bind(0_i16).bind(vec!["nobody", "smith"]);
    let query = query.bind("nobody").bind("nobody").bind(end).bind(-1_i32);
    let query = query.bind("").bind(nobody).bind(20_i64).bind(0_i64);
    let plan: Vec<String> = query.fetch_all(&mut *tx).await.unwrap();
    let plan = plan.join("\n");
    assert!(plan.contains("people_words_idx"), "{plan}");
}

async fn fill(world: &World) {
    assert!(
        seed(&world.pool, &world.clock, TENANT, PEOPLE)
            .await
            .unwrap()
            > 0
    );
    let blocks = "INSERT INTO blocked_users SELECT tenant_id, user_id, lead(user_id, 7) OVER w, NULL, now() FROM people \
        WINDOW w AS (ORDER BY user_id) OFFSET 10 LIMIT 50000";
    sqlx::query(blocks).execute(&world.pool).await.unwrap();
    sqlx::raw_sql("VACUUM ANALYZE")
        .execute(&world.pool)
        .await
        .unwrap();
}
