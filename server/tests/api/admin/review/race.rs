//! Reviewers against each other, on two servers.

use super::applied;
use crate::{
    admin::{approve, reject},
    users::instructor_application::{apply, own},
};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn of_ten_reviewers_one_decides() {
    let (app, grace, _, _) = applied().await;
    let other = app.replica().await;
    let joan = app.admin("joan").await;
    for round in 0..3 {
        let ada = app.person(&format!("ada{round}")).await;
        apply(&app, &ada).await.is(201);
        let calls = (0..10).map(|n| {
            let (server, by) = if n % 2 == 0 {
                (&app, &grace)
            } else {
                (&other, &joan)
            };
            let call = if (n + round) % 3 == 0 {
                reject(server, by, &ada, 1, "No")
            } else {
                approve(server, by, &ada, 1)
            };
            call.into_future()
        });
        let replies = join_all(calls).await;
        let (decided, late): (Vec<_>, Vec<_>) =
            replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!(decided.len(), 1);
        for reply in late {
            reply.fails(409, "no_pending_application");
        }
        let (view, last) = (decided[0].data(), own(&app, &ada).await);
        for name in ["status", "decidedBy", "decidedAt", "version"] {
            assert_eq!(view[name], last[name], "{name}");
        }
        let approved = last["status"] == "approved";
        let role = if approved { "instructor" } else { "student" };
        assert_eq!(app.me(&ada).await["role"], json!(role));
        let kinds = app.kinds_since(&ada).await;
        assert_eq!(kinds.len(), if approved { 5 } else { 4 }, "{kinds:?}");
        assert_eq!(app.entries_of(&ada.id).await.len(), 2);
    }
}
