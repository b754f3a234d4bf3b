//! The limits of the crate `contract` and those of the columns are the same: what is just allowed
//! goes in, one more does not.

use crate::testing::world::{TENANT, World};
use contract::limits::{
    BIO_MAX, BLOCK_NOTE_MAX, COURSE_TITLE_MAX, EMAIL_MAX, IDEMPOTENCY_KEY_MAX, LINE_MAX, LINKS_MAX,
    NAME_MAX, PHONE_DIGITS_MAX, PHONE_DIGITS_MIN, PROGRESS_DECIMALS, PROGRESS_MAX, SELECTION_MAX,
    SKILLS_MAX, URL_MAX, USERNAME_MAX, USERNAME_MIN,
};
use contract::{
    account::{AccountStatus, Role},
    avatar::{ImageType, UploadReason, UploadStatus},
    enrollment::EnrollmentStatus,
    insight::DailyKind,
    preference::PreferenceCategory,
    profile::Visibility,
};
use sqlx::{AssertSqlSafe, PgPool};

/// Whether the column takes the value of this SQL expression.
async fn takes(pool: &PgPool, table: &str, column: &str, value: &str) -> bool {
    let set = AssertSqlSafe(format!("UPDATE {table} SET {column} = {value}"));
    match sqlx::query(set).execute(pool).await {
        Ok(done) => {
            assert_eq!(done.rows_affected(), 1, "{table} has one row");
            true
        }
        Err(sqlx::Error::Database(error)) if error.is_check_violation() => false,
        Err(error) => panic!("{table}.{column} = {value}: {error}"),
    }
}

/// The column takes from `min` to `max` of something, and neither fewer nor more.
async fn bounds(
    pool: &PgPool,
    (table, column): (&str, &str),
    min: usize,
    max: usize,
    value: impl Fn(usize) -> String,
) {
    for (n, expected) in [(min, true), (max, true), (max + 1, false)] {
        let taken = takes(pool, table, column, &value(n)).await;
        assert_eq!(taken, expected, "{table}.{column} with {n}");
    }
    if let Some(fewer) = min.checked_sub(1) {
        let taken = takes(pool, table, column, &value(fewer)).await;
        assert!(!taken, "{table}.{column} with {fewer}");
    }
}

async fn with_somebody(pool: PgPool) -> PgPool {
    let world = World::new(pool).await;
    world.somebody().await;
    world.pool
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn texts_are_as_long_as_the_contract_says(pool: PgPool) {
    let pool = with_somebody(pool).await;
    // Characters, not bytes.
    let text = |n| format!("repeat('ñ', {n})");
    for (column, max) in [
        ("first_name", NAME_MAX),
        ("last_name", NAME_MAX),
        ("display_name", LINE_MAX),
        ("headline", LINE_MAX),
        ("location", LINE_MAX),
        ("bio", BIO_MAX),
        ("avatar_url", URL_MAX),
    ] {
        bounds(&pool, ("user_profiles", column), 1, max, text).await;
    }
    let username = |n| format!("repeat('a', {n})");
    bounds(
        &pool,
        ("users", "username"),
        USERNAME_MIN,
        USERNAME_MAX,
        username,
    )
    .await;
    let phone = |n| format!("'+' || repeat('1', {n})");
    bounds(
        &pool,
        ("user_profiles", "phone"),
        PHONE_DIGITS_MIN,
        PHONE_DIGITS_MAX,
        phone,
    )
    .await;
    // Octets: two a letter, and ten for the rest.
    let email = |n: usize| {
        format!(
            "repeat('ñ', {}) || repeat('a', {}) || '@host.test'",
            (n - 10) / 2,
            n % 2
        )
    };
    for (n, expected) in [(EMAIL_MAX, true), (EMAIL_MAX + 1, false)] {
        assert_eq!(
            takes(&pool, "users", "email", &email(n)).await,
            expected,
            "{n} octets"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn keys_of_repeated_requests_are_as_long_as_the_contract_says(pool: PgPool) {
    sqlx::query(
        "INSERT INTO idempotency_keys (tenant_id, caller, path, key, body_hash, locked_until, created_at) \
         VALUES (gen_random_uuid(), 'ada', '/users', 'k', sha256(''), now(), now())",
    )
    .execute(&pool)
    .await
    .expect("a key");
    let key = |n| format!("repeat('k', {n})");
    let column = ("idempotency_keys", "key");
    bounds(&pool, column, 1, IDEMPOTENCY_KEY_MAX, key).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn notes_on_blocks_are_as_long_as_the_contract_says(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    sqlx::query("INSERT INTO blocked_users VALUES ($1, $2, $3, NULL, now())")
        .bind(TENANT.0)
        .bind(ada.id.0)
        .bind(bob.id.0)
        .execute(&world.pool)
        .await
        .expect("a block");
    let note = |n| format!("repeat('ñ', {n})");
    let column = ("blocked_users", "note");
    bounds(&world.pool, column, 1, BLOCK_NOTE_MAX, note).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn lists_are_as_long_as_the_contract_says(pool: PgPool) {
    let pool = with_somebody(pool).await;
    let skills = |n| format!("array_fill('x'::text, ARRAY[{n}])");
    bounds(&pool, ("user_profiles", "skills"), 0, SKILLS_MAX, skills).await;
    let links = |n| {
        format!("(SELECT coalesce(jsonb_agg('{{}}'::jsonb), '[]') FROM generate_series(1, {n}))")
    };
    bounds(&pool, ("user_profiles", "links"), 0, LINKS_MAX, links).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn choices_are_those_of_the_contract(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    let pool = &world.pool;
    // One preference is enough to try.
    sqlx::query("DELETE FROM user_preferences WHERE key <> 'email_enabled'")
        .execute(pool)
        .await
        .expect("two fewer");
    let words = [
        (
            "users",
            "role",
            Role::ALL.iter().map(|w| w.as_str()).collect::<Vec<_>>(),
        ),
        (
            "users",
            "status",
            AccountStatus::ALL.iter().map(|w| w.as_str()).collect(),
        ),
        (
            "user_profiles",
            "visibility",
            Visibility::ALL.iter().map(|w| w.as_str()).collect(),
        ),
        (
            "user_preferences",
            "category",
            PreferenceCategory::ALL.iter().map(|w| w.as_str()).collect(),
        ),
    ];
    for (table, column, words) in words {
        for word in words {
            assert!(
                takes(pool, table, column, &format!("'{word}'")).await,
                "{table}.{column} = {word}"
            );
        }
        assert!(
            !takes(pool, table, column, "'other'").await,
            "{table}.{column}"
        );
    }
    assert_eq!(world.services.account.default_tenant(), TENANT);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn courses_and_enrollments_are_as_the_contract_says(pool: PgPool) {
    let pool = with_somebody(pool).await;
    for sql in [
        "INSERT INTO courses (tenant_id, id) SELECT tenant_id, id FROM users",
        "INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, enrolled_at, completed_at, created_at, updated_at) \
         SELECT id, tenant_id, id, id, now(), now(), now(), now() FROM users",
    ] {
        sqlx::query(sql).execute(&pool).await.expect("a row");
    }
    let title = |n| format!("repeat('ñ', {n})");
    bounds(&pool, ("courses", "title"), 1, COURSE_TITLE_MAX, title).await;

    let table = "user_enrollments";
    for word in EnrollmentStatus::ALL {
        assert!(
            takes(&pool, table, "status", &format!("'{word}'")).await,
            "{word}"
        );
    }
    assert!(!takes(&pool, table, "status", "'other'").await);
    bounds(&pool, (table, "progress"), 0, PROGRESS_MAX, |n| {
        n.to_string()
    })
    .await;
    assert!(!takes(&pool, table, "progress", "-0.01").await);
    let scale = format!("1.{}", "1".repeat(PROGRESS_DECIMALS));
    assert!(takes(&pool, table, "progress", &scale).await);
    let kept: String = sqlx::query_scalar("SELECT progress::text FROM user_enrollments")
        .fetch_one(&pool)
        .await
        .expect("a number");
    assert_eq!(kept, scale);
    assert!(!takes(&pool, table, "time_spent_seconds", "-1").await);
    assert!(!takes(&pool, table, "version", "0").await);
    // What is completed was completed at some time.
    assert!(takes(&pool, table, "status", "'completed'").await);
    assert!(!takes(&pool, table, "completed_at", "NULL").await);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn uploads_are_as_the_contract_says(pool: PgPool) {
    let pool = with_somebody(pool).await;
    sqlx::query(
        "INSERT INTO avatar_uploads (id, tenant_id, user_id, content_type, content_length, reason, avatar_urls, created_at, expires_at) \
         SELECT id, tenant_id, id, 'image/png', 1, 'removed', '{\"small\": \"\", \"medium\": \"\", \"large\": \"\"}', now(), now() FROM users",
    )
    .execute(&pool)
    .await
    .expect("a row");
    let table = "avatar_uploads";
    let types = ImageType::ALL.iter().map(|w| w.as_str());
    let statuses = UploadStatus::ALL.iter().map(|w| w.as_str());
    let reasons = UploadReason::ALL.iter().map(|w| w.as_str());
    let words = types
        .map(|word| ("content_type", word))
        .chain(statuses.map(|word| ("status", word)))
        .chain(reasons.map(|word| ("reason", word)));
    for (column, word) in words {
        let taken = takes(&pool, table, column, &format!("'{word}'")).await;
        assert!(taken, "{column} = {word}");
        assert!(!takes(&pool, table, column, "'other'").await, "{column}");
    }
    assert!(!takes(&pool, table, "content_length", "0").await);
    // What is ready has pictures, what has failed a reason.
    assert!(takes(&pool, table, "status", "'ready'").await);
    assert!(!takes(&pool, table, "avatar_urls", "NULL").await);
    assert!(!takes(&pool, table, "avatar_urls", "'{\"small\": \"\"}'").await);
    assert!(takes(&pool, table, "status", "'failed'").await);
    assert!(!takes(&pool, table, "reason", "NULL").await);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn selections_and_days_are_as_the_contract_says(pool: PgPool) {
    let pool = with_somebody(pool).await;
    for sql in [
        "INSERT INTO user_selections SELECT id, tenant_id, id, '{}', '{}', now() FROM users",
        "DELETE FROM daily_counts",
        "INSERT INTO daily_counts SELECT tenant_id, 'active', '2026-11-21', 1 FROM users",
    ] {
        sqlx::query(sql).execute(&pool).await.expect("a row");
    }
    let ids = |n| format!("array_fill(gen_random_uuid(), ARRAY[{n}])");
    bounds(
        &pool,
        ("user_selections", "user_ids"),
        0,
        SELECTION_MAX,
        ids,
    )
    .await;
    for word in DailyKind::ALL {
        assert!(
            takes(&pool, "daily_counts", "kind", &format!("'{word}'")).await,
            "{word}"
        );
    }
    for bad in ["'other'", "'@active'"] {
        assert!(
            !takes(&pool, "daily_counts", "kind", bad).await,
            "{bad} has no day"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn names_and_addresses_are_stored_in_lower_case_alone(pool: PgPool) {
    let pool = with_somebody(pool).await;
    for (column, value, expected) in [
        ("email", "'ada@host.test'", true),
        ("email", "'Ada@host.test'", false),
        ("email", "'@host.test'", false),
        ("username", "'a.d-a_1'", true),
        ("username", "'Ada'", false),
        ("username", "'.ada'", false),
        ("username", "'ada-'", false),
        ("username", "NULL", true),
    ] {
        assert_eq!(
            takes(&pool, "users", column, value).await,
            expected,
            "{column} = {value}"
        );
    }
}
