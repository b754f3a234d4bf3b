//! Who may change what stands in the audit log: nobody. The owner of the tables is refused by triggers, the
//! application's own role by its rights.

use super::{seal, verify};
use crate::{
    Actor,
    adapters::postgres::{GrantError, grant, migrate},
    testing::{
        broker::Broker,
        migrate_until,
        world::{TENANT, World, bio_of, newcomer, person},
    },
};
use contract::{
    CourseId,
    enrollment::CreateEnrollment,
    preference::{PreferenceCategory, PreferenceEntry, UpsertPreferences},
};
use serde_json::json;
use sqlx::{
    AssertSqlSafe, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

/// What nobody may do.
const REFUSED: [&str; 8] = [
    "UPDATE audit_log SET action = 'user.read'",
    "DELETE FROM audit_log",
    "TRUNCATE audit_log",
    "UPDATE audit_seals SET hash = sha256(hash)",
    "DELETE FROM audit_seals",
    "TRUNCATE audit_seals",
    "TRUNCATE audit_log, audit_seals, audit_unsealed, audit_chains CASCADE",
    "INSERT INTO audit_seals SELECT * FROM audit_seals
         ON CONFLICT ON CONSTRAINT audit_seals_pkey DO UPDATE SET hash = excluded.hash",
];
/// What only the owner may do, which would open the way.
const OPENING: [&str; 5] = [
    "ALTER TABLE audit_log DISABLE TRIGGER ALL",
    "ALTER TABLE audit_log DISABLE TRIGGER audit_log_kept",
    "DROP TRIGGER audit_log_kept ON audit_log",
    "DROP TABLE audit_log",
    "SET session_replication_role = replica",
];
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// What stood against it: the state, and the sentence.
async fn refusal(pool: &PgPool, sql: &'static str) -> (String, String) {
    let error = sqlx::raw_sql(sql).execute(pool).await;
    let error = error.expect_err(sql);
    let error = error.as_database_error().expect("an answer of Postgres");
    let state = error.code().map(Into::into).unwrap_or_default();
    (state, error.message().to_owned())
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_owner_of_the_tables_is_refused_by_a_trigger(pool: PgPool) {
    let world = World::new(pool).await;
    world.somebody().await;
    seal(&world).await;
    for sql in REFUSED {
        let (state, sentence) = refusal(&world.pool, sql).await;
        assert_eq!(state, INSUFFICIENT_PRIVILEGE, "{sql}");
        assert!(sentence.contains("is append-only"), "{sql}: {sentence}");
    }
    // In a session that skips triggers, for whoever may have one, they stand too.
    let mut conn = world.pool.acquire().await.expect("a connection");
    let skip = "SET session_replication_role = replica";
    sqlx::raw_sql(skip)
        .execute(&mut *conn)
        .await
        .expect("a superuser's test");
    for sql in REFUSED {
        let error = sqlx::raw_sql(sql).execute(&mut *conn).await.expect_err(sql);
        assert!(
            error.to_string().contains("is append-only"),
            "{sql}: {error}"
        );
    }
    assert_eq!(verify(&world, TENANT, None).await.1, []);
}

/// A role that goes with the test.
struct Role {
    name: String,
    owner: PgPool,
}

impl Role {
    async fn new(owner: &PgPool) -> Self {
        // What must be quoted is no harm.
        let name = format!("app \"{:x}\"", rand::random::<u64>());
        let role = Self {
            name,
            owner: owner.clone(),
        };
        let make = format!("CREATE ROLE {} LOGIN PASSWORD 'secret'", role.quoted());
        role.run(make).await;
        role
    }

    fn quoted(&self) -> String {
        format!("\"{}\"", self.name.replace('"', "\"\""))
    }

    async fn run(&self, sql: String) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.owner).await;
        done.expect("done by the owner");
    }

    /// A pool of the role's, as its application has one.
    async fn connect(&self) -> PgPool {
        let options = PgConnectOptions::clone(&self.owner.connect_options());
        let options = options.username(&self.name).password("secret");
        let pool = PgPoolOptions::new().max_connections(5);
        pool.connect_with(options).await.expect("the role signs in")
    }

    async fn drop(self) {
        let name = self.quoted();
        self.run(format!("DROP OWNED BY {name}; DROP ROLE {name}"))
            .await;
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_application_role_does_all_its_work_and_cannot_change_the_audit_log(pool: PgPool) {
    let role = Role::new(&pool).await;
    // Whatever it had before goes.
    role.run(format!(
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO {}",
        role.quoted()
    ))
    .await;
    grant(&pool, &role.name).await.expect("rights");
    let own = role.connect().await;
    migrate(&own)
        .await
        .expect("it is up to date, which a role without rights can see");
    let broker = Broker::new().await;
    let world = World::at(own.clone(), &broker.config).await;
    let ada = world.somebody().await;
    let eve = person(&world.account(TENANT, newcomer()).await);
    let ctx = world.ctx(Actor::User(ada.clone()));
    let services = &world.services;
    let updated = services.profile.update(&ctx, bio_of("new"), None).await;
    updated.expect("a change");
    let command = CreateEnrollment {
        course_id: CourseId(Uuid::from_u128(1)),
    };
    services
        .enrollment
        .enroll(&ctx, ada.id, command)
        .await
        .expect("an enrollment");
    let command = UpsertPreferences {
        category: PreferenceCategory::Ui,
        entries: vec![PreferenceEntry {
            key: "density".into(),
            value: json!("compact"),
        }],
    };
    services
        .preference
        .upsert(&ctx, ada.id, command)
        .await
        .expect("a preference");
    let block = contract::block::CreateBlock {
        user_id: eve.id,
        note: None,
    };
    services.block.block(&ctx, block).await.expect("a block");
    services
        .block
        .unblock(&ctx, eve.id)
        .await
        .expect("no block");
    let relayed = services.relay.drain().await.expect("a turn");
    assert_eq!((relayed.published, relayed.failed), (5, 0));
    services.sweeper.sweep().await.expect("swept");
    services.sweeper.add_up().await.expect("added up");
    assert_eq!(seal(&world).await, 7);
    let (verified, faults) = verify(&world, TENANT, None).await;
    assert_eq!((verified.head.number, faults), (7, Vec::new()));

    for sql in REFUSED {
        let (state, sentence) = refusal(&own, sql).await;
        assert_eq!(state, INSUFFICIENT_PRIVILEGE, "{sql}");
        assert!(
            sentence.starts_with("permission denied"),
            "{sql}: {sentence}"
        );
    }
    for sql in OPENING {
        let (state, sentence) = refusal(&own, sql).await;
        assert_eq!(state, INSUFFICIENT_PRIVILEGE, "{sql}: {sentence}");
        assert!(!sentence.contains("append-only"), "{sql}: {sentence}");
    }
    for sql in [
        "CREATE TABLE mine ()",
        "DELETE FROM _sqlx_migrations",
        "DROP TABLE users",
    ] {
        assert_eq!(refusal(&own, sql).await.0, INSUFFICIENT_PRIVILEGE, "{sql}");
    }
    broker.remove().await;
    own.close().await;
    role.drop().await;
}

/// The last migration before what waits lay apart.
const IN_ITS_ROW: i64 = 13;

#[sqlx::test(migrations = false)]
async fn whoever_had_rights_goes_on_between_a_migration_and_the_rights_that_follow_it(
    pool: PgPool,
) {
    migrate_until(&pool, IN_ITS_ROW).await;
    let role = Role::new(&pool).await;
    grant(&pool, &role.name).await.expect("rights");
    migrate(&pool).await.expect("the schema of now");
    let own = role.connect().await;
    let broker = Broker::new().await;
    let world = World::at(own.clone(), &broker.config).await;
    world.somebody().await;
    let relayed = world.services.relay.drain().await.expect("a turn");
    assert_eq!((relayed.published, relayed.failed), (1, 0));
    assert_eq!(seal(&world).await, 1);
    broker.remove().await;
    own.close().await;
    role.drop().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn rights_are_given_to_a_role_that_is_there_and_that_they_bind(pool: PgPool) {
    let missing = grant(&pool, "nobody; DROP TABLE users").await;
    assert!(
        matches!(missing, Err(GrantError::NoSuchRole(_))),
        "{missing:?}"
    );
    let owner: String = sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(&pool)
        .await
        .expect("a name");
    let unbound = grant(&pool, &owner).await;
    assert!(
        matches!(unbound, Err(GrantError::Unbound(_))),
        "{unbound:?}"
    );
    // One that may become the owner is not bound either.
    let role = Role::new(&pool).await;
    let owner = owner.replace('"', "\"\"");
    role.run(format!("GRANT \"{owner}\" TO {}", role.quoted()))
        .await;
    let unbound = grant(&pool, &role.name).await;
    assert!(
        matches!(unbound, Err(GrantError::Unbound(_))),
        "{unbound:?}"
    );
    role.run(format!("REVOKE \"{owner}\" FROM {}", role.quoted()))
        .await;
    for _ in 0..2 {
        grant(&pool, &role.name).await.expect("rights, and again");
    }
    role.drop().await;
}
