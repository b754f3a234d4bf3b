//! What the catalog says of tables and indexes.

use sqlx::PgPool;

async fn names(pool: &PgPool, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql)
        .fetch_all(pool)
        .await
        .expect("names")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn every_table_and_every_index_says_what_it_is_for(pool: PgPool) {
    let tables = "SELECT relname::text FROM pg_class \
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') \
           AND relname <> '_sqlx_migrations' AND obj_description(oid, 'pg_class') IS NULL";
    assert_eq!(
        names(&pool, tables).await,
        [""; 0],
        "tables without a comment"
    );
    // What a key or a constraint of a table brings along explains itself.
    let indexes = "SELECT i.relname::text FROM pg_class AS i JOIN pg_index ON indexrelid = i.oid \
         WHERE i.relnamespace = 'public'::regnamespace AND obj_description(i.oid, 'pg_class') IS NULL \
           AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.oid)";
    assert_eq!(
        names(&pool, indexes).await,
        [""; 0],
        "indexes without a comment"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_tenant_is_in_every_unique_key_of_a_table_that_has_one(pool: PgPool) {
    let indexes = "SELECT i.indexrelid::regclass::text FROM pg_index AS i \
         JOIN pg_class AS c ON c.oid = i.indrelid \
         JOIN pg_attribute AS tenant ON tenant.attrelid = c.oid AND tenant.attname = 'tenant_id' \
         WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique \
           AND NOT (tenant.attnum = ANY (i.indkey::int2[]))";
    let without = names(&pool, indexes).await;
    // Ids are made by us and are unique everywhere.
    let allowed = [
        "audit_log_pkey",
        "avatar_uploads_pkey",
        "instructor_applications_pkey",
        "outbox_events_pkey",
        "people_pkey",
        "user_enrollments_pkey",
        "user_preferences_pkey",
        "user_profiles_pkey",
        "user_search_pkey",
        "user_selections_pkey",
        "user_texts_pkey",
        "users_pkey",
    ];
    for index in without {
        assert!(
            allowed.contains(&index.as_str()),
            "{index} is unique without its tenant"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_row_of_a_person_cannot_name_another_tenant(pool: PgPool) {
    let references = "SELECT conrelid::regclass::text FROM pg_constraint \
         WHERE contype = 'f' AND confrelid = 'users'::regclass \
           AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = conrelid \
                           AND attname = 'tenant_id' AND attnum = ANY (conkey))";
    assert_eq!(names(&pool, references).await, [""; 0]);
}
