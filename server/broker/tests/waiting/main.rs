//! Messages whose handler waits for a part that is away, and messages that wait for a person: on a queue of
//! each test's own at a real `RabbitMQ`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod put_aside;
mod way;
mod world;

use broker::Verdict;
use std::time::Duration;
use way::Way;
use world::{Seen, in_world};

/// Longer than any test.
const FOR_EVER: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(20);

#[tokio::test]
async fn a_message_that_waits_too_long_is_put_off_and_no_try_is_counted() {
    in_world(&[SHORT], async |world| {
        world.publish(2, b"waits").await;
        let mut handed = Vec::new();
        world
            .consume(
                |seen| {
                    handed.push(seen.clone());
                    if handed.len() == 1 {
                        Verdict::Unavailable
                    } else {
                        Verdict::Applied
                    }
                },
                &["postponed", "applied"],
            )
            .await;
        let fresh = Seen {
            body: b"waits".to_vec(),
            attempt: 2,
            is_redelivered: false,
        };
        assert_eq!(handed, [fresh.clone(), fresh]);
    })
    .await;
}

#[tokio::test]
async fn it_is_put_off_for_the_longest_pause_and_others_get_their_turn() {
    in_world(&[SHORT, FOR_EVER, SHORT * 2], async |world| {
        world.publish(0, b"waits").await;
        world.publish(0, b"goes on").await;
        let handle = |seen: &Seen| match seen.body.as_slice() {
            b"waits" => Verdict::Unavailable,
            _ => Verdict::Applied,
        };
        world.consume(handle, &["postponed", "applied"]).await;
        assert_eq!(world.waiting(&world.retry_queue(FOR_EVER)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn where_there_are_no_pauses_it_goes_behind_the_others() {
    in_world(&[], async |world| {
        world.publish(0, b"waits").await;
        world.publish(0, b"goes on").await;
        let mut handed = Vec::new();
        world
            .consume(
                |seen| {
                    handed.push(String::from_utf8(seen.body.clone()).unwrap());
                    if handed.len() == 1 {
                        Verdict::Unavailable
                    } else {
                        Verdict::Applied
                    }
                },
                &["postponed", "applied", "applied"],
            )
            .await;
        assert_eq!(handed, ["waits", "goes on", "waits"]);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_held_while_its_time_is_not_over() {
    in_world(&[SHORT], async |world| {
        world.config.hold_at_most = FOR_EVER;
        world.publish(0, b"waits").await;
        let mut handed = 0;
        world
            .consume(
                |_| {
                    handed += 1;
                    if handed < 3 {
                        Verdict::Unavailable
                    } else {
                        Verdict::Applied
                    }
                },
                &["applied"],
            )
            .await;
        assert_eq!(handed, 3);
    })
    .await;
}

#[tokio::test]
async fn who_waits_notices_that_the_broker_has_given_the_message_to_somebody_else() {
    in_world(&[SHORT], async |world| {
        let mut way = Way::to(world.config.url.clone()).await;
        world.config.url = way.url();
        world.config.hold_at_most = FOR_EVER;
        world.publish(0, b"waits").await;
        way.open();
        let mut handed = Vec::new();
        world
            .consume(
                |seen| {
                    // The part never comes back to whoever had it first.
                    let verdict = if seen.is_redelivered {
                        Verdict::Applied
                    } else {
                        way.cut();
                        way.open();
                        Verdict::Unavailable
                    };
                    handed.push(seen.clone());
                    verdict
                },
                &["applied"],
            )
            .await;
        let redelivered: Vec<_> = handed.iter().map(|seen| seen.is_redelivered).collect();
        assert_eq!(redelivered, [false, true]);
    })
    .await;
}
