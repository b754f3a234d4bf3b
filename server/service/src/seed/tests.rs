//! The same people as every other load of the seed.

use super::seed;
use crate::testing::world::{TENANT, World};
use sqlx::PgPool;
use uuid::{Uuid, uuid};

const PEOPLE: i32 = 1_000;

/// MD5 over what identity and profile of the first thousand people are in the specification's own
/// seed, times and languages aside; computed there on 2026-11-21.
const PEOPLE_MD5: &str = "a4db409b74ce1c17ba304a03ff5d1d23";
/// The same over their preferences. The theme is a setting here.
const PREFERENCES_MD5: &str = "b12d1188e249cff8aaa33fda6e336f63";
/// The same over their enrollments, times as days.
const ENROLLMENTS_MD5: &str = "fb99717b0cf6f4cee9f9d70cd5722bfa";

async fn text(pool: &PgPool, sql: &'static str) -> String {
    sqlx::query_scalar(sql)
        .fetch_one(pool)
        .await
        .expect("a text")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn ids_are_made_of_numbers(pool: PgPool) {
    let world = World::new(pool).await;
    let added = seed(&world.pool, &world.clock, TENANT, 7).await;
    assert_eq!(added.expect("seeded"), 7);
    // MD5 of the text, with a 4 as its 13th digit and an 8 as its 17th.
    let expected: Vec<Uuid> = sqlx::query_scalar(
        "SELECT (substr(h, 1, 12) || '4' || substr(h, 14, 3) || '8' || substr(h, 18))::uuid
         FROM (SELECT md5('user-' || n) AS h FROM generate_series(1, 7) AS n) AS x ORDER BY 1",
    )
    .fetch_all(&world.pool)
    .await
    .expect("ids");
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM users ORDER BY 1")
        .fetch_all(&world.pool)
        .await
        .expect("ids");
    assert_eq!(ids, expected);
    assert!(
        ids.contains(&uuid!("d6d77053-92bc-4af6-8332-8bea8c4c6904")),
        "the first one"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_thousand_people_are_who_they_are_everywhere(pool: PgPool) {
    let world = World::new(pool).await;
    let added = seed(&world.pool, &world.clock, TENANT, PEOPLE).await;
    assert_eq!(added.expect("seeded"), 1_000);
    let roles: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT role, status, count(*) FROM users GROUP BY 1, 2 ORDER BY 1")
            .fetch_all(&world.pool)
            .await
            .expect("counts");
    let expected = [("admin", 1), ("instructor", 49), ("student", 950)]
        .map(|(role, count)| (role.to_owned(), "active".to_owned(), count));
    assert_eq!(roles, expected);
    let people = "SELECT md5(string_agg(concat_ws('|', u.id, auth_id, email, username, first_name, \
         last_name, display_name, avatar_url, bio, phone, settings ->> 'timezone', role, status, \
         email_verified, login_count), ',' ORDER BY u.id)) \
         FROM users AS u JOIN user_profiles ON user_id = u.id";
    assert_eq!(text(&world.pool, people).await, PEOPLE_MD5);
    let preferences = "SELECT md5(string_agg(concat_ws('|', user_id, category, key, value), ',' \
         ORDER BY user_id, category, key)) FROM user_preferences";
    assert_eq!(text(&world.pool, preferences).await, PREFERENCES_MD5);
    let days = |of: &str, since: &str| format!("extract(day FROM {of} - {since})::int");
    let times = [
        days("TIMESTAMPTZ '2026-11-21 12:00Z'", "enrolled_at"),
        days("completed_at", "enrolled_at"),
        days("last_accessed_at", "enrolled_at"),
        days("updated_at", "enrolled_at"),
    ];
    let enrollments = sqlx::AssertSqlSafe(format!(
        "SELECT md5(string_agg(concat_ws('|', id, user_id, course_id, status, progress::int, {}), ',' ORDER BY id)) \
         FROM user_enrollments",
        times.join(", "),
    ));
    let md5: String = sqlx::query_scalar(enrollments)
        .fetch_one(&world.pool)
        .await
        .expect("a text");
    assert_eq!(md5, ENROLLMENTS_MD5);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn everybody_learns_in_courses_that_are_on_offer(pool: PgPool) {
    let world = World::new(pool).await;
    seed(&world.pool, &world.clock, TENANT, 30)
        .await
        .expect("seeded");
    let titles = "SELECT count(DISTINCT title) FROM courses WHERE published_at IS NOT NULL AND deleted_at IS NULL";
    assert_eq!(world.count(titles).await, 2_000);
    let unknown = "SELECT count(*) FROM user_enrollments AS e \
         WHERE NOT EXISTS (SELECT 1 FROM courses AS c WHERE c.tenant_id = e.tenant_id AND c.id = e.course_id)";
    assert_eq!(world.count(unknown).await, 0);
    let titles: Vec<(String, String)> =
        sqlx::query_as("SELECT title, search_text FROM courses ORDER BY 2")
            .fetch_all(&world.pool)
            .await
            .expect("titles");
    assert_eq!(titles[0].0, "A history of algebra");
    for (title, search_text) in titles {
        assert_eq!(search_text, contract::text::searchable(&title));
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn seeding_again_adds_nobody_and_seeding_more_adds_the_rest(pool: PgPool) {
    let world = World::new(pool).await;
    for (people, expected) in [(100, 100), (100, 0), (150, 50), (20, 0)] {
        let added = seed(&world.pool, &world.clock, TENANT, people).await;
        assert_eq!(added.expect("seeded"), expected);
    }
    assert_eq!(world.count("SELECT count(*) FROM users").await, 150);
    assert_eq!(world.count("SELECT count(*) FROM user_profiles").await, 150);
    assert_eq!(
        world.count("SELECT count(*) FROM user_preferences").await,
        450
    );
    assert_eq!(
        world.count("SELECT count(*) FROM user_enrollments").await,
        750
    );
    assert_eq!(world.count("SELECT count(*) FROM courses").await, 2_000);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn somebody_of_the_seed_can_be_read_and_changed(pool: PgPool) {
    let world = World::new(pool).await;
    seed(&world.pool, &world.clock, TENANT, 10)
        .await
        .expect("seeded");
    let first = contract::UserId(uuid!("d6d77053-92bc-4af6-8332-8bea8c4c6904"));
    let view = world.services.profile.get(&world.ours(TENANT), first).await;
    let view = view.expect("a profile");
    assert_eq!(
        (view.email.as_str(), view.profile_completed),
        ("susan.green1@example.org", true)
    );
    // `profile_completed` is what the rule says of everybody.
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM users")
        .fetch_all(&world.pool)
        .await
        .expect("ids");
    for id in ids {
        let view = world
            .services
            .profile
            .get(&world.ours(TENANT), id.into())
            .await;
        let view = view.expect("a profile");
        let percentage = view.profile_completion_percentage.expect("a percentage");
        assert_eq!(view.profile_completed, percentage >= 90, "{percentage}");
    }
    let person = crate::testing::world::person(&view);
    assert_eq!(
        world
            .write_bio(&person, "New")
            .await
            .expect("a change")
            .version,
        2
    );
}
