//! The way to Redis: requests that come while one question is under way go together in the next.
//! A question costs more than what it asks, on both ends; few requests, few a question.

use super::{Budget, Deed, Intent, lease::TERM};
use crate::{
    adapters::redis::{Redis, RedisError, Script},
    together::Together,
};
use fred::types::Value;
use std::sync::Arc;
use tokio::sync::oneshot;
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
    /// Whether the caller is changing something.
    pub writes: bool,
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
    together: Together<Question>,
    /// This process, for those who hold leases.
    me: Arc<str>,
}

#[derive(Debug)]
struct Question {
    keys: [String; 2],
    terms: Terms,
    answer: oneshot::Sender<Result<Told, RedisError>>,
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
        let keys = [format!("{caller}:{}", ask.budget.name), caller + ":writer"];
        let terms = Terms::from(ask);
        let (answer, answered) = oneshot::channel();
        let question = Question {
            keys,
            terms,
            answer,
        };
        if let Err(question) = self.together.join(question) {
            self.answer(vec![question]).await;
        }
        let told = answered.await;
        told.unwrap_or_else(|_| Err(RedisError::lost("the question was dropped")))
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
            self.answer(line.take(AT_ONCE)).await;
        }
    }

    async fn answer(&self, mut questions: Vec<Question>) {
        questions.sort_by_key(|question| question.terms);
        let mut args = vec![Value::from(&*self.me), Value::Integer(TERM_US)];
        for alike in questions.chunk_by(|a, b| a.terms == b.terms) {
            args.extend(args_of(alike.len(), alike[0].terms));
        }
        let mut keys = Vec::with_capacity(questions.len() * 2);
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            keys.extend(question.keys);
            answers.push(question.answer);
        }
        let asked = self
            .redis
            .call::<Vec<i64>>(&self.script, keys, Value::Array(args));
        let told = asked.await;
        for (n, answer) in answers.into_iter().enumerate() {
            let told = match &told {
                Ok(told) => match told.get(3 * n..3 * n + 3) {
                    Some(&[level, writes, more]) => Ok(Told {
                        level,
                        writes: writes != 0,
                        more,
                    }),
                    _ => Err(RedisError::lost("an answer is missing")),
                },
                Err(error) => Err(error.clone()),
            };
            // Whoever asked may have gone.
            drop(answer.send(told));
        }
    }
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
