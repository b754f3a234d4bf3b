//! What is kept is what is, whoever changes it and whatever else is under way.

use super::asked;
use crate::testing::world::{OTHER_TENANT, TENANT, World, newcomer, noon};
use chrono::TimeDelta;
use contract::account::listing::UserQuery;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sqlx::PgPool;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinSet;

/// Rows that are kept and should not be, or should be and are not; and sums that are not what is counted.
const FAULTS: [(&str, &str); 4] = [
    (
        "user_search",
        "WITH truth AS (
             SELECT u.id, u.tenant_id, role, status, email_verified, profile_completed, created_at, last_active_at,
                    searchable(first_name), searchable(last_name), searchable(email),
                    concat_ws(E'\\n', searchable(first_name), searchable(last_name), searchable(display_name),
                              searchable(email), searchable(username))
             FROM users AS u JOIN user_profiles ON user_id = u.id WHERE status <> 'deleted')
         SELECT count(*) FROM (
             (TABLE truth EXCEPT ALL TABLE user_search) UNION ALL (TABLE user_search EXCEPT ALL TABLE truth)) AS x",
    ),
    (
        "user_texts",
        "WITH truth AS (SELECT user_id, tenant_id, text FROM user_search)
         SELECT count(*) FROM (
             (TABLE truth EXCEPT ALL TABLE user_texts) UNION ALL (TABLE user_texts EXCEPT ALL TABLE truth)) AS x",
    ),
    (
        "user_counts",
        "WITH terms AS (
             SELECT '=' || term AS counted, term, tenant_id FROM counted_terms
         ), truth AS (
             SELECT s.tenant_id, counted, first_of_month(created_at), role, status, count(*)
             FROM user_search AS s, LATERAL (
                 SELECT '' AS counted UNION ALL SELECT '@verified' WHERE email_verified
                 UNION ALL SELECT '@completed' WHERE profile_completed
                 UNION ALL SELECT counted FROM terms AS t WHERE t.tenant_id = s.tenant_id AND position(term IN text) > 0) AS c
             GROUP BY 1, 2, 3, 4, 5
         ), kept AS (
             SELECT tenant_id, counted, month, role, status, sum(users) FROM user_counts
             GROUP BY 1, 2, 3, 4, 5 HAVING sum(users) <> 0
         )
         SELECT count(*) FROM ((TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)) AS x",
    ),
    (
        "daily_counts",
        "WITH people AS (
             SELECT * FROM users WHERE status <> 'deleted'
         ), truth AS (
             SELECT tenant_id, kind, day, count(*) FROM (
                 SELECT p.tenant_id, 'registered' AS kind, (created_at AT TIME ZONE 'UTC')::date AS day FROM people AS p
                 UNION ALL SELECT p.tenant_id, 'active', day FROM people AS p JOIN active_days ON user_id = id
                 UNION ALL SELECT p.tenant_id, 'enrolled', (enrolled_at AT TIME ZONE 'UTC')::date
                           FROM people AS p JOIN user_enrollments ON user_id = p.id
                 UNION ALL SELECT p.tenant_id, 'completed', (completed_at AT TIME ZONE 'UTC')::date
                           FROM people AS p JOIN user_enrollments ON user_id = p.id WHERE completed_at IS NOT NULL
                 UNION ALL SELECT p.tenant_id, '@' || e.status, NULL FROM people AS p JOIN user_enrollments AS e ON user_id = p.id
             ) AS x GROUP BY 1, 2, 3
         ), kept AS (
             SELECT tenant_id, kind, day, sum(count) FROM daily_counts GROUP BY 1, 2, 3 HAVING sum(count) <> 0
         )
         SELECT count(*) FROM ((TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)) AS x",
    ),
];

impl World {
    /// Everything that triggers keep is what it should be.
    pub(crate) async fn assert_kept(&self, when: &str) {
        for (what, faults) in FAULTS {
            assert_eq!(self.count(faults).await, 0, "{what} {when}");
        }
    }
}

const NAMES: [&str; 6] = ["Ada", "Adam", "José", "Jonas", "Mary Ann", "Zoë"];

/// A change of one person, or of some, as anybody might make it.
fn change(rng: &mut StdRng) -> String {
    let one = format!(
        "(SELECT id FROM users ORDER BY md5(id::text || '{}') LIMIT 1)",
        rng.random::<u32>()
    );
    let name = *NAMES.choose(rng).unwrap();
    let n = rng.random_range(0..3);
    match rng.random_range(0..12) {
        0 => format!("UPDATE users SET role = (ARRAY['admin', 'instructor', 'student'])[1 + {n}] WHERE id = {one}"),
        1 => format!("UPDATE users SET status = (ARRAY['active', 'suspended', 'inactive'])[1 + {n}] WHERE id = {one}"),
        2 => format!("UPDATE users SET status = 'deleted' WHERE id = {one}"),
        3 => format!("UPDATE users SET email = md5(random()::text) || '{n}@ada.test', email_verified = {n} = 0 WHERE id = {one}"),
        4 => format!("UPDATE users SET last_active_at = clock_timestamp() WHERE id = {one}"),
        5 => format!("UPDATE users SET version = version + 1, event_sequence = event_sequence + 1, username = username WHERE id = {one}"),
        6 => format!(
            "BEGIN; SELECT 1 FROM users WHERE id = {one} FOR NO KEY UPDATE;
             UPDATE user_profiles SET first_name = '{name}', profile_completed = {n} > 0 WHERE user_id = {one}; COMMIT"
        ),
        // Two doors of one person in one transaction, and a transaction that comes to nothing.
        7 => format!(
            "BEGIN; UPDATE users SET username = 'u' || left(md5(random()::text), 12) WHERE id = {one};
             UPDATE user_profiles SET display_name = '{name}' WHERE user_id = {one}; COMMIT"
        ),
        8 => format!("BEGIN; UPDATE users SET role = 'admin', status = 'deleted' WHERE id = {one}; ROLLBACK"),
        9 => format!(
            "INSERT INTO active_days SELECT tenant_id, id, DATE '2026-11-01' + {n} FROM users WHERE id = {one} ON CONFLICT DO NOTHING"
        ),
        10 => format!(
            "INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, enrolled_at, created_at, updated_at)
             SELECT gen_random_uuid(), tenant_id, id, '00000000-0000-7000-8000-00000000000{n}', now(), now(), now() FROM users WHERE id = {one}
             ON CONFLICT DO NOTHING"
        ),
        _ => format!(
            "UPDATE user_enrollments SET status = (ARRAY['completed', 'dropped', 'active'])[1 + {n}],
                    completed_at = coalesce(completed_at, now()) WHERE user_id = {one}"
        ),
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_kept_and_counted_is_exact_while_terms_come_and_go(pool: PgPool) {
    let world = World::new(pool).await;
    for n in 0..40 {
        let tenant = [TENANT, TENANT, TENANT, OTHER_TENANT][n % 4];
        world.account(tenant, newcomer()).await;
    }
    world.assert_kept("at first").await;
    let done = AtomicBool::new(false);
    let done: &'static AtomicBool = Box::leak(Box::new(done));
    let mut writers = JoinSet::new();
    for seed in 0..4 {
        let pool = world.pool.clone();
        writers.spawn(async move {
            let mut rng = StdRng::seed_from_u64(seed);
            for _ in 0..150 {
                let sql = sqlx::AssertSqlSafe(change(&mut rng));
                sqlx::raw_sql(sql).execute(&pool).await.expect("a change");
            }
        });
    }
    let counting = async {
        let mut dropped = 0;
        while !done.load(Ordering::Relaxed) {
            for search in ["ada", "@", "jo", "z", "example"] {
                world.count_from_now_on(search).await;
            }
            world.services.sweeper.add_up().await.expect("added up");
            let later = noon() + TimeDelta::days(365);
            let now = super::super::store::delete_old_terms(&world.pool, later, 10);
            dropped += now.await.expect("dropped");
        }
        dropped
    };
    let writing = async {
        while let Some(written) = writers.join_next().await {
            written.expect("no fault");
        }
        done.store(true, Ordering::Relaxed);
    };
    let ((), dropped) = tokio::join!(writing, counting);
    assert!(dropped > 5, "terms went and came: {dropped}");
    for search in ["ada", "@", "jo", "z", "example"] {
        world.count_from_now_on(search).await;
    }
    assert_eq!(world.count("SELECT count(*) FROM counted_terms").await, 5);
    world.assert_kept("after all changes").await;
    world.services.sweeper.add_up().await.expect("added up");
    world.assert_kept("added up").await;
    for search in ["", "ada", "@", "jo", "z", "example"] {
        let all = world.whom(&asked(search)).await;
        assert!(!all.is_empty(), "{search}");
    }
}

const ENROLL: &str = "INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, enrolled_at, created_at, updated_at)
    SELECT gen_random_uuid(), tenant_id, id, gen_random_uuid(), now(), now(), now() FROM users";

/// While an account that stood so is about to stand otherwise, its enrollments are changed by somebody who sees it as it
/// was.
async fn changed_meanwhile(pool: PgPool, from: &str, to: &str, change: &'static str) {
    let world = World::new(pool).await;
    let ada = world.account(TENANT, newcomer()).await;
    world.by_hand(ENROLL).await;
    let stands = |status| format!("UPDATE users SET status = '{status}'");
    world.by_hand(&stands(from)).await;
    let mut first = world.pool.begin().await.unwrap();
    sqlx::query("UPDATE users SET status = $2 WHERE id = $1")
        .bind(ada.id.0)
        .bind(to)
        .execute(&mut *first)
        .await
        .unwrap();
    let second = sqlx::query(change).execute(&world.pool);
    world.commit_under(first, second).await.unwrap();
    world.assert_kept("after both").await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_enrollment_that_changes_while_its_person_comes_back_is_counted_as_it_is(pool: PgPool) {
    let complete = "UPDATE user_enrollments SET status = 'completed', completed_at = now()";
    changed_meanwhile(pool, "deleted", "active", complete).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_enrollment_that_is_made_while_its_person_comes_back_is_counted(pool: PgPool) {
    changed_meanwhile(pool, "deleted", "active", ENROLL).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_enrollment_that_is_made_while_its_person_goes_is_not_counted(pool: PgPool) {
    changed_meanwhile(pool, "active", "deleted", ENROLL).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_of_many_keeps_all_of_them(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .services
        .account
        .ensure_tenant(&world.ours(TENANT), TENANT)
        .await
        .unwrap();
    crate::seed::seed(&world.pool, &world.clock, TENANT, 600)
        .await
        .unwrap();
    for (set, who) in [
        ("role = 'instructor'", "true"),
        ("status = 'suspended', username = NULL", "login_count < 25"),
        ("status = 'deleted'", "login_count % 2 = 0"),
        (
            "status = 'active', email = 'again.' || email",
            "login_count % 3 = 0",
        ),
        (
            "last_active_at = NULL, email_verified = NOT email_verified",
            "true",
        ),
    ] {
        world
            .by_hand(&format!("UPDATE users SET {set} WHERE {who}"))
            .await;
        world.assert_kept(set).await;
    }
    let kept = "SELECT count(*) FROM users AS u FULL JOIN people AS p ON p.user_id = u.id \
        WHERE (u.status <> 'deleted') IS DISTINCT FROM (p.user_id IS NOT NULL) \
           OR p.username IS DISTINCT FROM (CASE WHEN u.status <> 'deleted' THEN u.username END) \
           OR (u.role = 'instructor' AND u.status <> 'deleted') <> coalesce('@instructor' = ANY (p.words), false)";
    assert_eq!(world.count(kept).await, 0, "and what others are found by");
    assert_eq!(
        world
            .whom(&UserQuery {
                search: Some("qxz".into()),
                ..UserQuery::default()
            })
            .await,
        []
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn terms_are_counted_for_a_day_and_not_too_many_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    world.count_from_now_on("ada").await;
    let terms = "SELECT count(*) FROM counted_terms";
    let counts = "SELECT count(*) FROM user_counts WHERE counted <> ''";
    assert_eq!(
        (world.count(terms).await, world.count(counts).await),
        (1, 1)
    );
    world.clock.set(noon() + TimeDelta::hours(23));
    world.services.sweeper.sweep().await.unwrap();
    assert_eq!(world.count(terms).await, 1);
    world.clock.set(noon() + TimeDelta::hours(25));
    world.services.sweeper.sweep().await.unwrap();
    assert_eq!(
        (world.count(terms).await, world.count(counts).await),
        (0, 0)
    );
    world.by_hand(&format!(
        "INSERT INTO counted_terms SELECT '{TENANT}', 't' || n, '2026-11-22' FROM generate_series(1, 499) AS n"
    )).await;
    world.count_from_now_on("ada").await;
    world.count_from_now_on("love").await;
    assert_eq!(
        (world.count(terms).await, world.count(counts).await),
        (500, 1)
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_term_waits_for_no_change_that_takes_long(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let mut slow = world.pool.begin().await.unwrap();
    sqlx::query("UPDATE users SET role = 'admin' WHERE id = $1")
        .bind(ada.id.0)
        .execute(&mut *slow)
        .await
        .unwrap();
    world.count_from_now_on("ada").await;
    assert_eq!(
        world.count("SELECT count(*) FROM counted_terms").await,
        0,
        "it gives up"
    );
    assert_eq!(
        world.whom(&asked("ada")).await,
        [ada.id],
        "and finds all the same"
    );
    slow.commit().await.unwrap();
    world.count_from_now_on("ada").await;
    assert_eq!(world.count("SELECT count(*) FROM counted_terms").await, 1);
    world.assert_kept("in the end").await;
}
