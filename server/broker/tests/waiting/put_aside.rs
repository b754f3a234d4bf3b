//! Messages that were put aside, and what a person has done with them.

use crate::{
    SHORT,
    world::{World, in_world, in_world_of},
};
use broker::{DeadLetter, Depths, Fate, QueueType, Verdict, depths, go_through_dead};

/// Puts messages aside.
async fn put_aside(world: &World, bodies: &[&str]) {
    for body in bodies {
        world.publish(0, body.as_bytes()).await;
    }
    let malformed = vec!["malformed"; bodies.len()];
    let handle = |_: &_| Verdict::Malformed("it makes no sense".into());
    world.consume(handle, &malformed).await;
}

fn body(letter: &DeadLetter) -> String {
    String::from_utf8(letter.body().to_vec()).unwrap()
}

async fn bodies(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    let shown = go_through_dead(&world.config, |letter| {
        all.push(body(letter));
        Fate::Keep
    });
    assert_eq!(shown.await.unwrap() as usize, all.len());
    all
}

#[tokio::test]
async fn messages_that_are_only_looked_at_stay_in_their_order() {
    in_world(&[SHORT], async |world| {
        put_aside(world, &["first", "second", "third"]).await;
        for _ in 0..2 {
            assert_eq!(bodies(world).await, ["first", "second", "third"]);
        }
        let counted = depths(&world.config).await.unwrap();
        let expected = Depths {
            waiting: 0,
            dead: 3,
        };
        assert_eq!(counted, expected);
    })
    .await;
}

#[tokio::test]
async fn each_goes_the_way_that_was_decided() {
    in_world(&[SHORT], async |world| {
        put_aside(world, &["keep", "replay", "discard"]).await;
        let decide = |letter: &DeadLetter| match &*body(letter) {
            "replay" => Fate::Replay,
            "discard" => Fate::Discard,
            _ => Fate::Keep,
        };
        assert_eq!(go_through_dead(&world.config, decide).await.unwrap(), 3);
        let counted = depths(&world.config).await.unwrap();
        let expected = Depths {
            waiting: 1,
            dead: 1,
        };
        assert_eq!(counted, expected);
        assert_eq!(bodies(world).await, ["keep"]);
        let mut handed = Vec::new();
        world
            .consume(
                |seen| {
                    handed.push(seen.clone());
                    Verdict::Applied
                },
                &["applied"],
            )
            .await;
        assert_eq!(handed.len(), 1);
        assert_eq!((&*handed[0].body, handed[0].attempt), (&b"replay"[..], 0));
    })
    .await;
}

#[tokio::test]
async fn the_tries_of_a_message_that_was_given_back_begin_anew() {
    in_world(&[SHORT], async |world| {
        world.publish(0, b"fails").await;
        let failed = |_: &_| Verdict::Failed("not today".into());
        world.consume(failed, &["retried", "dead"]).await;
        let mut told = Vec::new();
        let decide = |letter: &DeadLetter| {
            told.push((letter.tries(), letter.reason()));
            Fate::Replay
        };
        go_through_dead(&world.config, decide).await.unwrap();
        assert_eq!(told, [(1, "not today".to_owned())]);
        world.consume(failed, &["retried", "dead"]).await;
    })
    .await;
}

#[tokio::test]
async fn a_message_that_fails_again_at_once_is_not_shown_twice() {
    in_world(&[], async |world| {
        put_aside(world, &["again"]).await;
        let config = world.config.clone();
        let failing = world.consume(
            |_| Verdict::Malformed("still no sense".into()),
            &["malformed"],
        );
        let replayed = go_through_dead(&config, |_| Fate::Replay);
        let ((), shown) = tokio::join!(failing, replayed);
        assert_eq!(shown.unwrap(), 1);
        assert_eq!(bodies(world).await, ["again"]);
    })
    .await;
}

#[tokio::test]
async fn a_queue_that_nobody_has_opened_is_empty() {
    in_world(&[], async |world| {
        let mut config = world.config.clone();
        config.queue.push_str(".never");
        assert_eq!(depths(&config).await.unwrap(), Depths::default());
        let shown = go_through_dead(&config, |_| Fate::Discard).await.unwrap();
        assert_eq!(shown, 0);
    })
    .await;
}

#[tokio::test]
async fn quorum_queues_try_again_put_aside_and_keep_what_is_looked_at_however_often() {
    in_world_of(QueueType::Quorum, &[SHORT], async |world| {
        world.publish(0, b"fails").await;
        let failed = |_: &_| Verdict::Failed("not today".into());
        world.consume(failed, &["retried", "dead"]).await;
        // More often than RabbitMQ hands a message out of such a queue unless it is told otherwise.
        for _ in 0..25 {
            assert_eq!(bodies(world).await, ["fails"]);
        }
        go_through_dead(&world.config, |_| Fate::Replay)
            .await
            .unwrap();
        let mut attempts = Vec::new();
        world
            .consume(
                |seen| {
                    attempts.push(seen.attempt);
                    Verdict::Applied
                },
                &["applied"],
            )
            .await;
        assert_eq!(attempts, [0]);
        assert_eq!(depths(&world.config).await.unwrap(), Depths::default());
    })
    .await;
}
