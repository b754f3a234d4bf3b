//! Among ten thousand users nobody is looked for one by one: the plans of the very queries of the product.

use super::{
    super::store::{BEGIN, LOOK_AT_MANY},
    asked,
};
use crate::{
    Error,
    paging::Start,
    seed::seed,
    testing::world::{TENANT, World},
};
use contract::{
    FieldCode,
    account::{Role, listing::UserQuery},
    limits::SELECTION_MAX,
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Row};
use std::path::Path;

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

/// The plan of a query that was prepared, as the product has it made.
async fn plan(conn: &mut PgConnection, sql: &str, values: &str) -> Value {
    let prepare = format!("PREPARE asked AS {sql}");
    sqlx::raw_sql(AssertSqlSafe(prepare))
        .execute(&mut *conn)
        .await
        .expect("prepared");
    let explain = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON) EXECUTE asked({values})"));
    let row = sqlx::raw_sql(explain)
        .fetch_one(&mut *conn)
        .await
        .expect("a plan");
    sqlx::raw_sql("DEALLOCATE asked")
        .execute(conn)
        .await
        .expect("forgotten");
    let plan: Value = row.get(0);
    plan[0]["Plan"].clone()
}

/// The nodes of a plan: kind, and table or index.
fn nodes(plan: &Value, found: &mut Vec<String>) {
    let name = plan["Index Name"]
        .as_str()
        .or(plan["Relation Name"].as_str());
    found.push(format!(
        "{} {}",
        plan["Node Type"].as_str().unwrap_or_default(),
        name.unwrap_or_default()
    ));
    for inner in plan["Plans"].as_array().into_iter().flatten() {
        nodes(inner, found);
    }
}

async fn connection(world: &World, settings: &[&'static str]) -> PgConnection {
    let mut conn = PgConnection::connect_with(&world.pool.connect_options())
        .await
        .unwrap();
    for sql in settings {
        sqlx::raw_sql(*sql).execute(&mut conn).await.unwrap();
    }
    conn
}

/// Pages are read along the index of their order, without a term from the index alone, and stay in it: nothing is
/// sorted or joined above the limit.
async fn along(world: &World) {
    let mut conn = connection(world, &[BEGIN]).await;
    let never = "coalesce(last_active_at, '-infinity')";
    let longest = "coalesce(last_active_at, 'infinity')";
    for (key, direction, index) in [
        ("created_at", "ASC", "created_at"),
        ("created_at", "DESC", "created_at"),
        (longest, "ASC", "longest_first"),
        (never, "DESC", "never_last"),
        ("first_name", "ASC", "first_name"),
        ("first_name", "DESC", "first_name"),
        ("last_name", "ASC", "last_name"),
        ("last_name", "DESC", "last_name"),
        ("email", "ASC", "email"),
        ("email", "DESC", "email"),
    ] {
        let order = format!("ORDER BY {key} {direction}, user_id {direction} LIMIT $6");
        let value = if key.contains('_') && !key.contains("name") {
            "2026-01-01 00:00:00+00"
        } else {
            "m"
        };
        for (has_term, scan) in [(false, "Index Only Scan"), (true, "Index Scan")] {
            let mark = if has_term {
                "AND text LIKE $8\n"
            } else {
                ", $5)\n"
            };
            let sql = product_query(&["FROM user_search", &order, mark]);
            let mut values =
                format!("'{TENANT}', 'student', NULL, '{value}', '{TENANT}', 21, 9980");
            if has_term {
                values.push_str(", '%john%'");
            }
            let mut found = Vec::new();
            nodes(&plan(&mut conn, &sql, &values).await, &mut found);
            // Where keys of the page are written as text.
            found.retain(|node| node != "Subquery Scan ");
            let expected = [
                "Limit ".to_owned(),
                format!("{scan} user_search_{index}_idx"),
            ];
            assert_eq!(found, expected, "{order} {mark}");
        }
    }
}

/// No plan reads a table from one end to the other that could do otherwise.
async fn by_text_and_others(world: &World) {
    let mut conn = connection(world, &[BEGIN, LOOK_AT_MANY]).await;
    let sql = product_query(&["WITH hit AS", "ORDER BY time DESC"]);
    let values =
        format!("'{TENANT}', NULL, NULL, 'createdAt', 'desc', '%smith12%', NULL, NULL, 21, 0");
    let mut found = Vec::new();
    nodes(&plan(&mut conn, &sql, &values).await, &mut found);
    for node in [
        "Bitmap Index Scan user_texts_idx",
        "Index Scan user_search_pkey",
    ] {
        assert!(found.iter().any(|known| known == node), "{node}: {found:?}");
    }
    assert!(
        !found.iter().any(|node| node.starts_with("Seq Scan")),
        "{found:?}"
    );
    let sql = product_query(&[
        "WITH found AS MATERIALIZED",
        "FROM user_search AS s",
        "ORDER BY time ASC",
    ]);
    let values = format!("'{TENANT}', 'admin', NULL, 'firstName', 'asc', NULL, NULL, NULL, 21, 0");
    let mut found = Vec::new();
    nodes(&plan(&mut conn, &sql, &values).await, &mut found);
    assert!(
        found
            .iter()
            .any(|node| node.ends_with("Index Scan user_search_role_idx")),
        "few are admins: {found:?}"
    );

    let mut conn = connection(world, &[BEGIN]).await;
    for (what, marks, values) in [
        (
            "a query and what is counted of it",
            &["AS named"][..],
            format!("'{TENANT}', 'ada', '{TENANT}', 'a@b', NULL, NULL"),
        ),
        (
            "who of these is found",
            &[
                "SELECT user_id AS \"id!\" FROM user_search\n",
                "user_id = ANY ($2)",
            ],
            format!("'{TENANT}', '{{}}', NULL, NULL, NULL, '%x%'"),
        ),
        (
            "rows of an export",
            &["JOIN user_search AS s ON s.user_id = one.id"],
            format!("'{TENANT}', '{{}}', NULL, NULL, NULL, '%x%'"),
        ),
        (
            "views",
            &["WITH ORDINALITY AS one (id, ordinal) ON one.id = u.id"],
            "'{}'".to_owned(),
        ),
        (
            "days",
            &["day BETWEEN $2 AND $3"],
            format!("'{TENANT}', '2026-01-01', '2026-02-01'"),
        ),
    ] {
        let mut found = Vec::new();
        nodes(
            &plan(&mut conn, &product_query(marks), &values).await,
            &mut found,
        );
        assert!(
            !found.iter().any(|node| node.starts_with("Seq Scan")),
            "{what}: {found:?}"
        );
    }
}

/// What finds many is counted from then on, and what finds few is not.
async fn many_are_counted(world: &World) {
    let terms = "SELECT count(*) FROM counted_terms";
    for (search, expected) in [
        ("smith12", 0),
        ("qxz", 0),
        ("example.com", 1),
        ("EXAMPLE.com ", 1),
        ("le", 2),
    ] {
        let before = world
            .users(&asked(search), &Start::Page(1), 20)
            .await
            .unwrap();
        world.services.account.first_looks.end().await;
        assert_eq!(world.count(terms).await, expected, "{search}");
        let after = world
            .users(&asked(search), &Start::Page(1), 20)
            .await
            .unwrap();
        assert_eq!(before, after, "{search}");
    }
    world.assert_kept("with terms").await;
    let deep = Start::Page(100);
    let page = world.users(&asked("example.com"), &deep, 20).await.unwrap();
    assert_eq!(page.users.len(), 20);
    let students = UserQuery {
        role: Some(Role::Student),
        ..asked("example.com")
    };
    let page = world.users(&students, &deep, 20).await.unwrap();
    assert!(
        page.users
            .iter()
            .all(|user| user.role == Role::Student && user.email.contains("example.com"))
    );
    assert_eq!(page.users.len(), 20);
}

/// More than a selection may hold are refused.
async fn too_many_to_select(world: &World) {
    let admin = crate::Actor::User(world.admin().await);
    let refused = world
        .services
        .account
        .select(&world.ctx(admin.clone()), UserQuery::default())
        .await;
    let Err(Error::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    let fault = &errors.0[0];
    assert_eq!(
        (&*fault.field, fault.code, fault.limit),
        ("selection", FieldCode::TooMany, Some(SELECTION_MAX))
    );
    let fewer = UserQuery {
        role: Some(Role::Instructor),
        ..UserQuery::default()
    };
    let chosen = world
        .services
        .account
        .select(&world.ctx(admin), fewer)
        .await
        .unwrap();
    assert!(chosen.count > 400, "{}", chosen.count);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn among_ten_thousand_nobody_is_looked_for_one_by_one_and_an_export_is_whole(pool: PgPool) {
    let world = World::new(pool).await;
    seed(&world.pool, &world.clock, TENANT, 10_500)
        .await
        .unwrap();
    sqlx::raw_sql("VACUUM ANALYZE")
        .execute(&world.pool)
        .await
        .unwrap();
    world.assert_kept("seeded").await;
    along(&world).await;
    by_text_and_others(&world).await;
    many_are_counted(&world).await;
    too_many_to_select(&world).await;
    super::export::whole_while_people_change(&world).await;
}
