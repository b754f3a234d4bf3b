//! What a browser session says of who is signed in: ids, and the role at the time.

use crate::http::browser::Browser;
use chrono::{DateTime, Utc};
use contract::{AuthId, SessionId, TenantId, UserId, account::Role};
use serde::{Deserialize, Serialize};
use service::{
    Clock,
    ctx::Person,
    session::{SessionBinding, SessionPlace, SessionService},
};
use std::time::Duration;
use tower_sessions::{Session, session_store};

const KEY: &str = "identity";
/// A session's end moves at most this often, so that most page views write nothing.
const KEEP_ALIVE_S: i64 = 60;

/// Who is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) user_id: UserId,
    pub(crate) auth_id: AuthId,
    pub(crate) tenant_id: TenantId,
    /// The role when the session got its secret: at every change it gets a new one.
    pub(crate) role: Role,
    /// The session at the auth-service.
    pub(crate) sid: Option<String>,
    /// When the session was last kept alive, in seconds since 1970.
    pub(crate) seen_at: i64,
    /// None where an older version signed the person in, until the next visit.
    #[serde(default)]
    pub(crate) begun: Option<Beginning>,
}

/// The sign-in that a session began with. It stays when the session gets a new secret.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Beginning {
    /// The session's name for its owner.
    pub(crate) id: SessionId,
    /// In seconds since 1970.
    pub(crate) at: i64,
}

impl Beginning {
    /// A session that begins now.
    pub(crate) fn new(clock: &Clock, at: i64) -> Self {
        let id = SessionId(clock.new_id());
        Self { id, at }
    }
}

/// What it takes to keep a session.
#[derive(Debug)]
pub(crate) struct Keeping<'a> {
    pub(crate) session: &'a Session,
    pub(crate) sessions: &'a SessionService,
    pub(crate) browser: &'a Browser,
    pub(crate) clock: &'a Clock,
    pub(crate) ttl: Duration,
}

impl Identity {
    /// Who is signed in in this browser.
    pub(crate) async fn of(session: &Session) -> session_store::Result<Option<Self>> {
        session.get(KEY).await.map_err(store_fault)
    }

    /// Signs this person in, under a new secret.
    pub(crate) async fn sign_in(&self, keeping: &Keeping<'_>) -> session_store::Result<()> {
        self.renew(keeping.session).await?;
        let Some(id) = keeping.secret() else {
            return Ok(());
        };
        let bound = keeping.sessions.bind(&id, &self.binding(keeping)).await;
        bound.map(drop).map_err(away)
    }

    /// Keeps the session of somebody who has come by: gives it a new secret where the role is another
    /// one, and moves its end where that is due. Says `false` where it has ended meanwhile.
    pub(crate) async fn keep(
        mut self,
        keeping: &Keeping<'_>,
        role: Role,
    ) -> session_store::Result<bool> {
        let now = keeping.clock.now().timestamp();
        let is_due = now - self.seen_at >= KEEP_ALIVE_S || self.begun.is_none();
        if self.begun.is_none() {
            self.begun = Some(Beginning::new(keeping.clock, self.seen_at));
        }
        if role != self.role {
            (self.role, self.seen_at) = (role, now);
            return self.change_secret(keeping).await;
        }
        if !is_due {
            return Ok(true);
        }
        self.seen_at = now;
        self.keep_alive(keeping).await
    }

    /// The same session under a new secret. Of those who come with the old one, and those who end
    /// it, only one gets it away.
    async fn change_secret(&self, keeping: &Keeping<'_>) -> session_store::Result<bool> {
        let Some(old) = keeping.secret() else {
            return Ok(false);
        };
        if !keeping.sessions.end(&old).await.map_err(away)? {
            return Ok(false);
        }
        self.renew(keeping.session).await?;
        let new = keeping.secret().unwrap_or_default();
        let binding = self.binding(keeping);
        let handed_over = keeping.sessions.hand_over(&old, &new, &binding).await;
        let lives = handed_over.map_err(away)?;
        if !lives {
            keeping.session.flush().await.map_err(store_fault)?;
        }
        Ok(lives)
    }

    /// Writes the identity, which also moves the session's end; whose it is, is remembered as long.
    async fn keep_alive(&self, keeping: &Keeping<'_>) -> session_store::Result<bool> {
        let Some(id) = keeping.secret() else {
            return Ok(false);
        };
        let bound = keeping.sessions.bind(&id, &self.binding(keeping)).await;
        let lives = bound.map_err(away)?;
        if lives {
            self.write(keeping.session).await?;
        }
        Ok(lives)
    }

    async fn renew(&self, session: &Session) -> session_store::Result<()> {
        session.cycle_id().await.map_err(store_fault)?;
        self.write(session).await?;
        session.save().await.map_err(store_fault)
    }

    async fn write(&self, session: &Session) -> session_store::Result<()> {
        session.insert(KEY, self).await.map_err(store_fault)
    }

    fn binding(&self, keeping: &Keeping<'_>) -> SessionBinding {
        let begun = self
            .begun
            .unwrap_or_else(|| Beginning::new(keeping.clock, self.seen_at));
        let place = SessionPlace::new(
            begun.id,
            at(begun.at),
            at(self.seen_at),
            keeping.browser.user_agent().as_deref(),
            keeping.browser.ip,
        );
        SessionBinding {
            user_id: self.user_id,
            sid: self.sid.clone(),
            place,
            ttl: keeping.ttl,
            expires_at: keeping.session.expiry_date().unix_timestamp(),
        }
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

impl Keeping<'_> {
    /// What the browser's cookie holds.
    fn secret(&self) -> Option<String> {
        self.session.id().map(|id| id.to_string())
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn away(error: service::adapters::redis::RedisError) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

fn store_fault(error: tower_sessions::session::Error) -> session_store::Error {
    match error {
        tower_sessions::session::Error::Store(error) => error,
        tower_sessions::session::Error::SerdeJson(error) => {
            session_store::Error::Decode(error.to_string())
        }
    }
}
