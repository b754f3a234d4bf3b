//! `people` follows `users` and `user_profiles`, whoever changes them and however.

use super::{Sketch, Start, asked, service};
use crate::testing::world::{TENANT, World};
use contract::account::AccountStatus;
use sqlx::{AssertSqlSafe, PgPool};

impl World {
    /// How many people a service finds.
    async fn found(&self, search: &str) -> i64 {
        self.search(&service(TENANT), &asked(search), &Start::Page(1), 20)
            .await
            .total
    }

    async fn run(&self, sql: &str) {
        let done = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&self.pool)
            .await;
        done.expect("a change");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_by_any_hand_is_in_force_with_its_commit(pool: PgPool) {
    let world = World::new(pool).await;
    let sketch = Sketch {
        name: "Ada Lovelace",
        username: Some("ada"),
        ..Sketch::default()
    };
    let ada = world.sketched(TENANT, sketch).await;
    assert_eq!((world.found("").await, world.found("ada").await), (1, 1));
    for (sql, everybody, by_old_name) in [
        ("UPDATE users SET status = 'suspended'", 0, 0),
        ("UPDATE users SET status = 'active'", 1, 1),
        ("UPDATE user_profiles SET visibility = 'private'", 0, 0),
        ("UPDATE user_profiles SET visibility = 'public'", 1, 1),
        ("UPDATE user_profiles SET discoverable = false", 0, 0),
        ("UPDATE user_profiles SET discoverable = true", 1, 1),
        ("UPDATE users SET username = 'augusta'", 1, 1),
        (
            "UPDATE user_profiles SET first_name = 'Augusta', display_name = NULL",
            1,
            0,
        ),
        ("UPDATE user_profiles SET skills = '{Adamant}'", 1, 1),
        ("UPDATE users SET status = 'deleted'", 0, 0),
    ] {
        world.run(sql).await;
        assert_eq!(
            (world.found("").await, world.found("ada").await),
            (everybody, by_old_name),
            "{sql}"
        );
    }
    assert_eq!(world.count("SELECT count(*) FROM people").await, 0);
    assert_eq!(
        world
            .count("SELECT coalesce(sum(people), 0)::bigint FROM people_counts")
            .await,
        0
    );
    assert!(world.profile_of(service(TENANT), ada.id).await.is_err());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_others_do_not_find_by_does_not_touch_the_directory(pool: PgPool) {
    let world = World::new(pool).await;
    world.named("Ada Lovelace").await;
    let rows = "SELECT count(*) FROM people_counts";
    let before = world.count(rows).await;
    world.run("UPDATE users SET login_count = login_count + 1, last_active_at = now(), version = version + 1").await;
    world.run("UPDATE user_profiles SET bio = 'x', phone = '+34600123456', headline = 'y', display_name = display_name").await;
    assert_eq!(world.count(rows).await, before);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_two_changes_at_once_the_directory_knows_both(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.named("Ada Lovelace").await;
    let mut first = world.pool.begin().await.unwrap();
    sqlx::query("UPDATE users SET status = 'suspended' WHERE id = $1")
        .bind(ada.id.0)
        .execute(&mut *first)
        .await
        .unwrap();
    // Made by somebody who sees the account as it was.
    let second = sqlx::query("UPDATE user_profiles SET visibility = 'public' WHERE user_id = $1")
        .bind(ada.id.0)
        .execute(&world.pool);
    world.commit_under(first, second).await.unwrap();
    assert_eq!(world.count("SELECT reach::bigint FROM people").await, 0);
    world.set_status(&ada, AccountStatus::Active).await;
    assert_eq!(world.count("SELECT reach::bigint FROM people").await, 2);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn people_who_were_there_before_the_directory_are_in_it(pool: PgPool) {
    let world = World::new(pool).await;
    world.named("Ada Lovelace").await;
    world.run("TRUNCATE people, people_counts").await;
    assert_eq!(world.found("ada").await, 0);
    // What the migration does at its end.
    world
        .run("SELECT keep_people(ARRAY(SELECT user_id FROM user_profiles))")
        .await;
    assert_eq!((world.found("").await, world.found("ada").await), (1, 1));
}
