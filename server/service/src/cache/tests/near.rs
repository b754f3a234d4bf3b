//! What the process itself keeps: never more than a second behind, and never what it has heard is changed.

use super::{TTL, Truth, some_key};
use crate::{
    cache::{
        Cache, CacheKey, Sight,
        near::{BEHIND, LIFE, Near},
    },
    testing::{part, proxy::Proxy, unique, world},
};
use fred::interfaces::KeysInterface;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::oneshot, task::JoinSet};
use tokio_util::sync::{CancellationToken, DropGuard};

const PATIENCE: Duration = Duration::from_secs(10);

/// A process that listens, until it is dropped.
struct Process {
    cache: Cache,
    _stop: DropGuard,
    _hearing: JoinSet<()>,
}

impl Process {
    async fn at(url: String, prefix: &str) -> Self {
        let cache = Cache::new(world::redis_at(url, prefix).await);
        let stop = CancellationToken::new();
        let (ears, until) = (cache.clone(), stop.clone());
        let mut hearing = JoinSet::new();
        hearing.spawn(async move { ears.hear(&until).await });
        let process = Self {
            cache,
            _stop: stop.drop_guard(),
            _hearing: hearing,
        };
        process.until_it_hears(true).await;
        process
    }

    async fn until_it_hears(&self, wanted: bool) {
        let listening = async {
            while self.cache.near.look(&some_key()).is_some() != wanted {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let ended = tokio::time::timeout(PATIENCE, listening).await;
        ended.expect("it hears, or not any more");
    }

    /// Changes of a key that it has heard of.
    fn changes(&self, key: &CacheKey) -> u64 {
        let seen = self.cache.near.look(key).expect("it hears");
        seen.changes
    }

    async fn read(&self, sight: Sight, key: &CacheKey, truth: &Truth) -> u64 {
        let told = self
            .cache
            .get_near(sight, key, TTL, || async { truth.read() });
        *told.await.expect("no fault").expect("a value")
    }
}

/// Two processes of one product.
async fn two() -> [Process; 2] {
    let (url, prefix) = (part("REDIS_URL"), unique("service-test"));
    [
        Process::at(url.clone(), &prefix).await,
        Process::at(url, &prefix).await,
    ]
}

/// Changes what Redis holds behind everybody's back, as if the word of it were lost.
async fn change_unheard(cache: &Cache, key: &CacheKey, value: u64) {
    let name = cache.redis.key(&key.name);
    let changing = cache
        .redis
        .run(|client| async move { client.set::<(), _, _>(name, value, None, None, false).await });
    changing.await.expect("Redis answers");
}

/// Something that the process gives more than a second after it has read it, and when it had; Redis holds a 2 since.
async fn kept_for_long(process: &Process) -> (CacheKey, Instant) {
    let trying = async {
        loop {
            let (key, truth) = (some_key(), Truth::of(1));
            process.read(Sight::Near, &key, &truth).await;
            let read = Instant::now();
            change_unheard(&process.cache, &key, 2).await;
            tokio::time::sleep(BEHIND + Duration::from_millis(50)).await;
            // Not where the process itself was held up.
            if process.read(Sight::Near, &key, &truth).await == 1 {
                return (key, read);
            }
        }
    };
    let ended = tokio::time::timeout(PATIENCE, trying).await;
    ended.expect("what is heard of is kept")
}

#[tokio::test]
async fn while_all_changes_are_heard_of_what_was_read_is_kept_longer_but_not_for_ever() {
    let [process, _] = two().await;
    let (key, read) = kept_for_long(&process).await;
    let truth = Truth::of(3);
    loop {
        let age = read.elapsed();
        if process.read(Sight::Near, &key, &truth).await == 2 {
            break;
        }
        assert!(age < LIFE, "older than {LIFE:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(truth.asked(), 0, "it was there, in Redis");
}

#[test]
fn what_is_older_than_a_second_counts_only_while_all_was_heard_until_a_second_ago() {
    let (near, key) = (Near::default(), some_key());
    near.set_hearing(true);
    let seen = near.look(&key).expect("it hears");
    near.keep(key.clone(), seen, Arc::new(1_u64), TTL);
    let is_found = |age_ms| {
        let mut now = seen;
        now.at += Duration::from_millis(age_ms);
        near.find::<u64>(&key, now).is_some()
    };
    assert!(is_found(0) && is_found(999));
    assert!(!is_found(1_000), "who knows what was said since");
    near.set_heard(seen.at + BEHIND);
    assert!(is_found(1_000) && is_found(1_999));
    assert!(!is_found(2_000), "heard too long ago");
    near.set_heard(seen.at + LIFE);
    assert!(is_found(4_999) && !is_found(5_000));
}

#[tokio::test]
async fn whoever_has_changed_something_elsewhere_reads_past_what_the_process_keeps() {
    let [process, _] = two().await;
    let (key, truth) = (some_key(), Truth::of(1));
    let kept = Instant::now();
    assert_eq!(process.read(Sight::Near, &key, &truth).await, 1);
    change_unheard(&process.cache, &key, 2).await;
    let told = process.read(Sight::Here, &key, &truth).await;
    assert!(
        told == 1 || kept.elapsed() >= BEHIND,
        "what they changed here the process would know"
    );
    assert_eq!(process.read(Sight::Far, &key, &truth).await, 2);
    let told = process.read(Sight::Near, &key, &truth).await;
    assert_eq!(told, 2, "and what they found is kept for others");
}

#[tokio::test]
async fn a_change_is_in_force_at_once_here_and_when_it_is_heard_elsewhere() {
    let [here, elsewhere] = two().await;
    let (key, truth) = (some_key(), Truth::of(1));
    for value in 2..20 {
        here.read(Sight::Near, &key, &truth).await;
        elsewhere.read(Sight::Near, &key, &truth).await;
        truth.set(value);
        here.cache.change([key.clone()]).made().await;
        assert_eq!(here.read(Sight::Near, &key, &truth).await, value);
        let told = Instant::now();
        while elsewhere.read(Sight::Near, &key, &truth).await != value {
            assert!(told.elapsed() < BEHIND, "not heard");
            tokio::task::yield_now().await;
        }
        assert_eq!(elsewhere.read(Sight::Far, &key, &truth).await, value);
    }
}

#[tokio::test]
async fn of_many_that_change_at_once_each_is_heard_of() {
    let [here, elsewhere] = two().await;
    let (keys, truth): (Vec<_>, _) = ((0..300).map(|_| some_key()).collect(), Truth::of(1));
    for key in &keys {
        elsewhere.read(Sight::Near, key, &truth).await;
    }
    let known: Vec<_> = keys.iter().map(|key| elsewhere.changes(key)).collect();
    truth.set(2);
    here.cache.change(keys.clone()).made().await;
    let is_heard = |(key, known)| elsewhere.changes(key) != known;
    let hearing = async {
        while !keys.iter().zip(known.iter().copied()).all(is_heard) {
            tokio::task::yield_now().await;
        }
    };
    let ended = tokio::time::timeout(PATIENCE, hearing).await;
    ended.expect("each is heard of");
    for key in &keys {
        assert_eq!(elsewhere.read(Sight::Near, key, &truth).await, 2);
    }
}

#[tokio::test]
async fn a_slow_reader_keeps_nothing_that_was_changed_meanwhile() {
    for of_itself in [true, false] {
        let [process, other] = two().await;
        let (key, truth) = (some_key(), Truth::of(1));
        let (has_read, reader_has_read) = oneshot::channel();
        let (has_written, writer_has_written) = oneshot::channel();
        let slow = process.cache.get_near(Sight::Near, &key, TTL, || async {
            let old = truth.read();
            has_read.send(()).expect("the writer waits");
            writer_has_written.await.expect("the writer writes");
            old
        });
        let quick = async {
            reader_has_read.await.expect("the reader reads");
            truth.set(2);
            let writer = if of_itself { &process } else { &other };
            let known = process.changes(&key);
            writer.cache.change([key.clone()]).made().await;
            while process.changes(&key) == known {
                tokio::task::yield_now().await;
            }
            has_written.send(()).expect("the reader waits");
        };
        let (told, ()) = tokio::join!(slow, quick);
        assert_eq!(told.expect("no fault").as_deref(), Some(&1));
        assert_eq!(process.read(Sight::Near, &key, &truth).await, 2);
    }
}

#[tokio::test]
async fn a_process_that_hears_nothing_keeps_nothing() {
    let (url, prefix) = (part("REDIS_URL"), unique("service-test"));
    let proxy = Proxy::to(&url).await;
    let process = Process::at(proxy.url(&url), &prefix).await;
    let other = Process::at(url, &prefix).await;
    let (key, truth) = (some_key(), Truth::of(1));
    assert_eq!(process.read(Sight::Near, &key, &truth).await, 1);

    proxy.cut();
    truth.set(2);
    other.cache.change([key.clone()]).made().await;
    process.until_it_hears(false).await;
    assert_eq!(process.read(Sight::Near, &key, &truth).await, 2);

    proxy.mend();
    process.until_it_hears(true).await;
    truth.set(3);
    other.cache.change([key.clone()]).made().await;
    let told = Instant::now();
    while process.read(Sight::Near, &key, &truth).await != 3 {
        assert!(told.elapsed() < BEHIND, "not heard");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_connection_that_falls_silent_counts_as_lost_within_a_second() {
    let (url, prefix) = (part("REDIS_URL"), unique("service-test"));
    let proxy = Proxy::to(&url).await;
    let process = Process::at(proxy.url(&url), &prefix).await;
    proxy.clog();
    let silent = Instant::now();
    process.until_it_hears(false).await;
    assert!(silent.elapsed() < BEHIND, "{:?}", silent.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_changes_something_here_sees_it_here_though_others_read_all_the_time() {
    let [here, _] = two().await.map(Arc::new);
    let (key, truth) = (some_key(), Arc::new(Truth::of(1)));
    let mut others = JoinSet::new();
    for _ in 0..3 {
        let (here, key, truth) = (here.clone(), key.clone(), truth.clone());
        others.spawn(async move {
            loop {
                here.read(Sight::Near, &key, &truth).await;
                tokio::task::yield_now().await;
            }
        });
    }
    for value in 2..2_000 {
        truth.set(value);
        here.cache.change([key.clone()]).made().await;
        assert_eq!(here.read(Sight::Here, &key, &truth).await, value);
    }
}
