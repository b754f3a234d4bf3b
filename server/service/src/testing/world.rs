//! The service layer on real parts, under names of its own.

use super::{broker, nowhere, part, unique};
use crate::{
    Actor, Clock, Config, Ctx, Services,
    account::AccountConfig,
    adapters::redis::{Redis, RedisConfig},
    audit::AuditConfig,
    avatar::AvatarConfig,
    ctx::Person,
    enrollment::EnrollmentConfig,
    instructor_application::ApplicationConfig,
    preference::PreferenceConfig,
    profile::ProfileConfig,
    session::SessionConfig,
};
use ::broker::{BrokerConfig, Publisher};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use contract::{
    AuthId, Language, Patch, TenantId,
    account::{CreateUser, Role},
    avatar::{ImageType, UploadLimits},
    limits::FILE_SIZE_DEFAULT,
    profile::{ProfileView, UpdateProfile},
};
use sqlx::{PgPool, Postgres, Transaction};
use std::{net::SocketAddr, time::Duration};
use storage::{Storage, StorageConfig};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The tenant of whoever names none.
pub(crate) const TENANT: TenantId = TenantId(Uuid::from_u128(0x7000));
/// Another.
pub(crate) const OTHER_TENANT: TenantId = TenantId(Uuid::from_u128(0x7001));

/// What a test has at hand.
pub(crate) struct World {
    pub(crate) pool: PgPool,
    pub(crate) clock: Clock,
    /// Where pictures are; nothing answers there unless a test says so.
    pub(crate) storage: Storage,
    pub(crate) services: Services,
}

/// The time at which the clock of a world stands.
pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap()
}

/// What the deployment says by default.
pub(crate) fn config() -> Config {
    Config {
        account: AccountConfig {
            registration: true,
            default_tenant: TENANT,
            // Tests change people behind our back.
            search_ttl: None,
        },
        profile: ProfileConfig {
            languages: vec![Language::En, Language::Es],
            completion: true,
            cache_ttl: Duration::from_mins(15),
        },
        avatar: AvatarConfig {
            limits: UploadLimits {
                max_bytes: FILE_SIZE_DEFAULT,
                types: ImageType::ALL.to_vec(),
            },
        },
        preference: PreferenceConfig {
            cache_ttl: Some(Duration::from_mins(30)),
        },
        enrollment: EnrollmentConfig {
            cache_ttl: Duration::from_mins(5),
            default_page: 20,
            analytics: true,
        },
        instructor_application: ApplicationConfig {
            cooldown: TimeDelta::days(7),
        },
        session: SessionConfig { tracking: true },
        audit: AuditConfig {
            enabled: true,
            sensitive_fields: ["email", "phone"].map(str::to_owned).into(),
        },
    }
}

/// A storage that does not answer.
fn nothing() -> Storage {
    Storage::new(storage_at(nowhere()))
}

/// A bucket at this address.
pub(crate) fn storage_at(address: SocketAddr) -> StorageConfig {
    let endpoint = format!("http://{address}");
    StorageConfig {
        public_url: format!("{endpoint}/pictures"),
        endpoint: Some(endpoint.parse().expect("an address")),
        region: "us-east-1".into(),
        bucket: "pictures".into(),
        access_key_id: "test".into(),
        secret_access_key: "test-secret".into(),
    }
}

/// A connected Redis under a prefix that nobody else uses.
pub(crate) async fn redis() -> Redis {
    redis_at(part("REDIS_URL"), &unique("service-test")).await
}

/// The same by another way, or under a prefix that somebody else uses too.
pub(crate) async fn redis_at(url: String, prefix: &str) -> Redis {
    let redis = redis_anywhere(url, prefix);
    redis
        .wait_for_connect(Duration::from_secs(5))
        .await
        .expect("Redis answers");
    redis
}

/// The same, whether or not anything is there.
pub(crate) fn redis_anywhere(url: String, prefix: &str) -> Redis {
    let config = RedisConfig {
        url: url.into(),
        key_prefix: format!("{prefix}:"),
    };
    Redis::connect(&config).expect("a good address")
}

impl World {
    /// A world whose clock stands at noon.
    pub(crate) async fn new(pool: PgPool) -> Self {
        Self::with(pool, redis().await, config())
    }

    /// A world with another Redis or under other rules.
    pub(crate) fn with(pool: PgPool, redis: Redis, config: Config) -> Self {
        let broker = broker::config(part("RABBITMQ_URL"));
        Self::on(pool, redis, config, broker, nothing())
    }

    /// A world at this broker.
    pub(crate) async fn at(pool: PgPool, broker: &BrokerConfig) -> Self {
        Self::on(pool, redis().await, config(), broker.clone(), nothing())
    }

    /// A world with this storage.
    pub(crate) async fn storing(pool: PgPool, storage: Storage) -> Self {
        let broker = broker::config(part("RABBITMQ_URL"));
        Self::on(pool, redis().await, config(), broker, storage)
    }

    fn on(
        pool: PgPool,
        redis: Redis,
        config: Config,
        broker: BrokerConfig,
        storage: Storage,
    ) -> Self {
        let clock = Clock::fixed(noon());
        let publisher = Publisher::new(broker);
        let services = Services::new(
            config,
            pool.clone(),
            redis,
            publisher,
            storage.clone(),
            clock.clone(),
        );
        Self {
            pool,
            clock,
            storage,
            services,
        }
    }

    /// A call of this caller, now.
    pub(crate) fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(&self.clock, actor, unique("request"), Language::En)
    }

    /// A call of ourselves.
    pub(crate) fn ours(&self, tenant_id: TenantId) -> Ctx {
        let part = "test";
        self.ctx(Actor::System { part, tenant_id })
    }

    /// Somebody with a new account.
    pub(crate) async fn somebody(&self) -> Person {
        person(&self.account(TENANT, newcomer()).await)
    }

    /// A new account in this tenant.
    pub(crate) async fn account(&self, tenant: TenantId, new: CreateUser) -> ProfileView {
        let created = self.services.account.create(&self.ours(tenant), new).await;
        created.expect("an account")
    }

    /// Commits a change once another one waits for it, and gives what came of the other.
    pub(crate) async fn commit_under<T>(
        &self,
        first: Transaction<'_, Postgres>,
        second: impl Future<Output = T>,
    ) -> T {
        let commit = async {
            self.somebody_waits().await;
            first.commit().await
        };
        let commit = tokio::time::timeout(Duration::from_secs(10), commit);
        let (second, first) = tokio::join!(second, commit);
        first.expect("the second waits for the first").unwrap();
        second
    }

    /// Locks a row in a transaction of its own, as somebody else who changes it does.
    pub(crate) async fn hold(
        &self,
        lock: &'static str,
        id: Uuid,
    ) -> Transaction<'static, Postgres> {
        let mut held = self.pool.begin().await.expect("a transaction");
        let locked = sqlx::query(lock).bind(id).execute(&mut *held).await;
        assert_eq!(locked.expect("a lock").rows_affected(), 1);
        held
    }

    /// Comes back once something waits in Postgres for what another has.
    pub(crate) async fn somebody_waits(&self) {
        self.so_many_wait(1).await;
    }

    /// The same of several.
    pub(crate) async fn so_many_wait(&self, several: i64) {
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        while self.count(waiting).await < several {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Changes somebody's biography as they would.
    pub(crate) async fn write_bio(&self, person: &Person, bio: &str) -> crate::Result<ProfileView> {
        let ctx = self.ctx(Actor::User(person.clone()));
        self.services.profile.update(&ctx, bio_of(bio), None).await
    }

    /// While these changes are made, those of one moment go together, as in a process.
    pub(crate) async fn together<T>(&self, changes: impl Future<Output = T>) -> T {
        let stop = CancellationToken::new();
        let made = async {
            let made = changes.await;
            stop.cancel();
            made
        };
        tokio::join!(self.services.gather(&stop), Box::pin(made)).1
    }

    /// A number that the database knows.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&self.pool)
            .await
            .expect("a number")
    }
}

/// A change of the biography.
pub(crate) fn bio_of(bio: &str) -> UpdateProfile {
    UpdateProfile {
        bio: Patch::Set(bio.into()),
        ..UpdateProfile::default()
    }
}

/// Somebody whom the auth-service knows, with an address that nobody else has.
pub(crate) fn newcomer() -> CreateUser {
    CreateUser {
        auth_id: Some(AuthId(Uuid::from_u128(rand::random()))),
        email: Some(format!("{}@example.test", unique("ada"))),
        role: Some(Role::Student),
        email_verified: false,
        profile: UpdateProfile {
            first_name: Patch::Set("Ada".into()),
            last_name: Patch::Set("Lovelace".into()),
            ..UpdateProfile::default()
        },
    }
}

/// Who an account makes somebody.
pub(crate) fn person(view: &ProfileView) -> Person {
    Person {
        id: view.id,
        auth_id: view.auth_id,
        tenant_id: view.tenant_id,
        role: view.role,
        status: view.status,
    }
}
