//! Records, their owners, and what owners see and end, on a real Redis.

mod ending;
mod index;
mod list;
mod secret;

use super::{SessionBinding, SessionConfig, SessionPlace, SessionService};
use crate::{
    Actor, Clock, Ctx,
    audit::{Audit, AuditConfig},
    ctx::Person,
    testing::{
        nowhere, unique,
        world::{self, TENANT, noon},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    AuthId, Language, SessionId, UserId,
    account::{AccountStatus, Role},
    session::SessionView,
};
use fred::interfaces::KeysInterface;
use sqlx::postgres::PgPoolOptions;
use std::time::Duration;
use uuid::Uuid;

const TTL: Duration = Duration::from_mins(1);

/// Sessions in a Redis of their own; the database is away.
async fn sessions() -> SessionService {
    tracked(true).await
}

async fn tracked(tracking: bool) -> SessionService {
    let pool = PgPoolOptions::new()
        .acquire_timeout(Duration::from_millis(100))
        .connect_lazy(&format!("postgres://nobody@{}/nothing", nowhere()))
        .expect("a good address");
    let config = AuditConfig {
        enabled: true,
        sensitive_fields: [].into(),
    };
    let audit = Audit::new(config, pool.clone());
    SessionService::new(
        world::redis().await,
        pool,
        audit,
        SessionConfig { tracking },
    )
}

/// Somebody who is signed in.
fn somebody() -> Person {
    Person {
        id: UserId(Uuid::from_u128(rand::random())),
        auth_id: AuthId(Uuid::from_u128(rand::random())),
        tenant_id: TENANT,
        role: Role::Student,
        status: AccountStatus::Active,
    }
}

/// A call of theirs, at noon.
fn by(person: &Person) -> Ctx {
    let actor = Actor::User(person.clone());
    Ctx::new(&Clock::fixed(noon()), actor, "request-1", Language::En)
}

/// Where somebody signed in, and was seen at this time.
fn place(seen: DateTime<Utc>) -> SessionPlace {
    let id = SessionId(Clock::fixed(noon()).new_id());
    let browser = Some("Mozilla/5.0 (X11; Linux x86_64)");
    let ip = "203.0.113.7".parse().expect("an address");
    SessionPlace::new(id, noon() - TimeDelta::days(1), seen, browser, Some(ip))
}

/// A binding of a session that was seen at this time.
fn bound_to(person: &Person, sid: Option<&str>, seen: DateTime<Utc>) -> SessionBinding {
    SessionBinding {
        user_id: person.id,
        sid: sid.map(str::to_owned),
        place: place(seen),
        ttl: TTL,
        expires_at: noon().timestamp() + 60,
    }
}

/// A new session of a person: its secret, and its name.
async fn begin(
    sessions: &SessionService,
    person: &Person,
    sid: Option<&str>,
) -> (String, SessionId) {
    begin_as(sessions, &bound_to(person, sid, noon())).await
}

async fn begin_as(sessions: &SessionService, binding: &SessionBinding) -> (String, SessionId) {
    let secret = unique("secret");
    let created = sessions.create(&secret, "{}".into(), TTL).await;
    assert!(created.expect("Redis answers"));
    let bound = sessions.bind(&secret, binding).await;
    assert!(bound.expect("Redis answers"));
    (secret, binding.place.id)
}

async fn lives(sessions: &SessionService, secret: &str) -> bool {
    sessions
        .load(secret)
        .await
        .expect("Redis answers")
        .is_some()
}

/// What a person sees who asks from this session.
async fn seen(
    sessions: &SessionService,
    person: &Person,
    current: Option<&str>,
) -> Vec<SessionView> {
    let list = sessions.list(&by(person), current).await;
    list.expect("Redis answers")
}

/// The names of a person's sessions, in the order of the list.
async fn names(sessions: &SessionService, person: &Person) -> Vec<SessionId> {
    let views = seen(sessions, person, None).await;
    views.into_iter().map(|view| view.id).collect()
}

#[tokio::test]
async fn a_record_is_made_once_replaced_and_ended() {
    let sessions = sessions().await;
    let id = unique("secret");
    let create = async |record: &str| sessions.create(&id, record.into(), TTL).await;
    assert!(create("first").await.expect("Redis answers"));
    assert!(!create("twin").await.expect("Redis answers"));
    sessions
        .save(&id, "second".into(), TTL)
        .await
        .expect("saved");
    assert_eq!(
        sessions.load(&id).await.expect("loaded").as_deref(),
        Some("second")
    );
    assert!(sessions.end(&id).await.expect("ended"));
    assert!(!lives(&sessions, &id).await);
    assert!(!sessions.end(&id).await.expect("nothing to end"));
}

#[tokio::test]
async fn saving_does_not_bring_an_ended_session_back() {
    let sessions = sessions().await;
    let (id, _) = begin(&sessions, &somebody(), None).await;
    assert!(sessions.end(&id).await.expect("ended"));
    sessions.save(&id, "late".into(), TTL).await.expect("saved");
    assert!(!lives(&sessions, &id).await);
}

#[tokio::test]
async fn of_many_who_end_a_session_at_once_one_hears_that_it_did() {
    let sessions = sessions().await;
    let (id, _) = begin(&sessions, &somebody(), None).await;
    let ends = futures::future::join_all((0..20).map(|_| sessions.end(&id))).await;
    let ended = ends.into_iter().filter(|end| matches!(end, Ok(true)));
    assert_eq!(ended.count(), 1);
}

#[tokio::test]
async fn ending_a_session_forgets_browser_and_address() {
    let sessions = sessions().await;
    let (id, _) = begin(&sessions, &somebody(), None).await;
    let key = sessions.place(&id);
    let kept = async || -> Option<String> {
        let key = key.clone();
        let get = |client: fred::clients::Client| async move { client.get(key).await };
        sessions.redis.run(get).await.expect("Redis answers")
    };
    assert!(
        kept()
            .await
            .is_some_and(|json| json.contains("203.0.113.7"))
    );
    assert!(sessions.end(&id).await.expect("ended"));
    assert_eq!(kept().await, None);
}
