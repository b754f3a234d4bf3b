//! Waiting for what must come.

use std::time::Duration;

/// Longer than anything takes on a busy machine, also a part that was away.
pub const LONG: Duration = Duration::from_mins(1);

/// Asks until it is so; stops the test with this sentence when it never is.
pub async fn eventually(sentence: &str, is_so: impl AsyncFn() -> bool) {
    let asking = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    assert!(
        tokio::time::timeout(LONG, asking).await.is_ok(),
        "{sentence}"
    );
}
