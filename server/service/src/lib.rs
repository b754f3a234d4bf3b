//! Every rule of Matricula and every line of its SQL; the outbox, the cache and the adapters.
//!
//! It owns transactions, rules, and what is told to others. It refuses to know HTTP and Leptos:
//! it speaks in commands, views and errors of the domain.

pub mod account;
pub mod adapters;
pub mod audit;
pub mod avatar;
pub mod block;
pub mod cache;
pub mod clock;
pub mod course;
pub mod ctx;
pub mod desk;
pub mod directory;
pub mod enrollment;
pub mod error;
pub mod idempotency;
pub mod inbox;
pub mod insight;
pub mod instructor_application;
pub mod outbox;
pub mod paging;
pub mod preference;
pub mod profile;
pub mod rate_limit;
pub mod replica;
pub mod seed;
pub mod session;
pub mod settings;
pub mod sweep;
#[cfg(test)]
mod testing;
mod together;
mod told;
mod version;
mod written;

pub use clock::Clock;
pub use ctx::{Actor, Ctx};
pub use error::{Error, Result};
pub use version::SaveOver;
pub use written::Written;

use account::{AccountConfig, AccountService};
use adapters::redis::Redis;
use audit::{Audit, AuditConfig, AuditService};
use avatar::{AvatarConfig, AvatarService, UserAvatarProcessedListener};
use block::BlockService;
use broker::Publisher;
use cache::Cache;
use course::CourseService;
use desk::Desks;
use directory::DirectoryService;
use enrollment::{EnrollmentConfig, EnrollmentService};
use idempotency::Idempotency;
use inbox::{Inbox, Listeners};
use insight::InsightService;
use instructor_application::{ApplicationConfig, InstructorApplicationService};
use outbox::Relay;
use preference::{PreferenceConfig, PreferenceService};
use profile::{ProfileConfig, ProfileService};
use replica::Readers;
use session::{SessionConfig, SessionService};
use settings::SettingsService;
use std::{ops::Deref, sync::Arc};
use storage::Storage;
use sweep::Sweeper;
use tokio_util::sync::CancellationToken;

/// What the deployment says of the rules.
#[derive(Clone, Debug)]
pub struct Config {
    /// Of accounts.
    pub account: AccountConfig,
    /// Of profiles.
    pub profile: ProfileConfig,
    /// Of pictures.
    pub avatar: AvatarConfig,
    /// Of preferences.
    pub preference: PreferenceConfig,
    /// Of enrollments.
    pub enrollment: EnrollmentConfig,
    /// Of applications to teach.
    pub instructor_application: ApplicationConfig,
    /// Of browser sessions.
    pub session: SessionConfig,
    /// Of the audit log.
    pub audit: AuditConfig,
}

/// The service layer: built once, and one pointer to whoever clones it, which each layer of each
/// request does.
#[derive(Clone, Debug)]
pub struct Services(Arc<Areas>);

impl Deref for Services {
    type Target = Areas;

    fn deref(&self) -> &Areas {
        &self.0
    }
}

/// What the service layer is made of.
#[derive(Clone, Debug)]
pub struct Areas {
    /// Identity.
    pub account: AccountService,
    /// Profiles.
    pub profile: ProfileService,
    /// Pictures.
    pub avatar: AvatarService,
    /// Settings.
    pub settings: SettingsService,
    /// Preferences.
    pub preference: PreferenceService,
    /// Enrollments.
    pub enrollment: EnrollmentService,
    /// The catalogue of courses.
    pub course: CourseService,
    /// Others: profiles, the directory, suggestions.
    pub directory: DirectoryService,
    /// A tenant in numbers.
    pub insight: InsightService,
    /// Applications to teach.
    pub instructor_application: InstructorApplicationService,
    /// Whom people have shut out.
    pub block: BlockService,
    /// Browser sessions.
    pub session: SessionService,
    /// Who did what.
    pub audit: AuditService,
    /// Requests that may be sent twice.
    pub idempotency: Idempotency,
    /// Events in.
    pub inbox: Inbox,
    /// Events out.
    pub relay: Relay,
    /// The end of old rows.
    pub sweeper: Sweeper,
    /// The cache before Postgres.
    pub cache: Cache,
    /// Postgres, and a replica of it.
    pub readers: Readers,
    /// The connections that are used all the time.
    warm: adapters::postgres::Warm,
    /// The one source of time and ids.
    pub clock: Clock,
}

impl Services {
    /// For tests that set an area otherwise than a deployment can.
    #[cfg(test)]
    pub(crate) fn areas_mut(&mut self) -> &mut Areas {
        Arc::make_mut(&mut self.0)
    }

    /// Puts the parts together.
    pub fn new(
        config: Config,
        database: impl Into<Readers>,
        redis: Redis,
        publisher: Publisher,
        storage: Storage,
        clock: Clock,
    ) -> Self {
        let readers = database.into();
        let pool = readers.primary().clone();
        let audit = Audit::new(config.audit, pool.clone());
        let session =
            SessionService::new(redis.patient(), pool.clone(), audit.clone(), config.session);
        let cache = Cache::new(redis);
        let profile_config = Arc::new(config.profile);
        let warm = adapters::postgres::Warm::new(pool.clone());
        let desks = Desks::new(
            pool.clone(),
            warm.clone(),
            cache.clone(),
            audit.clone(),
            profile_config.clone(),
        );
        let account = AccountService::new(
            readers.clone(),
            cache.clone(),
            audit.clone(),
            desks.clone(),
            session.clone(),
            profile_config,
            Arc::new(config.account),
        );
        let course = CourseService::new(pool.clone(), &warm);
        let enrollment = EnrollmentService::new(
            pool.clone(),
            warm.clone(),
            cache.clone(),
            audit.clone(),
            account.clone(),
            course.clone(),
            config.enrollment,
        );
        let preference = PreferenceService::new(
            pool.clone(),
            cache.clone(),
            desks.clone(),
            config.preference,
        );
        let instructor_application = InstructorApplicationService::new(
            pool.clone(),
            cache.clone(),
            audit.clone(),
            config.instructor_application,
        );
        let directory = DirectoryService::new(pool.clone(), account.default_tenant());
        let block = BlockService::new(pool.clone(), audit.clone());
        let listeners = Listeners {
            account: account.clone(),
            course: course.clone(),
            session: session.clone(),
            pictures: UserAvatarProcessedListener::new(desks.clone(), storage.clone()),
            audit: audit.clone(),
        };
        let inbox = Inbox::new(pool.clone(), cache.clone(), listeners, clock.clone());
        Self(Arc::new(Areas {
            account,
            profile: ProfileService::new(desks.clone(), storage.clone()),
            avatar: AvatarService::new(pool.clone(), desks.clone(), storage, config.avatar),
            settings: SettingsService::new(desks),
            preference,
            enrollment,
            course,
            directory,
            insight: InsightService::new(readers.clone()),
            instructor_application,
            block,
            session,
            audit: AuditService::new(readers.clone(), &warm, audit),
            idempotency: Idempotency::new(pool.clone(), clock.clone()),
            inbox,
            relay: Relay::new(warm.clone(), publisher, &clock),
            sweeper: Sweeper::new(pool, clock.clone()),
            cache,
            readers,
            warm,
            clock,
        }))
    }

    /// Has changes of one moment written together, and what they need to know asked for together, until asked to stop;
    /// once a process. Meanwhile connections that are used all the time are kept, also those of the other workers.
    pub async fn gather(&self, stop: &CancellationToken) {
        tokio::join!(
            self.warm.tend(stop),
            Box::pin(self.profile.gather(stop)),
            Box::pin(self.enrollment.gather(stop)),
            self.course.gather(stop),
        );
    }
}
