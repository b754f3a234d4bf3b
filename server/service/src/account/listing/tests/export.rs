//! The whole list, while people change.

use super::{Start, sorted};
use crate::testing::world::{TENANT, World};
use contract::{
    UserId,
    account::listing::{SortOrder, UserQuery, UserSort},
};
use futures::StreamExt;
use sqlx::PgPool;
use std::collections::HashSet;

/// Everybody is exported once, in the order of the list, whoever changes meanwhile. Among more than ten
/// thousand.
pub(super) async fn whole_while_people_change(world: &World) {
    let orders = [
        (
            UserSort::CreatedAt,
            SortOrder::Desc,
            "created_at DESC, user_id DESC",
        ),
        (
            UserSort::LastActiveAt,
            SortOrder::Desc,
            "last_active_at DESC NULLS LAST, user_id DESC",
        ),
        (UserSort::Email, SortOrder::Asc, "email, user_id"),
    ];
    for (n, (sort, order, sql)) in orders.into_iter().enumerate() {
        let query = sorted(sort, order);
        let expected: Vec<uuid::Uuid> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "SELECT user_id FROM user_search ORDER BY {sql}"
        )))
        .fetch_all(&world.pool)
        .await
        .unwrap();
        let mut export = world
            .services
            .account
            .export(&world.reading(), query)
            .await
            .unwrap();
        assert_eq!(usize::try_from(export.total).unwrap(), expected.len());
        let mut found = Vec::new();
        for _ in 0..700 {
            found.push(export.rows.next().await.unwrap().unwrap().id.0);
        }
        // Those who came are moved behind those who are to come, and the other way round; some go, some come.
        let (early, late) = (&expected[..100], &expected[5_000..5_100]);
        let ids = |ids: &[uuid::Uuid]| {
            ids.iter()
                .map(|id| format!("'{id}'"))
                .collect::<Vec<_>>()
                .join(",")
        };
        world
            .by_hand(&format!(
            "UPDATE users SET last_active_at = '2020-01-01', email = 'zz' || email WHERE id IN ({});
             UPDATE users SET last_active_at = '2030-01-01', email = '00' || email WHERE id IN ({});
             UPDATE users SET status = 'deleted' WHERE id = '{}'",
            ids(early), ids(late), expected[6_000]
        ))
            .await;
        world.somebody().await;
        while let Some(row) = export.rows.next().await {
            found.push(row.unwrap().id.0);
        }
        assert_eq!(
            found.iter().collect::<HashSet<_>>().len(),
            found.len(),
            "nobody is doubled by {sort}"
        );
        let mut left = expected;
        left.remove(6_000);
        assert_eq!(
            found, left,
            "everybody is there, in the order of the beginning, by {sort}, {n}"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_row_shows_what_the_list_shows_of_whom_the_filter_finds(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let ada = world.somebody().await;
    let query = UserQuery {
        role: Some(ada.role),
        ..UserQuery::default()
    };
    let export = world
        .services
        .account
        .export(&world.ctx(crate::Actor::User(admin)), query.clone())
        .await
        .unwrap();
    assert_eq!(export.total, 1);
    let rows: Vec<_> = export.rows.map(Result::unwrap).collect().await;
    let page = world.users(&query, &Start::Page(1), 20).await.unwrap();
    let (row, shown) = (&rows[0], &page.users[0]);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (row.id, row.auth_id, &row.email),
        (ada.id, ada.auth_id, &shown.email)
    );
    assert_eq!(
        (&row.first_name, &row.last_name, &row.display_name),
        (&shown.first_name, &shown.last_name, &shown.display_name)
    );
    assert_eq!(
        (row.role, row.status, row.created_at, row.last_active_at),
        (shown.role, shown.status, shown.created_at, None)
    );
    let told: Vec<serde_json::Value> =
        sqlx::query_scalar("SELECT changes FROM audit_log WHERE action = 'users.exported'")
            .fetch_all(&world.pool)
            .await
            .unwrap();
    assert_eq!(told.len(), 1, "it is told who read them");
    let of_all = serde_json::json!({"field": "count", "after": 1});
    assert!(told[0].as_array().unwrap().contains(&of_all), "{}", told[0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_not_found_any_more_when_their_turn_comes_is_left_out(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    let query = UserQuery {
        role: Some(ada.role),
        ..UserQuery::default()
    };
    let export = world
        .services
        .account
        .export(&world.reading(), query)
        .await
        .unwrap();
    world
        .by_hand(&format!(
            "UPDATE users SET role = 'admin' WHERE id = '{}'",
            ada.id
        ))
        .await;
    let rows: Vec<UserId> = export.rows.map(|row| row.unwrap().id).collect().await;
    assert_eq!((export.total, rows), (2, vec![bob.id]));
    let nobody = UserQuery {
        search: Some("qxz".into()),
        ..UserQuery::default()
    };
    let export = world
        .services
        .account
        .export(&world.ours(TENANT), nobody)
        .await
        .unwrap();
    assert_eq!((export.total, export.rows.count().await), (0, 0));
}
