//! Whose sessions are whose, and ending them by that.

use super::{TTL, begin, begin_as, bound_to, lives, names, sessions, somebody};
use crate::testing::{unique, world::noon};
use fred::interfaces::{KeysInterface, SortedSetsInterface};

#[tokio::test]
async fn a_session_ends_by_its_name_at_the_auth_service() {
    let sessions = sessions().await;
    let ada = somebody();
    let (one, other) = (unique("sid"), unique("sid"));
    let (ended, _) = begin(&sessions, &ada, Some(&one)).await;
    let (kept, name) = begin(&sessions, &ada, Some(&other)).await;
    sessions.end_by_sid(&one).await.expect("ended");
    sessions.end_by_sid(&one).await.expect("nothing to end");
    let unheard_of = sessions.end_by_sid("unheard-of").await;
    unheard_of.expect("nothing to end");
    assert!(!lives(&sessions, &ended).await);
    assert!(lives(&sessions, &kept).await);
    assert_eq!(names(&sessions, &ada).await, [name]);
}

#[tokio::test]
async fn all_sessions_of_a_person_end_but_the_excepted_one() {
    let sessions = sessions().await;
    let (ada, bob) = (somebody(), somebody());
    let sid = unique("sid");
    let (current, name) = begin(&sessions, &ada, Some(&sid)).await;
    let others = [
        begin(&sessions, &ada, Some(&unique("sid"))).await,
        begin(&sessions, &ada, None).await,
    ];
    let (bobs, _) = begin(&sessions, &bob, None).await;
    let ended = sessions.end_all(ada.id, Some(&sid)).await;
    assert_eq!(ended.expect("Redis answers"), 2);
    assert!(lives(&sessions, &current).await);
    assert!(lives(&sessions, &bobs).await);
    for (id, _) in &others {
        assert!(!lives(&sessions, id).await);
    }
    assert_eq!(names(&sessions, &ada).await, [name]);
    let ended = sessions.end_all(ada.id, None).await;
    assert_eq!(ended.expect("Redis answers"), 1);
    assert!(!lives(&sessions, &current).await);
    assert_eq!(names(&sessions, &ada).await, []);
}

#[tokio::test]
async fn a_session_that_ended_before_is_not_counted_among_those_that_end() {
    let sessions = sessions().await;
    let ada = somebody();
    let (gone, _) = begin(&sessions, &ada, None).await;
    begin(&sessions, &ada, None).await;
    assert!(sessions.end(&gone).await.expect("ended"));
    let ended = sessions.end_all(ada.id, None).await;
    assert_eq!(ended.expect("Redis answers"), 1);
}

#[tokio::test]
async fn the_index_holds_a_persons_sessions_and_forgets_those_whose_time_is_over() {
    let sessions = sessions().await;
    let ada = somebody();
    let (old, _) = begin(&sessions, &ada, None).await;
    let members = async || sessions.ids_of(ada.id).await.expect("Redis answers");
    assert_eq!(members().await, [old]);
    // Bound when the first one's time has been over for an hour.
    let mut later = bound_to(&ada, None, noon());
    later.expires_at += 3600;
    let (new, _) = begin_as(&sessions, &later).await;
    assert_eq!(members().await, [new]);
}

#[tokio::test]
async fn a_session_that_is_kept_alive_can_still_be_seen_and_ended_by_its_owner() {
    let sessions = sessions().await;
    let (ada, sid) = (somebody(), unique("sid"));
    let mut binding = bound_to(&ada, Some(&sid), noon());
    let (id, _) = begin_as(&sessions, &binding).await;
    (binding.ttl, binding.expires_at) = (TTL * 10, noon().timestamp() + 600);
    assert!(sessions.bind(&id, &binding).await.expect("Redis answers"));
    for key in [
        sessions.of_user(ada.id),
        sessions.of_sid(&sid),
        sessions.place(&id),
    ] {
        let ttl = |client: fred::clients::Client| async move { client.ttl::<i64, _>(key).await };
        assert!(sessions.redis.run(ttl).await.expect("Redis answers") > 500);
    }
}

#[tokio::test]
async fn who_binds_a_session_that_has_ended_hears_so_and_nothing_is_kept() {
    let sessions = sessions().await;
    let (ada, sid) = (somebody(), unique("sid"));
    let binding = bound_to(&ada, Some(&sid), noon());
    let (id, _) = begin_as(&sessions, &binding).await;
    assert_eq!(sessions.end_all(ada.id, None).await.expect("ended"), 1);
    sessions
        .end_by_sid(&sid)
        .await
        .expect("its name is forgotten");
    assert!(!sessions.bind(&id, &binding).await.expect("Redis answers"));
    let keys = [
        sessions.record(&id),
        sessions.place(&id),
        sessions.of_user(ada.id),
        sessions.of_sid(&sid),
    ];
    for key in keys {
        let found =
            |client: fred::clients::Client| async move { client.exists::<bool, _>(key).await };
        assert!(!sessions.redis.run(found).await.expect("Redis answers"));
    }
    let score = |client: fred::clients::Client| {
        let index = sessions.of_user(ada.id);
        async move { client.zscore::<Option<f64>, _, _>(index, id).await }
    };
    assert_eq!(
        sessions.redis.run(score).await.expect("Redis answers"),
        None
    );
}
