//! Whom a block hides is as little work as who is not there, however many blocks there are.

use super::{
    super::{
        store::{self, Window},
        viewer::Viewer,
    },
    Sketch, crowd,
};
use crate::testing::world::{TENANT, World};
use sqlx::{PgConnection, PgPool};

/// Blocks that this transaction has looked at, in the table and in its indexes.
async fn blocks_read(conn: &mut PgConnection) -> i64 {
    let sql = "SELECT sum(pg_stat_get_xact_tuples_returned(oid))::bigint FROM pg_class WHERE relname LIKE 'blocked_users%'";
    let read = sqlx::query_scalar(sql).fetch_one(conn).await;
    read.expect("a number")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn not_all_blocks_are_read_for_one_person(pool: PgPool) {
    let world = World::new(pool).await;
    let viewer = world.named("Ada Lovelace").await;
    crowd(&world).await;
    let blocks = "INSERT INTO blocked_users SELECT tenant_id, $1, user_id, NULL, now() FROM people WHERE user_id <> $1";
    let made = sqlx::query(blocks).bind(viewer.id.0);
    let made = made.execute(&world.pool).await.unwrap().rows_affected();
    assert!(made >= 2_000, "{made}");
    let sketch = Sketch {
        name: "Zelda Quux",
        username: Some("zelda"),
        ..Sketch::default()
    };
    let hidden = world.sketched(TENANT, sketch).await;
    world.block(&hidden, &viewer).await;

    let viewer = Viewer::person(&viewer);
    let window = Window {
        after: None,
        skip: 0,
        limit: 21,
    };
    let mut tx = store::begin(&world.pool).await.unwrap();
    let conn = &mut *tx;
    let sought = store::find_sought(conn, "zelda", None, None).await.unwrap();
    let similar = store::find_sought(conn, "zelda quuks", None, None);
    let similar = similar.await.unwrap();
    let mut before = blocks_read(conn).await;
    for door in ["words", "a similar name", "a username", "an id"] {
        let is_nobody = match door {
            "words" => {
                let found = store::list_few(conn, viewer, &sought, window).await;
                found.unwrap() == (Vec::new(), 0)
            }
            "a similar name" => {
                let found = store::list_similar(conn, viewer, &similar, window).await;
                found.unwrap() == (Vec::new(), 0)
            }
            "a username" => {
                let found = store::find_by_username(conn, viewer, &sought).await;
                found.unwrap().is_none()
            }
            _ => {
                let found = store::list_public(conn, viewer, &[hidden.id.0]).await;
                found.unwrap().is_empty()
            }
        };
        assert!(is_nobody, "by {door}");
        let read = blocks_read(conn).await;
        assert!(read > before, "by {door} nobody was compared");
        assert!(read - before < 100, "by {door}: {}", read - before);
        before = read;
    }
}
