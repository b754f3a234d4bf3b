//! Who reads where. A real replica is in `server/tests/faults/replica.rs`.

use super::*;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::sync::Mutex;

/// The same database twice, by two names.
fn twice(options: &PgConnectOptions) -> Readers {
    let [primary, replica] = ["primary", "replica"].map(|name| {
        let options = options.clone().application_name(name);
        PgPoolOptions::new().connect_lazy_with(options)
    });
    Readers::new(primary, Some(replica))
}

impl Readers {
    /// As if it had been found out that the replica shows everything as of so long ago.
    fn was_watched(&self, ago: Duration) {
        let replica = self.replica.as_ref().unwrap();
        replica.shows(Instant::now().checked_sub(ago).unwrap());
    }

    async fn read_name(&self, sight: Sight) -> String {
        self.read(sight, name_of).await.unwrap()
    }
}

async fn name_of(pool: PgPool) -> Result<String> {
    let name = sqlx::query_scalar("SELECT current_setting('application_name')");
    Ok(name.fetch_one(&pool).await?)
}

#[sqlx::test(migrations = false)]
async fn the_replica_answers_who_need_not_see_the_last_second_while_it_is_known_to_show_the_rest(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let readers = twice(&options);
    tokio::time::sleep(BEHIND_MAX).await;
    assert_eq!(readers.read_name(Sight::Near).await, "primary", "unknown");
    readers.was_watched(Duration::ZERO);
    assert_eq!(readers.read_name(Sight::Near).await, "replica");
    for writer in [Sight::Here, Sight::Far] {
        assert_eq!(readers.read_name(writer).await, "primary", "{writer:?}");
    }
    readers.was_watched(BEHIND_MAX);
    assert_eq!(readers.read_name(Sight::Near).await, "primary", "late");
    let alone = Readers::from(readers.primary().clone());
    assert_eq!(alone.read_name(Sight::Near).await, "primary");
    assert!(alone.watch().is_none());
}

#[sqlx::test(migrations = false)]
async fn what_the_replica_cannot_answer_is_asked_of_the_primary_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let readers = twice(&options);
    let asked = Mutex::new(Vec::new());
    let list = &asked;
    let ask = |pool: PgPool| async move {
        let name = name_of(pool).await?;
        list.lock().unwrap().push(name);
        Err::<(), _>(Error::internal(
            "canceling statement due to conflict with recovery",
        ))
    };
    readers.was_watched(Duration::ZERO);
    assert!(readers.read(Sight::Near, ask).await.is_err());
    assert_eq!(*asked.lock().unwrap(), ["replica", "primary"]);
    assert_eq!(readers.read_name(Sight::Near).await, "replica", "the next");

    // A refusal is an answer.
    let refuse = async |_| Err::<(), _>(Error::NotFound);
    let refused = readers.read(Sight::Near, refuse).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");

    // One that is away, or never answers, is left alone until it was watched again.
    let replica = readers.replica.as_ref().unwrap();
    let hang = |pool: PgPool| async move {
        if pool.connect_options().get_application_name() == Some("replica") {
            std::future::pending::<()>().await;
        }
        name_of(pool).await
    };
    assert_eq!(readers.read(Sight::Near, hang).await.unwrap(), "primary");
    assert!(!replica.is_fresh());
    readers.was_watched(Duration::ZERO);
    replica.pool.close().await;
    assert_eq!(readers.read_name(Sight::Near).await, "primary");
    assert!(!replica.is_fresh());
}

#[sqlx::test(migrations = false)]
async fn a_database_that_is_no_replica_is_never_read_from(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let readers = twice(&options);
    readers.was_watched(Duration::ZERO);
    readers.watch().unwrap().look().await;
    assert_eq!(readers.read_name(Sight::Near).await, "primary");
}
