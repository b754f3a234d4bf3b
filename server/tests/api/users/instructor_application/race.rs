//! Many at once, on two servers.

use super::{apply, own, withdraw};
use crate::{
    admin::{approve, reject},
    harness::TestApp,
};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn of_thirty_applications_at_once_one_is_made() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    let servers = [&app, &other];
    let posts = (0..30).map(|n| apply(servers[n % 2], &ada).into_future());
    let replies = join_all(posts).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 29));
    for reply in refused {
        reply.fails(409, "already_applied");
    }
    let rows: i64 = app
        .find(
            "SELECT count(*) FROM instructor_applications WHERE user_id = $1",
            &ada.id,
        )
        .await;
    assert_eq!(rows, 1);
    assert_eq!(own(&other, &ada).await, made[0].data());
    let kinds = app.kinds_since(&ada).await;
    assert_eq!(
        kinds,
        [
            "user.instructor_application.submitted",
            "user.status_changed"
        ]
    );
    assert_eq!(app.entries_of(&ada.id).await.len(), 1);
}

#[tokio::test]
async fn who_takes_it_back_while_it_is_decided_is_heard_or_comes_too_late() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let grace = app.admin("grace").await;
    let mut seen = [0, 0];
    for round in 0..20 {
        let ada = app.person(&format!("ada{round}")).await;
        apply(&app, &ada).await.is(201);
        let decide = if round % 4 < 2 {
            approve(&other, &grace, &ada, 1)
        } else {
            reject(&other, &grace, &ada, 1, "No")
        };
        let withdraw = withdraw(&app, &ada).into_future();
        // The other way round, every other time.
        let (decided, withdrawn) = if round % 2 == 0 {
            tokio::join!(decide.into_future(), withdraw)
        } else {
            let (withdrawn, decided) = tokio::join!(withdraw, decide.into_future());
            (decided, withdrawn)
        };
        let last = own(&app, &ada).await;
        let me = app.me(&ada).await;
        let kinds = app.kinds_since(&ada).await;
        assert_eq!(me["status"], "active");
        assert_eq!(last["version"], 2);
        if withdrawn.status == 200 {
            seen[0] += 1;
            decided.fails(409, "no_pending_application");
            assert_eq!(
                (&last["status"], &me["role"]),
                (&json!("withdrawn"), &json!("student"))
            );
            assert_eq!(
                kinds[2..],
                [
                    "user.instructor_application.withdrawn",
                    "user.status_changed"
                ]
            );
        } else {
            seen[1] += 1;
            withdrawn.fails(404, "not_found");
            assert_eq!(decided.is(200).data()["status"], last["status"]);
            assert_eq!(kinds[2], "user.instructor_application.decided");
            assert_eq!(
                kinds.len(),
                if last["status"] == "approved" { 5 } else { 4 }
            );
        }
        assert_eq!(app.entries_of(&ada.id).await.len(), 2);
    }
    println!("withdrawn {}, decided {}", seen[0], seen[1]);
}
