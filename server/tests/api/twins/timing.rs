//! Nor does an answer take longer for somebody who is hidden than for somebody who was never there.

use super::{
    hidden::{Caller, Hidden},
    hiding::BLOCKS,
    worlds::{Asked, Twins},
};
use crate::harness::people;
use reqwest::Method;
use std::time::{Duration, Instant};

/// Medians may be apart by such a part of the smaller one,
const PART: u32 = 8;
/// but so far in any case, and no farther.
const APART: [Duration; 2] = [Duration::from_micros(300), Duration::from_millis(2)];
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

/// As many blocks as anybody may make.
const SHUT_OUT: &str = "WITH made AS ( \
        INSERT INTO users (id, tenant_id, auth_id, email, created_at, updated_at) \
        SELECT gen_random_uuid(), tenant_id, gen_random_uuid(), n || '@out.test', now(), now() \
        FROM users, generate_series(1, 2000) AS n WHERE id = $1 RETURNING id, tenant_id \
    ), named AS ( \
        INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name) SELECT id, tenant_id, 'Shut', 'Out' FROM made \
    ), blocked AS (INSERT INTO blocked_users SELECT tenant_id, $1, id, NULL, now() FROM made RETURNING 1) \
    SELECT count(*) FROM blocked";

/// A question about the other person, and the same about nobody: a name as long and as similar to others', an id
/// as new.
fn about_both(twins: &Twins, address: &str) -> [Asked; 2] {
    [
        address.to_owned(),
        address.replace("{username}", "quilla.zunigu"),
    ]
    .map(|address| twins.asked(Caller::Learner, &address))
}

async fn compare(twins: &Twins, what: &str, asked: &[Asked; 2]) {
    let [hidden, nobody] = medians(twins, asked).await;
    let [least, most] = APART;
    let bound = (hidden.min(nobody) / PART).clamp(least, most);
    assert!(
        hidden.abs_diff(nobody) < bound,
        "{what}, {:?}: {hidden:?} of somebody hidden, {nobody:?} of nobody",
        twins.hidden
    );
}

#[tokio::test]
async fn an_answer_about_whoever_has_blocked_one_takes_as_long_as_one_about_nobody() {
    let twins = Twins::begin(Hidden::HasBlockedCaller).await;
    let blocks: i64 = twins.with.app.find(SHUT_OUT, &twins.cast.learner.id).await;
    assert_eq!(blocks, 2_000);
    let block = [&twins.other.person.id, &people::new_id()].map(|id| Asked {
        method: Method::POST,
        body: Some(format!(r#"{{"userId":"{id}"}}"#)),
        ..twins.asked(Caller::Learner, BLOCKS)
    });
    for (what, asked) in [
        (
            "a profile",
            about_both(&twins, "/api/v1/profiles/{username}"),
        ),
        (
            "a search",
            about_both(&twins, "/api/v1/profiles?search={username}"),
        ),
        ("a block", block),
        ("a page", about_both(&twins, "/people/{username}")),
    ] {
        compare(&twins, what, &asked).await;
    }
}

#[tokio::test]
async fn so_does_one_about_whoever_is_hidden_otherwise() {
    for hidden in [
        Hidden::Private,
        Hidden::Suspended,
        Hidden::Deleted,
        Hidden::Elsewhere,
    ] {
        let twins = Twins::begin(hidden).await;
        compare(
            &twins,
            "a profile",
            &about_both(&twins, "/api/v1/profiles/{username}"),
        )
        .await;
    }
}
