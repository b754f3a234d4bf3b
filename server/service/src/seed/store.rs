//! The SQL of seeding. Not checked at compile time: it leans on functions of its own session.

use super::Found;
use crate::{
    ctx::Person,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{AuthId, TenantId, UserId};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use uuid::Uuid;

const FIRST_NAMES: &str = "James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara \
    Richard Susan Joseph Jessica Thomas Sarah Carlos Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Paul \
    Emily Steven Kimberly Andrew Donna Kenneth Michelle Joshua Carol Kevin Amanda Brian Melissa George Deborah \
    Timothy Stephanie Ronald Rebecca Jason Laura Wei Fatima Priya Mohammed Yuki Ana Olga Ivan Chen Aisha Johnny \
    Sofia Lucas Emma";
const LAST_NAMES: &str = "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez \
    Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez \
    Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera \
    Campbell Mitchell Carter Roberts Kim Patel Singh Khan Wang Silva Ivanov Tanaka Kowalski Schmidt Johnston Okafor \
    Rossi Dubois Novak Larsen Haddad Costa Yilmaz Park";

/// `uid`: a UUID made of a text's MD5, with the marks of version 4. `pick`: a number below `m`.
const FUNCTIONS: [&str; 2] = [
    r"CREATE OR REPLACE FUNCTION pg_temp.uid(t text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
          SELECT overlay(overlay(md5(t) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid $$",
    r"CREATE OR REPLACE FUNCTION pg_temp.pick(t text, m int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
          SELECT (('x' || left(md5(t), 8))::bit(32)::bigint % m)::int $$",
];

/// Identity and profile in one statement. Languages that the product does not speak become `en`;
/// the theme, a preference elsewhere, lives in the settings here.
const USERS: &str = r"
    WITH person AS (
        SELECT n, ($2::text[])[1 + pg_temp.pick('first-' || n, cardinality($2))] AS first,
               ($3::text[])[1 + pg_temp.pick('last-' || n, cardinality($3))] AS last,
               pg_temp.pick('status-' || n, 100) AS s
        FROM generate_series(1, $4) AS n
    ), identity AS (
        INSERT INTO users (id, tenant_id, auth_id, email, username, role, status, email_verified, login_count,
                           last_login_at, last_active_at, created_at, updated_at)
        SELECT pg_temp.uid('user-' || n), $1, pg_temp.uid('auth-' || n),
               lower(first || '.' || last) || n || '@' ||
                   (ARRAY['example.com', 'example.org', 'school.example', 'university.example'])[1 + n % 4],
               CASE WHEN n % 10 < 8 THEN lower(left(first, 1) || last) || n END,
               CASE WHEN n % 1000 = 0 THEN 'admin' WHEN n % 20 = 0 THEN 'instructor' ELSE 'student' END,
               CASE WHEN n <= 21000 OR s < 94 THEN 'active' WHEN s < 97 THEN 'inactive'
                    WHEN s < 99 THEN 'suspended' ELSE 'deleted' END,
               n % 10 <> 9, n % 50,
               $5::timestamptz - make_interval(mins => n % 43200), $5 - make_interval(mins => n % 43200),
               $5 - make_interval(secs => 1 + pg_temp.pick('created-' || n, 94000000)),
               $5 - make_interval(mins => n % 43200)
        FROM person ON CONFLICT DO NOTHING
        RETURNING id
    )
    INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name, display_name, avatar_url, bio, phone,
                               profile_completed, settings)
    SELECT identity.id, $1, first, last, CASE WHEN n % 10 < 7 THEN first || ' ' || last END,
           CASE WHEN n % 10 < 5 THEN 'https://cdn.example.com/avatars/' || identity.id || '.jpg' END,
           CASE WHEN n % 10 < 6 THEN first || ' studies ' ||
               (ARRAY['mathematics', 'biology', 'computer science', 'history', 'design', 'economics'])[1 + n % 6] ||
               ' and has been learning online since ' || 2010 + n % 14 || '.' END,
           CASE WHEN n % 10 < 4 THEN '+1' || lpad((2000000000 + n * 7919::bigint)::text, 10, '0') END,
           n % 10 < 5,
           jsonb_build_object(
               'theme', CASE WHEN n <= $6 THEN (ARRAY['dark', 'light'])[1 + n % 2] ELSE 'system' END,
               'language', (ARRAY['en', 'en', 'en', 'es', 'en', 'en', 'en'])[1 + n % 7],
               'timezone', (ARRAY['UTC', 'America/New_York', 'America/Los_Angeles', 'Europe/Paris', 'Europe/London',
                                  'Asia/Tokyo', 'Asia/Kolkata'])[1 + n % 7])
    FROM person JOIN identity ON identity.id = pg_temp.uid('user-' || n)";

const PREFERENCES: &str = r"
    INSERT INTO user_preferences (id, tenant_id, user_id, category, key, value, created_at, updated_at)
    SELECT pg_temp.uid('preference-' || n || '-' || k), $1, pg_temp.uid('user-' || n),
           (ARRAY['notifications', 'notifications', 'learning'])[k],
           (ARRAY['email_enabled', 'push_enabled', 'daily_goal_minutes'])[k],
           CASE k WHEN 1 THEN to_jsonb(n % 3 > 0) WHEN 2 THEN to_jsonb(n % 2 = 0) ELSE to_jsonb(15 + n % 46) END, $3, $3
    FROM generate_series(1, $2) AS n, generate_series(1, 3) AS k
    WHERE EXISTS (SELECT 1 FROM users WHERE id = pg_temp.uid('user-' || n) AND tenant_id = $1)
    ON CONFLICT DO NOTHING";

/// 2,000 courses: a form, a subject, a part.
const COURSES: &str = r"
    INSERT INTO courses (tenant_id, id, title, search_text, titled_at, published_at)
    SELECT $1, pg_temp.uid('course-' || n), upper(left(title, 1)) || substr(title, 2), lower(title), $2, $2
    FROM generate_series(0, 1999) AS n, LATERAL (
        SELECT format(($3::text[])[1 + n % 10], ($4::text[])[1 + n / 10 % 50]) || ($5::text[])[1 + n / 500] AS title) AS t
    ON CONFLICT DO NOTHING";
const FORMS: [&str; 10] = [
    "Introduction to %s",
    "Foundations of %s",
    "Applied %s",
    "Advanced %s",
    "Practical %s",
    "A history of %s",
    "%s for everyone",
    "Topics in %s",
    "%s in practice",
    "The language of %s",
];
const SUBJECTS: &str = "algebra analysis anatomy anthropology architecture astronomy biology botany calculus chemistry \
    cinema composition cryptography design drawing ecology economics electronics ethics geography geology geometry \
    grammar harmony history journalism law linguistics literature logic management mechanics medicine music nutrition \
    optics painting pedagogy philosophy photography physics poetry politics probability programming psychology \
    sociology statistics topology typography";
const PARTS: [&str; 4] = ["", ", part 2", ", part 3", ", part 4"];

const ENROLLMENTS: &str = r"
    INSERT INTO user_enrollments (id, tenant_id, user_id, course_id, status, progress, time_spent_seconds, progressed_at,
                                  enrolled_at, completed_at, last_accessed_at, created_at, updated_at)
    SELECT pg_temp.uid('enrollment-' || n || '-' || k), $1, pg_temp.uid('user-' || n),
           pg_temp.uid('course-' || (n * 5 + k * 97) % 2000),
           (ARRAY['active', 'active', 'active', 'completed', 'dropped'])[k],
           CASE k WHEN 4 THEN 100 ELSE (n * 13 + k * 29) % 100 END, 60 * ((n * 7 + k * 31) % 600), t + interval '19 days',
           t, CASE k WHEN 4 THEN t + interval '20 days' END, t + interval '19 days', t, t + interval '20 days'
    FROM generate_series(1, $2) AS n, generate_series(1, 5) AS k,
         LATERAL (SELECT $3::timestamptz - make_interval(days => 30 + (n + k * 37) % 300) AS t) AS at
    WHERE EXISTS (SELECT 1 FROM users WHERE id = pg_temp.uid('user-' || n) AND tenant_id = $1)
    ON CONFLICT DO NOTHING";

pub(super) async fn insert_tenant(
    conn: &mut PgConnection,
    tenant: TenantId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("INSERT INTO tenants (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(tenant.0)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn create_functions(conn: &mut PgConnection) -> Result<()> {
    for function in FUNCTIONS {
        sqlx::query(function).execute(&mut *conn).await?;
    }
    // A million people take longer than a request may.
    sqlx::query("SET LOCAL statement_timeout = '30min'")
        .execute(conn)
        .await?;
    Ok(())
}

fn words(list: &str) -> Vec<String> {
    list.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The indexes of words, texts, names and orders, taken away: how each is made, and what it is for.
pub(super) async fn drop_indexes(conn: &mut PgConnection) -> Result<Vec<(String, String)>> {
    let mut indexes = Vec::new();
    for name in [
        "people_words_idx",
        "people_similar_idx",
        "user_texts_idx",
        "user_search_created_at_idx",
        "user_search_never_last_idx",
        "user_search_longest_first_idx",
        "user_search_first_name_idx",
        "user_search_last_name_idx",
        "user_search_email_idx",
        "user_search_role_idx",
    ] {
        let index = sqlx::query_as(
            "SELECT pg_get_indexdef($1::regclass), format('COMMENT ON INDEX %I IS %L', $1, obj_description($1::regclass))",
        );
        indexes.push(index.bind(name).fetch_one(&mut *conn).await?);
        let drop = AssertSqlSafe(format!("DROP INDEX {name}"));
        sqlx::query(drop).execute(&mut *conn).await?;
    }
    Ok(indexes)
}

/// Makes them again.
pub(super) async fn create_indexes(
    conn: &mut PgConnection,
    indexes: Vec<(String, String)>,
) -> Result<()> {
    for (index, comment) in indexes {
        for sql in [
            "SET LOCAL maintenance_work_mem = '512MB'".into(),
            index,
            comment,
        ] {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut *conn).await?;
        }
    }
    Ok(())
}

pub(super) async fn insert_users(
    conn: &mut PgConnection,
    tenant: TenantId,
    users: i32,
    now: DateTime<Utc>,
) -> Result<u64> {
    let inserted = sqlx::query(USERS)
        .bind(tenant.0)
        .bind(words(FIRST_NAMES))
        .bind(words(LAST_NAMES))
        .bind(users)
        .bind(now)
        .bind(super::WITH_DESK)
        .execute(conn)
        .await?;
    Ok(inserted.rows_affected())
}

/// Everybody signed in when they last did.
pub(super) async fn insert_active_days(conn: &mut PgConnection, tenant: TenantId) -> Result<()> {
    sqlx::query(
        "INSERT INTO active_days SELECT tenant_id, id, utc_day(last_login_at) FROM users \
         WHERE tenant_id = $1 AND status <> 'deleted' AND last_login_at IS NOT NULL ON CONFLICT DO NOTHING",
    )
    .bind(tenant.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn insert_preferences(
    conn: &mut PgConnection,
    tenant: TenantId,
    users: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(PREFERENCES)
        .bind(tenant.0)
        .bind(users)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn insert_courses(
    conn: &mut PgConnection,
    tenant: TenantId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(COURSES)
        .bind(tenant.0)
        .bind(now)
        .bind(FORMS.map(str::to_owned).to_vec())
        .bind(words(SUBJECTS))
        .bind(PARTS.map(str::to_owned).to_vec())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn insert_enrollments(
    conn: &mut PgConnection,
    tenant: TenantId,
    users: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(ENROLLMENTS)
        .bind(tenant.0)
        .bind(users)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn analyze(pool: &PgPool) -> Result<()> {
    sqlx::query(
        "ANALYZE users, user_profiles, user_preferences, courses, user_enrollments, people, user_search, \
         user_texts, user_counts, daily_counts, active_days",
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn find_person(
    pool: &PgPool,
    tenant: TenantId,
    who: &str,
) -> Result<Option<Found>> {
    let row: Option<(Uuid, Uuid, String, String, String, i64)> = sqlx::query_as(
        r"SELECT id, auth_id, role, status, email, version FROM users
          WHERE tenant_id = $1 AND status <> 'deleted'
            AND (id::text = $2 OR email = lower($2)
                 OR id = (SELECT overlay(overlay(h PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid
                          FROM md5('user-' || $2) AS h))
          LIMIT 1",
    )
    .bind(tenant.0)
    .bind(who)
    .fetch_optional(pool)
    .await?;
    let Some((id, auth_id, role, status, email, version)) = row else {
        return Ok(None);
    };
    let person = Person {
        id: UserId(id),
        auth_id: AuthId(auth_id),
        tenant_id: tenant,
        role: role.parse().map_err(Error::internal)?,
        status: status.parse().map_err(Error::internal)?,
    };
    Ok(Some(Found {
        person,
        email,
        version,
    }))
}
