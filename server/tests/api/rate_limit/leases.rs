//! Who is counted ahead on one replica and writes on another.

use crate::harness::{ME, TestApp};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long a replica may go on with what it knew of somebody who reads much.
const TERM: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_write_is_answered_once_no_other_replica_shows_its_writer_what_was_before() {
    let one = TestApp::start().await;
    let other = one.replica().await;
    for name in ["ada", "ben", "cleo"] {
        let person = one.person(name).await;
        let began = Instant::now();
        for _ in 0..20 {
            one.get(ME).by(&person).await.is(200);
        }
        let bio = format!("Written by {name} elsewhere");
        let change = other.put(ME, &json!({"bio": bio})).by(&person);
        change.await.is(200);
        // Redis was asked after this began, and the last lease of these readings ends later still.
        assert!(began.elapsed() >= TERM, "{:?}", began.elapsed());
        assert_eq!(one.me(&person).await["bio"], bio);
    }
}
