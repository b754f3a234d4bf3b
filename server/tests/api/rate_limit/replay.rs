//! Budgets beside `Idempotency-Key`: an answer that is given again costs as much as the first, and a
//! refusal is no answer to be kept.

use super::{number, refused};
use crate::harness::{TestApp, USERS, eventually, people};

#[tokio::test]
async fn a_replay_counts_and_a_refusal_is_not_kept() {
    // Three in six seconds: one comes back every two.
    let rules = [
        ("RATE_LIMIT_MAX", "3"),
        ("RATE_LIMIT_SERVICE_MAX", "1000"),
        ("RATE_LIMIT_WINDOW", "6000"),
    ];
    let app = TestApp::with(&rules).await;
    let grace = app.admin("grace").await;
    let sketch = people::sketch("ada");
    let post = || {
        app.post(USERS, &sketch)
            .by(&grace)
            .header("idempotency-key", "key-1")
    };
    let first = post().await.is(201);
    let mut spent = None;
    // However long a request takes here, there are more requests than come back meanwhile.
    for _ in 0..50 {
        let reply = post().await;
        if reply.status == 429 {
            spent = Some(reply);
            break;
        }
        assert_eq!(reply.header("idempotency-replayed"), "true");
        assert_eq!(reply.is(201).text, first.text);
    }
    let spent = spent.expect("a replay costs nothing");
    assert_eq!(spent.header("idempotency-replayed"), "");
    assert!((1..=2).contains(&number(&spent, "retry-after")));
    refused(spent);
    eventually("what was spent does not come back", async || {
        let reply = post().await;
        reply.status == 201 && reply.text == first.text
    })
    .await;
}
