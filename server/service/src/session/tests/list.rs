//! What people see of their sessions.

use super::{begin, begin_as, bound_to, by, names, seen, sessions, somebody, tracked};
use crate::{
    Actor, Error,
    adapters::redis::Redis,
    testing::{
        nowhere, unique,
        world::{self, noon},
    },
};
use chrono::TimeDelta;
use contract::SessionId;
use fred::interfaces::KeysInterface;

#[tokio::test]
async fn the_current_session_comes_first_then_those_used_last() {
    let sessions = sessions().await;
    let ada = somebody();
    let mut begun = Vec::new();
    for minutes in [30, 10, 20, 40] {
        let binding = bound_to(&ada, None, noon() - TimeDelta::minutes(minutes));
        begun.push(begin_as(&sessions, &binding).await);
    }
    let views = seen(&sessions, &ada, Some(&begun[0].0)).await;
    let told: Vec<_> = views.iter().map(|view| (view.id, view.current)).collect();
    let [thirty, ten, twenty, forty] = [0, 1, 2, 3].map(|nth| begun[nth].1);
    assert_eq!(
        told,
        [
            (thirty, true),
            (ten, false),
            (twenty, false),
            (forty, false)
        ]
    );
    let without = names(&sessions, &ada).await;
    assert_eq!(without, [ten, twenty, thirty, forty]);
}

#[tokio::test]
async fn a_session_is_told_with_its_times_browser_and_address() {
    let sessions = sessions().await;
    let ada = somebody();
    let seen_at = noon() - TimeDelta::minutes(5);
    begin_as(&sessions, &bound_to(&ada, None, seen_at)).await;
    let views = seen(&sessions, &ada, None).await;
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].created_at, noon() - TimeDelta::days(1));
    assert_eq!(views[0].last_seen_at, seen_at);
    assert_eq!(
        views[0].user_agent.as_deref(),
        Some("Mozilla/5.0 (X11; Linux x86_64)")
    );
    assert_eq!(views[0].ip.as_deref(), Some("203.0.113.7"));
}

#[tokio::test]
async fn sessions_used_in_the_same_second_keep_their_order() {
    let sessions = sessions().await;
    let ada = somebody();
    for _ in 0..5 {
        begin(&sessions, &ada, None).await;
    }
    let first = names(&sessions, &ada).await;
    assert_eq!(first.len(), 5);
    for _ in 0..3 {
        assert_eq!(names(&sessions, &ada).await, first);
    }
}

#[tokio::test]
async fn people_see_their_own_sessions_alone() {
    let sessions = sessions().await;
    let (ada, bob) = (somebody(), somebody());
    let (secret, adas) = begin(&sessions, &ada, None).await;
    let (_, bobs) = begin(&sessions, &bob, None).await;
    assert_eq!(names(&sessions, &ada).await, [adas]);
    // The secret of another person's session makes none of one's own current.
    let views = seen(&sessions, &bob, Some(&secret)).await;
    assert_eq!(views.len(), 1);
    assert_eq!((views[0].id, views[0].current), (bobs, false));
    assert_eq!(names(&sessions, &somebody()).await, []);
}

#[tokio::test]
async fn a_session_whose_time_is_over_is_not_listed() {
    let sessions = sessions().await;
    let ada = somebody();
    let (over, _) = begin(&sessions, &ada, None).await;
    let (_, kept) = begin(&sessions, &ada, None).await;
    let record = sessions.record(&over);
    let expire = |client: fred::clients::Client| async move {
        client.pexpire::<i64, _>(record, 0, None).await
    };
    sessions.redis.run(expire).await.expect("Redis answers");
    // Its place is there still, as when its own time is over a moment later.
    assert_eq!(names(&sessions, &ada).await, [kept]);
}

#[tokio::test]
async fn a_late_keep_alive_does_not_bring_an_ended_session_back_to_the_list() {
    let sessions = sessions().await;
    let ada = somebody();
    let binding = bound_to(&ada, None, noon());
    let (secret, _) = begin_as(&sessions, &binding).await;
    assert!(sessions.end(&secret).await.expect("ended"));
    assert!(!sessions.bind(&secret, &binding).await.expect("bound"));
    sessions
        .save(&secret, "late".into(), super::TTL)
        .await
        .expect("saved");
    assert_eq!(names(&sessions, &ada).await, []);
}

#[tokio::test]
async fn many_sessions_are_listed_whole() {
    let sessions = sessions().await;
    let ada = somebody();
    let bindings: Vec<_> = (0..300).map(|_| bound_to(&ada, None, noon())).collect();
    let begun = bindings.iter().map(|binding| begin_as(&sessions, binding));
    futures::future::join_all(begun).await;
    let mut listed = names(&sessions, &ada).await;
    listed.sort_unstable();
    listed.dedup();
    let mut expected: Vec<SessionId> = bindings.iter().map(|b| b.place.id).collect();
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn nothing_of_a_list_leads_to_a_secret() {
    let sessions = sessions().await;
    let ada = somebody();
    let sid = unique("sid");
    let (secret, _) = begin(&sessions, &ada, Some(&sid)).await;
    let views = seen(&sessions, &ada, Some(&secret)).await;
    let json = serde_json::to_value(&views).expect("JSON");
    let names: Vec<_> = json[0].as_object().expect("an object").keys().collect();
    let told = [
        "createdAt",
        "current",
        "id",
        "ip",
        "lastSeenAt",
        "userAgent",
    ];
    assert_eq!(names, told);
    let text = json.to_string();
    assert!(!text.contains(&secret) && !text.contains(&sid), "{text}");
    // The name was made before the secret, of time and chance.
    assert_eq!(views[0].id.0.get_version_num(), 7);
}

#[tokio::test]
async fn without_tracking_nothing_is_kept_listed_or_ended() {
    let sessions = tracked(false).await;
    let ada = somebody();
    let (secret, name) = begin(&sessions, &ada, None).await;
    let key = sessions.place(&secret);
    let kept = |client: fred::clients::Client| async move { client.exists(key).await };
    let kept: bool = sessions.redis.run(kept).await.expect("Redis answers");
    assert!(!kept);
    let ctx = by(&ada);
    let refused = [
        sessions.list(&ctx, None).await.map(drop),
        sessions.sign_out(&ctx, name).await,
        sessions.sign_out_others(&ctx, None).await.map(drop),
    ];
    for refused in refused {
        assert!(
            matches!(refused, Err(Error::FeatureDisabled)),
            "{refused:?}"
        );
    }
    assert!(super::lives(&sessions, &secret).await);
    // The auth-service's word counts all the same.
    assert_eq!(sessions.end_all(ada.id, None).await.expect("ended"), 1);
}

#[tokio::test]
async fn switching_tracking_off_forgets_browsers_and_addresses_with_the_next_visit() {
    let mut sessions = sessions().await;
    let ada = somebody();
    let binding = bound_to(&ada, None, noon());
    let (secret, name) = begin_as(&sessions, &binding).await;
    sessions.config.tracking = false;
    assert!(sessions.bind(&secret, &binding).await.expect("bound"));
    sessions.config.tracking = true;
    assert_eq!(names(&sessions, &ada).await, []);
    assert!(sessions.bind(&secret, &binding).await.expect("bound"));
    assert_eq!(names(&sessions, &ada).await, [name]);
}

#[tokio::test]
async fn without_redis_sessions_are_unavailable() {
    let mut sessions = sessions().await;
    let address = format!("redis://{}", nowhere());
    sessions.redis = Redis::patient(&world::redis_anywhere(address, "nobody"));
    let (ctx, name) = (by(&somebody()), super::place(noon()).id);
    let failed = [
        sessions.list(&ctx, None).await.map(drop),
        sessions.sign_out(&ctx, name).await,
        sessions.sign_out_others(&ctx, None).await.map(drop),
    ];
    for failed in failed {
        assert!(
            matches!(failed, Err(Error::Unavailable("redis"))),
            "{failed:?}"
        );
    }
}

#[tokio::test]
async fn who_is_nobody_here_has_no_sessions() {
    let sessions = sessions().await;
    let ada = somebody();
    let nobody = by(&ada).with_actor(Actor::Anonymous);
    let unknown = by(&ada).with_actor(Actor::Stranger {
        auth_id: ada.auth_id,
        tenant_id: ada.tenant_id,
    });
    let refused = sessions.list(&nobody, None).await;
    assert!(matches!(refused, Err(Error::Unauthenticated(_))));
    let refused = sessions.list(&unknown, None).await;
    assert!(matches!(refused, Err(Error::UserNotFound)));
}
