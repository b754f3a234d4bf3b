//! What a browser session says of who is signed in: ids, and the role at the time.

use contract::{AuthId, TenantId, UserId, account::Role};
use serde::{Deserialize, Serialize};
use service::{
    ctx::Person,
    session::{SessionOwner, SessionService},
};
use std::time::Duration;
use tower_sessions::{Session, session_store};

const KEY: &str = "identity";

/// Who is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) user_id: UserId,
    pub(crate) auth_id: AuthId,
    pub(crate) tenant_id: TenantId,
    /// The role when the session got its id: at every change it gets a new one.
    pub(crate) role: Role,
    /// The session at the auth-service.
    pub(crate) sid: Option<String>,
    /// When the session was last kept alive, in seconds since 1970.
    pub(crate) seen_at: i64,
}

impl Identity {
    /// Who is signed in in this browser.
    pub(crate) async fn of(session: &Session) -> session_store::Result<Option<Self>> {
        session.get(KEY).await.map_err(store_fault)
    }

    /// Signs this person in, under a new session id, and remembers whose it is.
    pub(crate) async fn renew(
        &self,
        session: &Session,
        sessions: &SessionService,
        ttl: Duration,
    ) -> session_store::Result<()> {
        session.cycle_id().await.map_err(store_fault)?;
        self.keep(session).await?;
        session.save().await.map_err(store_fault)?;
        self.bind(session, sessions, ttl).await
    }

    /// Writes the identity, which also moves the session's end; whose it is, is remembered as long.
    pub(crate) async fn keep_alive(
        &self,
        session: &Session,
        sessions: &SessionService,
        ttl: Duration,
    ) -> session_store::Result<()> {
        self.keep(session).await?;
        self.bind(session, sessions, ttl).await
    }

    async fn bind(
        &self,
        session: &Session,
        sessions: &SessionService,
        ttl: Duration,
    ) -> session_store::Result<()> {
        let Some(id) = session.id() else {
            return Ok(());
        };
        let owner = SessionOwner {
            user_id: self.user_id,
            sid: self.sid.clone(),
        };
        let expires_at = session.expiry_date().unix_timestamp();
        sessions
            .bind(&id.to_string(), &owner, ttl, expires_at)
            .await
            .map_err(|error| session_store::Error::Backend(error.to_string()))
    }

    async fn keep(&self, session: &Session) -> session_store::Result<()> {
        session.insert(KEY, self).await.map_err(store_fault)
    }

    /// What is believed of the person while the database is away.
    pub(crate) fn as_last_known(&self) -> Person {
        Person {
            id: self.user_id,
            auth_id: self.auth_id,
            tenant_id: self.tenant_id,
            role: self.role,
            status: contract::account::AccountStatus::Active,
        }
    }
}

fn store_fault(error: tower_sessions::session::Error) -> session_store::Error {
    match error {
        tower_sessions::session::Error::Store(error) => error,
        tower_sessions::session::Error::SerdeJson(error) => {
            session_store::Error::Decode(error.to_string())
        }
    }
}
