//! What the tests of this crate share: real parts, and people to try things on.

pub(crate) mod broker;
pub(crate) mod bucket;
pub(crate) mod proxy;
pub(crate) mod world;

use crate::{adapters::postgres::MIGRATOR, desk::Desk, settings::SettingsRecord};
use chrono::{DateTime, Utc};
use contract::{
    AuthId, Language, TenantId, UserId,
    account::{AccountStatus, Role},
    profile::{ProfileView, Visibility},
    settings::SettingsDocument,
};
use sqlx::{PgPool, migrate::Migrator};
use std::borrow::Cow;
use uuid::Uuid;

/// Gives an empty database the schema of when this was the last migration.
pub(crate) async fn migrate_until(pool: &PgPool, version: i64) {
    let until = MIGRATOR.iter().filter(|one| one.version <= version);
    let old = Migrator {
        migrations: Cow::Owned(until.cloned().collect()),
        ..Migrator::DEFAULT
    };
    old.run(pool).await.expect("the schema of then");
}

/// Somebody who has just registered.
pub(crate) fn profile() -> ProfileView {
    let time = DateTime::<Utc>::UNIX_EPOCH;
    ProfileView {
        id: UserId(Uuid::from_u128(1)),
        auth_id: AuthId(Uuid::from_u128(2)),
        tenant_id: TenantId(Uuid::from_u128(3)),
        email: "ada@example.test".into(),
        username: None,
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        display_name: None,
        headline: None,
        avatar_url: None,
        avatar_urls: None,
        bio: None,
        location: None,
        phone: None,
        timezone: "UTC".into(),
        language: Language::En,
        links: Vec::new(),
        skills: Vec::new(),
        visibility: Visibility::Members,
        discoverable: true,
        role: Role::Student,
        status: AccountStatus::Active,
        email_verified: false,
        profile_completed: false,
        profile_completion_percentage: None,
        profile_completion: None,
        last_active_at: None,
        created_at: time,
        updated_at: time,
        version: 1,
    }
}

/// Their desk.
pub(crate) fn desk() -> Desk {
    let view = profile();
    Desk {
        settings: SettingsRecord {
            document: SettingsDocument::default(),
            version: 1,
            updated_at: view.created_at,
        },
        view,
    }
}

/// A part that the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of their services by the environment"
)]
pub(crate) fn part(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: run `deploy/dev/services.sh start` and eval its `env` first")
    })
}

/// A name that no other test, in this run or another, has.
pub(crate) fn unique(stem: &str) -> String {
    format!("{stem}-{:016x}", rand::random::<u64>())
}

/// An address of this machine where nothing listens.
pub(crate) fn nowhere() -> std::net::SocketAddr {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket
        .bind(([127, 0, 0, 1], 0).into())
        .expect("a free port");
    let address = socket.local_addr().expect("a bound port");
    // As long as it is bound, nobody else gets the port.
    std::mem::forget(socket);
    address
}
