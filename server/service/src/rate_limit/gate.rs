//! The way to Redis: requests that come while one question is under way go together in the next.
//! A question costs more than what it asks, on both ends; few requests, few a question.

use super::{Budget, Deed, Intent, lease::TERM};
use crate::{
    adapters::redis::{Redis, RedisError, Script},
    cache::Sight,
    together::Together,
};
use fred::types::{Key, Value};
use std::{ops::Deref, sync::Arc};
use tokio_util::sync::CancellationToken;

/// How long somebody counts as changing something: as long as a request may take (30 s), and for what
/// processes may know of before it (a second).
const WRITER_MS: i64 = 32_000;
/// Requests in one question: Redis answers nobody else meanwhile.
const AT_ONCE: usize = 64;
/// How long a lease counts: microseconds.
#[expect(clippy::cast_possible_truncation, reason = "a part of a second")]
const TERM_US: i64 = TERM.as_micros() as i64;

/// What Redis says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The level in millionths, below zero where one more does not fit.
    pub level: i64,
    /// Whether the caller is changing something, and where.
    pub sight: Sight,
    /// Of who reads how many were taken with a lease (1: there is none), of who writes for how many microseconds
    /// leases of others go on.
    pub more: i64,
}

/// What is asked of a budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    pub budget: Budget,
    pub deed: Deed,
    pub intent: Intent,
    /// How many to take at once.
    pub count: u32,
}

impl Ask {
    pub(super) fn one(budget: Budget, deed: Deed, intent: Intent) -> Self {
        Self {
            budget,
            deed,
            intent,
            count: 1,
        }
    }
}

/// Asks Redis, together where that can be.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    redis: Redis,
    script: Arc<Script>,
    together: Together<Question, Answer>,
    /// This process, for those who hold leases or change something.
    me: Arc<str>,
}

type Answer = Result<Told, RedisError>;

#[derive(Clone, Debug)]
struct Question {
    /// Cheap to clone.
    keys: [Key; 2],
    terms: Terms,
}

/// What a request is counted by; most of one moment have it in common, and Redis is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Terms {
    max: u32,
    window_us: i64,
    deed: Deed,
    writer_ms: i64,
    count: u32,
}

impl From<Ask> for Terms {
    fn from(ask: Ask) -> Self {
        Self {
            max: ask.budget.max,
            window_us: i64::try_from(ask.budget.window.as_micros()).unwrap_or(i64::MAX),
            deed: ask.deed,
            writer_ms: match ask.intent {
                Intent::Read => 0,
                Intent::Write => WRITER_MS,
            },
            count: ask.count,
        }
    }
}

impl Gate {
    pub(super) fn new(redis: Redis) -> Self {
        Self {
            redis,
            script: Arc::new(Script::new(include_str!("budget.lua"))),
            together: Together::new(),
            me: format!("{:016x}", rand::random::<u64>()).into(),
        }
    }

    pub(super) async fn ask(&self, key: &str, ask: Ask) -> Result<Told, RedisError> {
        // In one slot of a Redis Cluster.
        let caller = self.redis.key(key);
        let keys = [format!("{caller}:{}", ask.budget.name), caller + ":writer"].map(Key::from);
        let question = Question {
            keys,
            terms: Terms::from(ask),
        };
        if let Some(told) = self.together.ask(question.clone()).await {
            return told;
        }
        let alone = self.answers(&[&question]).await.pop();
        alone.unwrap_or_else(|| Err(missing()))
    }

    /// Has questions go together until asked to stop; once a process.
    pub(super) async fn gather(&self, stop: &CancellationToken) {
        // Keys of several callers live on several servers of a Cluster.
        if self.redis.is_cluster() {
            return;
        }
        let Some(mut line) = self.together.line(stop) else {
            return;
        };
        while line.wait().await {
            let mut questions = line.take(AT_ONCE);
            questions.sort_by_key(|question| question.terms);
            let answers = self.answers(&questions).await;
            for (question, answer) in questions.into_iter().zip(answers) {
                question.answer(answer);
            }
        }
    }

    /// One each, in this order; it is told of those beside each other that are alike at once.
    async fn answers(&self, questions: &[impl Deref<Target = Question>]) -> Vec<Answer> {
        let mut args = vec![Value::from(&*self.me), Value::Integer(TERM_US)];
        for alike in questions.chunk_by(|a, b| a.terms == b.terms) {
            args.extend(args_of(alike.len(), alike[0].terms));
        }
        let keys = questions.iter().flat_map(|question| question.keys.clone());
        let keys: Vec<_> = keys.collect();
        let asked = self
            .redis
            .call::<Vec<i64>>(&self.script, keys, Value::Array(args));
        let told = asked.await;
        let answer = |n| match &told {
            Ok(told) => match told.get(3 * n..3 * n + 3) {
                Some(&[level, writes, more]) => Ok(Told {
                    level,
                    sight: sight_of(writes),
                    more,
                }),
                _ => Err(missing()),
            },
            Err(error) => Err(error.clone()),
        };
        (0..questions.len()).map(answer).collect()
    }
}

/// What the script says of a caller's changes.
pub(super) fn sight_of(writes: i64) -> Sight {
    match writes {
        0 => Sight::Near,
        2 => Sight::Here,
        _ => Sight::Far,
    }
}

fn missing() -> RedisError {
    RedisError::lost("an answer is missing")
}

/// A run of requests, as the script reads it.
fn args_of(count: usize, terms: Terms) -> [Value; 6] {
    [
        Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
        Value::Integer(terms.max.into()),
        Value::Integer(terms.window_us),
        Value::from_static_str(terms.deed.word()),
        Value::Integer(terms.writer_ms),
        Value::Integer(terms.count.into()),
    ]
}
