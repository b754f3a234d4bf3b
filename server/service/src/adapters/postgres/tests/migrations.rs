//! Many processes may bring the schema up to date at once, and again.

use crate::adapters::postgres::{MIGRATOR, PostgresConfig, connect, migrate};
use secrecy::SecretString;
use sqlx::{
    ConnectOptions, Connection, PgPool,
    migrate::Migrate,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;
use tokio::{sync::oneshot, task::JoinSet};

/// Another process's pool at the same database.
fn another(pool: &PgPool) -> PgPool {
    let url = pool.connect_options().to_url_lossy().to_string();
    let config = PostgresConfig {
        url: SecretString::from(url),
        pool_min: 0,
        pool_max: 2,
    };
    connect(&config).expect("a good address")
}

async fn applied(pool: &PgPool) -> Vec<(i64, bool)> {
    sqlx::query_as("SELECT version, success FROM _sqlx_migrations ORDER BY version")
        .fetch_all(pool)
        .await
        .expect("versions")
}

fn all() -> Vec<(i64, bool)> {
    MIGRATOR.iter().map(|one| (one.version, true)).collect()
}

#[sqlx::test(migrations = false)]
async fn four_processes_at_once_and_again(pool: PgPool) {
    for _ in 0..2 {
        let mut processes = JoinSet::new();
        for _ in 0..4 {
            let pool = another(&pool);
            processes.spawn(async move {
                let done = migrate(&pool).await;
                pool.close().await;
                done
            });
        }
        for done in processes.join_all().await {
            done.expect("an up-to-date schema");
        }
        assert_eq!(applied(&pool).await, all());
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_schema_that_a_later_version_has_brought_further_will_do_and_one_that_differs_not(
    pool: PgPool,
) {
    let later =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'later', true, '', 0)";
    let other = "UPDATE _sqlx_migrations SET checksum = 'other' WHERE version = 3";
    for (sql, will_do) in [(later, true), (other, false)] {
        sqlx::query(sql).execute(&pool).await.expect("noted");
        assert_eq!(migrate(&pool).await.is_ok(), will_do, "{sql}");
    }
}

#[sqlx::test(migrations = false)]
async fn waiting_for_another_process_is_not_cut_off_like_a_slow_request(pool: PgPool) {
    // As in production, where a request may take 10 s and a migration far longer.
    let options: PgConnectOptions = pool.connect_options().as_ref().clone();
    let impatient = PgPoolOptions::new()
        .max_connections(1)
        .connect_lazy_with(options.clone().options([("statement_timeout", "100ms")]));
    let mut other = options.connect().await.expect("a connection");
    other.lock().await.expect("the lock of migrations");
    let (done, is_done) = oneshot::channel();
    let slow = async {
        let early = tokio::time::timeout(Duration::from_millis(400), is_done).await;
        assert!(early.is_err(), "it waits for the other");
        other.unlock().await.expect("the lock is free");
        other.close().await.expect("bye");
    };
    let waiting = async {
        migrate(&impatient).await.expect("an up-to-date schema");
        done.send(()).ok();
    };
    tokio::join!(slow, waiting);
    assert_eq!(applied(&pool).await, all());
    // The pool is as impatient as before with everything else.
    let slow = sqlx::query("SELECT pg_sleep(1)").execute(&impatient).await;
    assert!(slow.is_err(), "a request of a second");
    impatient.close().await;
}
