//! Records and their owners, on a real Redis.

use super::{SessionOwner, SessionService};
use crate::testing::{unique, world};
use contract::UserId;
use fred::interfaces::{KeysInterface, SortedSetsInterface};
use std::time::Duration;
use uuid::Uuid;

const TTL: Duration = Duration::from_mins(1);
/// Seconds since 1970.
const NOW: i64 = 1_800_000_000;

async fn sessions() -> SessionService {
    SessionService::new(world::redis().await)
}

/// A new session of a person.
async fn begin(sessions: &SessionService, user_id: UserId, sid: Option<&str>) -> String {
    let id = unique("session");
    let created = sessions.create(&id, "{}".into(), TTL).await;
    assert!(created.expect("Redis answers"));
    let sid = sid.map(str::to_owned);
    let owner = SessionOwner { user_id, sid };
    let bound = sessions.bind(&id, &owner, TTL, NOW + 60).await;
    bound.expect("Redis answers");
    id
}

async fn lives(sessions: &SessionService, id: &str) -> bool {
    sessions.load(id).await.expect("Redis answers").is_some()
}

fn somebody() -> UserId {
    UserId(Uuid::from_u128(rand::random()))
}

#[tokio::test]
async fn a_record_is_made_once_replaced_and_ended() {
    let sessions = sessions().await;
    let id = unique("session");
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
    sessions.end(&id).await.expect("ended");
    assert!(!lives(&sessions, &id).await);
}

#[tokio::test]
async fn saving_does_not_bring_an_ended_session_back() {
    let sessions = sessions().await;
    let id = begin(&sessions, somebody(), None).await;
    sessions.end(&id).await.expect("ended");
    sessions.save(&id, "late".into(), TTL).await.expect("saved");
    assert!(!lives(&sessions, &id).await);
}

#[tokio::test]
async fn a_session_ends_by_its_name_at_the_auth_service() {
    let sessions = sessions().await;
    let (one, other) = (unique("sid"), unique("sid"));
    let ended = begin(&sessions, somebody(), Some(&one)).await;
    let kept = begin(&sessions, somebody(), Some(&other)).await;
    sessions.end_by_sid(&one).await.expect("ended");
    sessions
        .end_by_sid("unheard-of")
        .await
        .expect("nothing to end");
    assert!(!lives(&sessions, &ended).await);
    assert!(lives(&sessions, &kept).await);
}

#[tokio::test]
async fn all_sessions_of_a_person_end_but_the_excepted_one() {
    let sessions = sessions().await;
    let (ada, bob) = (somebody(), somebody());
    let sid = unique("sid");
    let current = begin(&sessions, ada, Some(&sid)).await;
    let others = [
        begin(&sessions, ada, Some(&unique("sid"))).await,
        begin(&sessions, ada, None).await,
    ];
    let bobs = begin(&sessions, bob, None).await;
    let ended = sessions.end_all(ada, Some(&sid)).await;
    assert_eq!(ended.expect("Redis answers"), 2);
    assert!(lives(&sessions, &current).await);
    assert!(lives(&sessions, &bobs).await);
    for id in &others {
        assert!(!lives(&sessions, id).await);
    }
    let ended = sessions.end_all(ada, None).await;
    assert_eq!(ended.expect("Redis answers"), 1);
    assert!(!lives(&sessions, &current).await);
}

#[tokio::test]
async fn the_index_holds_a_persons_sessions_and_forgets_those_whose_time_is_over() {
    let sessions = sessions().await;
    let ada = somebody();
    let old = begin(&sessions, ada, None).await;
    let new = unique("session");
    let owner = SessionOwner {
        user_id: ada,
        sid: None,
    };
    let index = sessions.of_user(ada);
    let members = async || -> Vec<String> {
        let index = index.clone();
        let all = |client: fred::clients::Client| async move {
            client.zrange(index, 0, -1, None, false, None, false).await
        };
        sessions.redis.run(all).await.expect("Redis answers")
    };
    assert_eq!(members().await, [old]);
    // Bound when the first one's time has been over for an hour.
    let bound = sessions.bind(&new, &owner, TTL, NOW + 60 + 3600).await;
    bound.expect("Redis answers");
    assert_eq!(members().await, [new]);
}

#[tokio::test]
async fn a_session_that_is_kept_alive_can_still_be_ended_by_its_owner() {
    let sessions = sessions().await;
    let (ada, sid) = (somebody(), unique("sid"));
    let id = begin(&sessions, ada, Some(&sid)).await;
    let owner = SessionOwner {
        user_id: ada,
        sid: Some(sid.clone()),
    };
    let longer = TTL * 10;
    let bound = sessions.bind(&id, &owner, longer, NOW + 600).await;
    bound.expect("Redis answers");
    for key in [sessions.of_user(ada), sessions.of_sid(&sid)] {
        let ttl = |client: fred::clients::Client| async move { client.ttl::<i64, _>(key).await };
        assert!(sessions.redis.run(ttl).await.expect("Redis answers") > 500);
    }
}
