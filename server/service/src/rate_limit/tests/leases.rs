//! Who asks much of a large budget: how seldom Redis is asked, how much passes, and what a writer sees.

use super::{Intent, Sight, an_hour, nowhere, unique, user, world};
use crate::rate_limit::{Budget, RateLimiter, Subject, Verdict, lease::TERM};
use fred::{interfaces::KeysInterface, types::Expiration};
use futures::future::join_all;
use std::time::Instant;

const LARGE: u32 = 10_000;

/// What comes back meanwhile at most: about three a second.
fn back_since(began: Instant) -> u64 {
    3 * (1 + began.elapsed().as_secs())
}

/// So many replicas of one deployment.
async fn replicas<const N: usize>() -> [RateLimiter; N] {
    let (url, prefix) = (crate::testing::part("REDIS_URL"), unique("leases"));
    let mut all = Vec::new();
    for _ in 0..N {
        all.push(RateLimiter::new(
            world::redis_at(url.clone(), &prefix).await,
        ));
    }
    all.try_into().expect("as many as were asked for")
}

async fn reads(limiter: &RateLimiter, subject: &Subject<'_>, times: usize) -> Vec<Verdict> {
    let mut told = Vec::with_capacity(times);
    for _ in 0..times {
        told.push(limiter.take(Intent::Read, an_hour(LARGE), subject).await);
    }
    told
}

#[tokio::test]
async fn who_asks_much_of_a_large_budget_is_asked_about_once_for_many() {
    let redis = world::redis().await;
    let (limiter, me) = (RateLimiter::new(redis.clone()), user(1));
    let key = format!("{}:test", redis.key(&me.key()));
    let kept = async || {
        let key = key.clone();
        let kept = redis.run(|client| async move { client.get::<Vec<u8>, _>(key).await });
        kept.await.expect("Redis answers")
    };
    let (mut questions, mut before, began) = (0, Vec::new(), Instant::now());
    for n in 1..=200_u64 {
        let told = reads(&limiter, &me, 1).await.remove(0);
        assert!(told.passes && told.sight == Sight::Near, "{told:?}");
        let left = u64::from(LARGE) - n;
        assert!(
            (left - 200..=left + back_since(began)).contains(&told.remaining()),
            "{n}: {told:?}"
        );
        let now = kept().await;
        questions += i32::from(now != before);
        before = now;
    }
    assert!(questions < 100, "{questions} questions for 200 requests");
}

#[tokio::test]
async fn of_a_small_budget_each_is_counted_in_redis() {
    let [one, other] = replicas().await;
    let (small, me) = (an_hour(199), user(1));
    for left in (0..199).rev() {
        let limiter = if left % 2 == 0 { &one } else { &other };
        let told = limiter.take(Intent::Read, small, &me).await;
        assert!(told.passes && told.remaining() == left, "{told:?}");
    }
    assert!(!one.take(Intent::Read, small, &me).await.passes);
}

#[tokio::test]
async fn leases_of_two_replicas_never_let_more_pass_than_fit_and_leave_half_to_be_counted_exactly()
{
    let replicas = replicas::<2>().await;
    let (me, began) = (user(1), Instant::now());
    let asking = (0..40).map(async |n| {
        let told = reads(&replicas[n % 2], &me, 300).await;
        told.iter().filter(|told| told.passes).count()
    });
    let passed: usize = join_all(asking).await.into_iter().sum();
    let back = usize::try_from(back_since(began)).expect("few");
    assert!((5_000..=10_000 + back).contains(&passed), "{passed}");
}

/// Somebody reads much on one replica and then writes on two others: how the writes are answered. The machine may
/// have been away for longer than a lease lasts.
async fn write_beside_a_lease(
    reader: &RateLimiter,
    writers: [&RateLimiter; 2],
    subject: &Subject<'_>,
) -> Option<Vec<Verdict>> {
    let began = Instant::now();
    reads(reader, subject, 20).await;
    let mut told = Vec::new();
    for (writer, budget) in writers.into_iter().zip([an_hour(LARGE), pages()]) {
        told.push(writer.take(Intent::Write, budget, subject).await);
    }
    (began.elapsed() < TERM).then_some(told)
}

#[tokio::test]
async fn a_write_is_answered_once_no_other_replica_may_show_what_was_before() {
    let [one, other, third] = replicas().await;
    let mut tried = 0;
    for n in 0..20 {
        let me = user(n);
        let Some(writes) = write_beside_a_lease(&one, [&other, &third], &me).await else {
            continue;
        };
        tried += 1;
        for write in &writes {
            let settled = write.settled.expect("somebody holds a lease");
            assert!(settled <= Instant::now() + TERM, "{writes:?}");
            write.settled().await;
        }
        for replica in [&one, &other, &third] {
            let told = reads(replica, &me, 20).await;
            assert!(told.iter().all(|told| told.sight == Sight::Far), "{told:?}");
        }
        let later = other.take(Intent::Write, an_hour(LARGE), &me).await;
        assert_eq!(later.settled, None, "nobody holds a lease any more");
    }
    assert!(tried > 0, "each took longer than a lease lasts");
}

#[tokio::test]
async fn a_process_does_not_wait_for_its_own_lease_but_ends_it() {
    let [one] = replicas().await;
    for n in 0..20 {
        let me = user(n);
        reads(&one, &me, 20).await;
        // Under another budget: it is the caller who writes.
        let write = one.take(Intent::Write, pages(), &me).await;
        assert_eq!(write.settled, None);
        let told = reads(&one, &me, 5).await;
        assert!(
            told.iter().all(|told| told.sight == Sight::Here),
            "{told:?}"
        );
    }
}

fn pages() -> Budget {
    Budget {
        name: "other",
        ..an_hour(LARGE)
    }
}

#[tokio::test]
async fn of_several_who_hold_leases_one_waits_for_the_others() {
    let [one, other, third] = replicas().await;
    let mut tried = 0;
    for n in 0..20 {
        let (me, began) = (user(n), Instant::now());
        reads(&one, &me, 20).await;
        reads(&other, &me, 20).await;
        reads(&one, &me, 100).await;
        let write = one.take(Intent::Write, pages(), &me).await;
        let again = third.take(Intent::Write, pages(), &me).await;
        if began.elapsed() < TERM {
            tried += 1;
            assert!(write.settled.is_some() && again.settled.is_some());
        }
    }
    assert!(tried > 0, "each took longer than a lease lasts");
}

#[tokio::test]
async fn who_writes_while_redis_is_away_waits_as_long_as_a_lease_may_last() {
    let redis = world::redis_anywhere(format!("redis://{}", nowhere()), "leases");
    let blind = RateLimiter::new(redis);
    let write = blind.take(Intent::Write, an_hour(LARGE), &user(1)).await;
    let settled = write.settled.expect("others may hold leases");
    assert!(settled <= Instant::now() + TERM);
    let read = blind.take(Intent::Read, an_hour(LARGE), &user(1)).await;
    assert!(read.settled.is_none() && read.sight == Sight::Far);
}

#[tokio::test]
async fn what_older_versions_have_kept_of_a_caller_holds_still() {
    let redis = world::redis().await;
    let limiter = RateLimiter::new(redis.clone());
    let held = format!("w{}{}", "a".repeat(16), u64::MAX);
    let kept = [
        ("", Sight::Far),
        ("w----------------0", Sight::Far),
        (&held, Sight::Far),
        ("raaaaaaaaaaaaaaaa0", Sight::Near),
    ];
    for (n, (text, sight)) in (1..).zip(kept) {
        let me = user(n);
        let key = format!("{}:writer", redis.key(&me.key()));
        let text = text.to_owned();
        let keeping = redis.run(|client| async move {
            let life = Expiration::PX(32_000);
            client
                .set::<(), _, _>(key, text, Some(life), None, false)
                .await
        });
        keeping.await.expect("Redis answers");
        let told = reads(&limiter, &me, 20).await;
        assert!(told.iter().all(|told| told.sight == sight), "{told:?}");
        let write = limiter.take(Intent::Write, an_hour(LARGE), &me).await;
        let waits = n == 3;
        assert!(
            write.passes && write.settled.is_some() == waits,
            "{write:?}"
        );
    }
}
