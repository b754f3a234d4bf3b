//! Budgets: the arithmetic against what it promises, the script against the arithmetic, and many at
//! once on a real Redis.

mod leases;

use super::{
    Ask, Budget, Deed, Intent, LONGEST_WINDOW, Meter, RateLimiter, Subject, Told, Verdict, read,
};
use crate::{
    adapters::redis::{Redis, Script},
    cache::Sight,
    testing::{nowhere, unique, world},
};
use contract::UserId;
use fred::types::Value;
use futures::future::join_all;
use proptest::prelude::*;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const SECOND: f64 = 1_000_000.0;

fn budget(max: u32, window: Duration) -> Budget {
    Budget {
        name: "test",
        max,
        window,
    }
}

/// So much an hour: nothing comes back while a test runs.
fn an_hour(max: u32) -> Budget {
    budget(max, Duration::from_hours(1))
}

fn user(n: u128) -> Subject<'static> {
    Subject::User(UserId(Uuid::from_u128(n)))
}

/// How many of so many at once pass.
async fn pass(limiters: &[&RateLimiter], budget: Budget, subject: &Subject<'_>, n: usize) -> usize {
    let takers = limiters.iter().cycle().take(n);
    let verdicts =
        join_all(takers.map(|limiter| limiter.take(Intent::Read, budget, subject))).await;
    verdicts.iter().filter(|verdict| verdict.passes).count()
}

#[tokio::test]
async fn of_many_at_once_on_two_replicas_exactly_the_budget_passes() {
    let (url, prefix) = (crate::testing::part("REDIS_URL"), unique("rate-limit"));
    let one = RateLimiter::new(world::redis_at(url.clone(), &prefix).await);
    let other = RateLimiter::new(world::redis_at(url, &prefix).await);
    assert_eq!(
        pass(&[&one, &other], an_hour(100), &user(1), 300).await,
        100
    );
    // Nobody else has spent any.
    assert_eq!(pass(&[&other], an_hour(100), &user(2), 1).await, 1);
    let pages = Budget {
        name: "other",
        ..an_hour(1)
    };
    assert_eq!(pass(&[&one, &other], pages, &user(1), 5).await, 1);
}

#[tokio::test]
async fn requests_that_ask_together_are_counted_each() {
    let (url, prefix) = (crate::testing::part("REDIS_URL"), unique("rate-limit"));
    let one = RateLimiter::new(world::redis_at(url.clone(), &prefix).await);
    let other = RateLimiter::new(world::redis_at(url, &prefix).await);
    let stop = CancellationToken::new();
    let asking = async {
        let users = [user(1), user(2), user(3)];
        let takers = (0..600).map(|n| n % 3).map(async |whose| {
            (
                whose,
                one.take(Intent::Read, an_hour(100), &users[whose])
                    .await
                    .passes,
            )
        });
        let passed = join_all(takers).await;
        for whose in 0..3 {
            assert_eq!(
                passed.iter().filter(|each| **each == (whose, true)).count(),
                100
            );
        }
        assert_eq!(pass(&[&other], an_hour(100), &user(1), 5).await, 0);
        stop.cancel();
        assert_eq!(
            pass(&[&one, &other], an_hour(100), &user(4), 150).await,
            100
        );
    };
    tokio::join!(one.gather(&stop), asking);
    assert_eq!(
        pass(&[&one], an_hour(100), &user(5), 150).await,
        100,
        "each by itself again"
    );
}

#[tokio::test]
async fn unlike_requests_that_ask_together_are_counted_each_by_its_own_terms() {
    let limiter = RateLimiter::new(world::redis().await);
    let (reader, writer, small) = (user(1), user(2), an_hour(10));
    let large = Budget {
        name: "large",
        ..an_hour(60)
    };
    let stop = CancellationToken::new();
    let asking = async {
        let asked = (0..200).map(async |n| match n % 4 {
            0 => limiter.take(Intent::Read, small, &reader).await,
            1 => limiter.take(Intent::Read, large, &reader).await,
            2 => limiter.look(Intent::Read, large, &writer).await,
            _ => limiter.take(Intent::Write, small, &writer).await,
        });
        let told = join_all(asked).await;
        let passed = |kind| {
            let of_kind = told.iter().skip(kind).step_by(4);
            of_kind.filter(|verdict| verdict.passes).count()
        };
        assert_eq!([0, 1, 2, 3].map(passed), [10, 50, 50, 10]);
        assert!(told.iter().step_by(4).all(|told| told.sight == Sight::Near));
        let changing = told.iter().skip(3).step_by(4);
        assert!(changing.clone().all(|told| told.sight == Sight::Here));
        let left = limiter.look(Intent::Read, large, &writer).await;
        assert_eq!(left.remaining(), 60, "looking takes nothing");
        stop.cancel();
    };
    tokio::join!(limiter.gather(&stop), asking);
}

#[tokio::test]
async fn without_redis_each_process_counts_by_itself() {
    let away = || world::redis_anywhere(format!("redis://{}", nowhere()), "rate-limit");
    let (one, other) = (RateLimiter::new(away()), RateLimiter::new(away()));
    assert_eq!(pass(&[&one], an_hour(10), &user(1), 30).await, 10);
    assert_eq!(pass(&[&one], an_hour(10), &user(2), 30).await, 10);
    assert_eq!(pass(&[&other], an_hour(10), &user(1), 30).await, 10);
}

#[tokio::test]
async fn looking_takes_nothing_and_noting_takes_what_is_not_there() {
    let limiter = RateLimiter::new(world::redis().await);
    let (budget, me) = (an_hour(2), user(1));
    for _ in 0..5 {
        let seen = limiter.look(Intent::Read, budget, &me).await;
        assert!(seen.passes && seen.remaining() == 2, "{seen:?}");
    }
    for left in [1, 0, 0] {
        assert_eq!(limiter.note(budget, &me).await.remaining(), left);
    }
    assert!(!limiter.look(Intent::Read, budget, &me).await.passes);
    assert!(!limiter.take(Intent::Read, budget, &me).await.passes);
}

#[tokio::test]
async fn what_redis_keeps_of_a_caller_goes_when_all_of_the_budget_is_back() {
    let redis = world::redis().await;
    let limiter = RateLimiter::new(redis.clone());
    limiter.take(Intent::Read, an_hour(60), &user(1)).await;
    let key = format!("{}:test", redis.key(&user(1).key()));
    let life: i64 = redis
        .run(|client| async move { fred::interfaces::KeysInterface::pttl(&client, key).await })
        .await
        .expect("Redis answers");
    assert!((50_000..=60_000).contains(&life), "{life}");
}

#[tokio::test]
async fn whoever_changes_something_is_known_for_it_on_every_replica_and_nobody_else_is() {
    let (url, prefix) = (crate::testing::part("REDIS_URL"), unique("rate-limit"));
    let one = RateLimiter::new(world::redis_at(url.clone(), &prefix).await);
    let other = RateLimiter::new(world::redis_at(url, &prefix).await);
    let (budget, me) = (an_hour(100), user(1));
    let pages = Budget {
        name: "other",
        ..budget
    };
    assert_eq!(
        other.take(Intent::Read, budget, &me).await.sight,
        Sight::Near
    );
    let writes = one.take(Intent::Write, pages, &me).await;
    assert_eq!(writes.sight, Sight::Here);
    let reads = async |limiter: &RateLimiter, who| {
        limiter.take(Intent::Read, budget, &user(who)).await.sight
    };
    assert_eq!(
        reads(&one, 1).await,
        Sight::Here,
        "of what they change here this process knows"
    );
    assert_eq!(reads(&other, 1).await, Sight::Far);
    assert_eq!(reads(&other, 2).await, Sight::Near);
    let elsewhere = other.take(Intent::Write, pages, &me).await;
    assert_eq!(
        elsewhere.sight,
        Sight::Far,
        "what was changed there before may be unheard of"
    );
    for limiter in [&one, &other] {
        assert_eq!(reads(limiter, 1).await, Sight::Far, "changed in both");
    }
    let away = world::redis_anywhere(format!("redis://{}", nowhere()), &prefix);
    let blind = RateLimiter::new(away)
        .take(Intent::Read, budget, &user(2))
        .await;
    assert_eq!(blind.sight, Sight::Far, "nobody knows");
}

#[test]
fn what_is_left_is_told_in_whole_requests_and_whole_seconds() {
    let mut meter = Meter::default();
    let budget = budget(100, Duration::from_mins(1));
    let told = |verdict: Verdict| {
        (
            verdict.passes,
            verdict.remaining(),
            verdict.reset_s(),
            verdict.retry_after_s(),
        )
    };
    assert_eq!(told(meter.apply(budget, Deed::Take, 0.0)), (true, 99, 1, 1));
    for _ in 0..98 {
        meter.apply(budget, Deed::Take, 0.0);
    }
    assert_eq!(told(meter.apply(budget, Deed::Take, 0.0)), (true, 0, 60, 1));
    assert_eq!(
        told(meter.apply(budget, Deed::Take, 0.0)),
        (false, 0, 60, 1)
    );
    let seldom = an_hour(2);
    let mut meter = Meter::default();
    for _ in 0..2 {
        meter.apply(seldom, Deed::Take, 0.0);
    }
    let refused = meter.apply(seldom, Deed::Take, 0.0);
    assert_eq!(told(refused), (false, 0, 3600, 1800));
}

fn any_budget() -> impl Strategy<Value = Budget> {
    let windows = prop_oneof![Just(1_000_u64), Just(60_000), 1_000_u64..86_400_000];
    let sizes = prop_oneof![1_u32..5, 5_u32..1_000, Just(1_000_000), Just(100_000_000)];
    (sizes, windows).prop_map(|(max, ms)| budget(max, Duration::from_millis(ms)))
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => Just(Deed::Take),
        1 => Just(Deed::Look),
        1 => Just(Deed::Note),
    ]
}

/// Parts of a window between two requests; now and then a clock that went back.
fn any_pause() -> impl Strategy<Value = f64> {
    prop_oneof![4 => Just(0.0), 4 => 0.0..0.05_f64, 1 => 0.5..3.0_f64, 1 => -0.1..0.0_f64]
}

/// The script with a time that is told to it, by which nothing of its own is forgotten meanwhile.
fn by_a_told_clock() -> Script {
    let text = include_str!("budget.lua");
    let told = text.replace("redis.call('TIME')", "{ 0, tonumber(ARGV[#ARGV]) }");
    assert_ne!(text, told);
    let kept = told.replace(", 'PX', empty_in)", ")");
    assert_ne!(told, kept);
    Script::new(kept)
}

/// What it says of requests of one caller that go together.
async fn ask(
    redis: &Redis,
    script: &Script,
    budget: Budget,
    deeds: &[Deed],
    now: f64,
) -> Vec<Verdict> {
    let caller = redis.key("one");
    let window = i64::try_from(budget.window.as_micros()).expect("a day at most");
    let args = deeds.iter().flat_map(|deed| {
        let max = Value::from(i64::from(budget.max));
        [
            1.into(),
            max,
            window.into(),
            deed.word().into(),
            0.into(),
            1.into(),
        ]
    });
    let lease = [Value::from("0123456789abcdef"), 200_000.into()];
    let args = lease
        .into_iter()
        .chain(args)
        .chain([Value::from(format!("{now:.0}"))])
        .collect();
    let keys = deeds.iter();
    let keys = keys.flat_map(|_| [caller.clone(), format!("{caller}:writer")]);
    let asked = redis.call::<Vec<i64>>(script, keys.collect::<Vec<_>>(), Value::Array(args));
    let told = asked.await.expect("the script runs");
    let told = told.chunks(3).zip(deeds).map(|(told, deed)| {
        let told = Told {
            level: told[0],
            sight: super::gate::sight_of(told[1]),
            more: told[2],
        };
        read(told, Ask::one(budget, *deed, Intent::Read)).0
    });
    told.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_script_does_what_the_arithmetic_does(
        budget in any_budget(),
        steps in prop::collection::vec((any_pause(), prop::collection::vec(any_deed(), 1..4)), 1..40),
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let (redis, script) = (world::redis().await, by_a_told_clock());
            let (mut meter, mut now) = (Meter::default(), 1_800_000_000.0 * SECOND);
            for (pause, deeds) in steps {
                now = (now + pause * budget.window_us()).floor();
                let told = ask(&redis, &script, budget, &deeds, now).await;
                assert_eq!(told.len(), deeds.len());
                for (deed, told) in deeds.into_iter().zip(told) {
                    let expected = meter.apply(budget, deed, now);
                    assert_eq!(told.passes, expected.passes);
                    // The script tells millionths, rounded up.
                    assert!(told.remaining().abs_diff(expected.remaining()) <= 1);
                    assert!(told.reset_s().abs_diff(expected.reset_s()) <= 1);
                }
            }
            redis.close().await;
        });
    }

    #[test]
    fn in_no_stretch_of_time_more_pass_than_fit_and_come_back_in_it(
        budget in any_budget().prop_filter("few enough to be spent", |budget| budget.max < 50),
        pauses in prop::collection::vec(0.0..0.2_f64, 1..200),
    ) {
        let (mut meter, mut now) = (Meter::default(), 0.0);
        let mut passed: Vec<f64> = Vec::new();
        for pause in pauses {
            now += pause * budget.window_us();
            if meter.apply(budget, Deed::Take, now).passes {
                passed.push(now);
            }
        }
        for (n, from) in passed.iter().enumerate() {
            for (m, to) in passed.iter().enumerate().skip(n) {
                let back = (to - from) * f64::from(budget.max) / budget.window_us();
                let count = u32::try_from(m - n + 1).expect("few");
                prop_assert!(f64::from(count) <= f64::from(budget.max) + back + 1e-6);
            }
        }
    }

    #[test]
    fn whoever_keeps_the_pace_is_never_refused(budget in any_budget(), from in 0.0..1e15_f64) {
        let step = budget.window_us() / f64::from(budget.max);
        let (mut meter, mut now) = (Meter::default(), from.floor());
        for _ in 0..1_000 {
            prop_assert!(meter.apply(budget, Deed::Take, now).passes);
            // A microsecond is as fine as the clock of Redis is.
            now += step.max(1.0);
        }
        prop_assert!(budget.window <= LONGEST_WINDOW);
    }
}
