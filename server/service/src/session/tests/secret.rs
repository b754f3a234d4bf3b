//! A session that gets a new secret, as at a change of role.

use super::{begin, begin_as, bound_to, by, lives, names, seen, sessions, somebody};
use crate::{
    session::{SessionBinding, SessionService},
    testing::{unique, world::noon},
};

/// Takes the old secret away and makes the record under a new one, as the web server does.
async fn renewed(sessions: &SessionService, old: &str) -> String {
    assert!(sessions.end(old).await.expect("Redis answers"));
    created(sessions).await
}

async fn created(sessions: &SessionService) -> String {
    let new = unique("secret");
    let made = sessions.create(&new, "{}".into(), super::TTL).await;
    assert!(made.expect("Redis answers"));
    new
}

async fn handed_over(
    sessions: &SessionService,
    old: &str,
    new: &str,
    binding: &SessionBinding,
) -> bool {
    let lives = sessions.hand_over(old, new, binding).await;
    lives.expect("Redis answers")
}

#[tokio::test]
async fn the_session_stays_the_same_and_is_listed_once() {
    let sessions = sessions().await;
    let (ada, sid) = (somebody(), unique("sid"));
    let binding = bound_to(&ada, Some(&sid), noon());
    let (old, name) = begin_as(&sessions, &binding).await;
    let new = renewed(&sessions, &old).await;
    assert_eq!(names(&sessions, &ada).await, [], "between two secrets");
    assert!(handed_over(&sessions, &old, &new, &binding).await);
    let views = seen(&sessions, &ada, Some(&new)).await;
    assert_eq!(views.len(), 1);
    assert_eq!((views[0].id, views[0].current), (name, true));
    let views = seen(&sessions, &ada, Some(&old)).await;
    assert!(!views[0].current);
    sessions.end_by_sid(&sid).await.expect("ended");
    assert!(!lives(&sessions, &new).await);
}

#[tokio::test]
async fn one_that_was_ended_before_gets_no_new_secret() {
    let sessions = sessions().await;
    let ada = somebody();
    let (old, name) = begin(&sessions, &ada, None).await;
    let ended = sessions.sign_out(&by(&ada), name).await;
    ended.expect("ended");
    assert!(!sessions.end(&old).await.expect("Redis answers"));
}

#[tokio::test]
async fn one_that_all_are_ended_with_between_its_secrets_has_ended() {
    let sessions = sessions().await;
    let ada = somebody();
    let binding = bound_to(&ada, None, noon());
    let (old, _) = begin_as(&sessions, &binding).await;
    let new = renewed(&sessions, &old).await;
    let ended = sessions.end_all(ada.id, None).await;
    assert_eq!(ended.expect("Redis answers"), 0);
    assert!(!handed_over(&sessions, &old, &new, &binding).await);
    assert!(!lives(&sessions, &new).await);
    assert_eq!(names(&sessions, &ada).await, []);
}

#[tokio::test]
async fn one_that_the_auth_service_ends_between_its_secrets_has_ended() {
    let sessions = sessions().await;
    let (ada, sid) = (somebody(), unique("sid"));
    let binding = bound_to(&ada, Some(&sid), noon());
    let (old, _) = begin_as(&sessions, &binding).await;
    let new = renewed(&sessions, &old).await;
    sessions.end_by_sid(&sid).await.expect("ended");
    assert!(!handed_over(&sessions, &old, &new, &binding).await);
    assert!(!lives(&sessions, &new).await);
    assert_eq!(names(&sessions, &ada).await, []);
}

#[tokio::test]
async fn one_whose_new_record_is_ended_at_once_has_ended() {
    let sessions = sessions().await;
    let ada = somebody();
    let binding = bound_to(&ada, None, noon());
    let (old, _) = begin_as(&sessions, &binding).await;
    let new = renewed(&sessions, &old).await;
    assert!(sessions.end(&new).await.expect("ended"));
    assert!(!handed_over(&sessions, &old, &new, &binding).await);
    assert_eq!(names(&sessions, &ada).await, []);
}

/// Whoever comes first, nobody is left signed in whose sessions were all ended, by either way.
#[tokio::test]
async fn racing_with_the_end_of_all_none_is_left() {
    let sessions = sessions().await;
    for round in 0..60 {
        let (ada, sid) = (somebody(), unique("sid"));
        let binding = bound_to(&ada, Some(&sid), noon());
        let (old, _) = begin_as(&sessions, &binding).await;
        let change = async {
            if sessions.end(&old).await.expect("Redis answers") {
                let new = created(&sessions).await;
                handed_over(&sessions, &old, &new, &binding).await;
            }
        };
        let end = async {
            // A little later each round, so that every order comes up.
            for _ in 0..round / 4 {
                tokio::task::yield_now().await;
            }
            if round % 2 == 0 {
                sessions.end_all(ada.id, None).await.map(drop)
            } else {
                sessions.end_by_sid(&sid).await
            }
        };
        let ((), ended) = tokio::join!(change, end);
        ended.expect("Redis answers");
        assert_eq!(names(&sessions, &ada).await, [], "round {round}");
    }
}
