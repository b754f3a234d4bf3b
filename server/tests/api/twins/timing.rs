//! Nor does an answer take longer for somebody who is hidden than for somebody who was never there.

use super::{
    hidden::{Caller, Hidden},
    hiding::BLOCKS,
    worlds::{Asked, Twins},
};
use crate::harness::people;
use reqwest::Method;
use std::time::{Duration, Instant};

/// Medians may be apart so far.
const APART: Duration = Duration::from_millis(2);
/// How often both are asked about.
const PAIRS: usize = 1_000;

/// Asks again and again about the one and the other, with the one or the other first. Gives the medians.
async fn medians(twins: &Twins, asked: &[Asked; 2]) -> [Duration; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for pair in 0..PAIRS {
        for turn in 0..2 {
            let which = (pair + turn) % 2;
            let begun = Instant::now();
            let reply = twins.call(&twins.with, &asked[which]).await;
            times[which].push(begun.elapsed());
            assert!(matches!(reply.status, 200 | 404), "{}", reply.text);
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[PAIRS / 2]
    })
}

#[tokio::test]
async fn an_answer_about_somebody_hidden_takes_as_long_as_one_about_nobody() {
    let twins = Twins::begin(Hidden::HasBlockedCaller).await;
    // A name as long as the other's, and an id as new.
    let (nobody, no_id) = ("nobody.zuniga", people::new_id());
    let about_both = |address: &str| {
        [address.to_owned(), address.replace("{username}", nobody)]
            .map(|address| twins.asked(Caller::Learner, &address))
    };
    let block = [&twins.other.person.id, &no_id].map(|id| Asked {
        method: Method::POST,
        body: Some(format!(r#"{{"userId":"{id}"}}"#)),
        ..twins.asked(Caller::Learner, BLOCKS)
    });
    for (what, asked) in [
        ("a profile", about_both("/api/v1/profiles/{username}")),
        ("a search", about_both("/api/v1/profiles?search={username}")),
        ("a block", block),
        ("a page", about_both("/people/{username}")),
    ] {
        let [hidden, nobody] = medians(&twins, &asked).await;
        assert!(
            hidden.abs_diff(nobody) < APART,
            "{what}: {hidden:?} of somebody hidden, {nobody:?} of nobody"
        );
    }
}
