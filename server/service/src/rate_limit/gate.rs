//! The way to Redis: requests that come while one question is under way go together in the next.
//! A question costs more than what it asks, on both ends; few requests, few a question.

use super::{Budget, Deed, Intent};
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

/// What Redis says: the level, and whether the caller is changing something.
pub(super) type Told = (i64, i64);

/// Asks Redis, together where that can be.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    redis: Redis,
    script: Arc<Script>,
    together: Together<Question>,
}

#[derive(Debug)]
struct Question {
    keys: [String; 2],
    args: [Value; 4],
    answer: oneshot::Sender<Result<Told, RedisError>>,
}

impl Gate {
    pub(super) fn new(redis: Redis) -> Self {
        Self {
            redis,
            script: Arc::new(Script::new(include_str!("budget.lua"))),
            together: Together::new(),
        }
    }

    pub(super) async fn ask(
        &self,
        key: &str,
        budget: Budget,
        deed: Deed,
        intent: Intent,
    ) -> Result<Told, RedisError> {
        // In one slot of a Redis Cluster.
        let caller = self.redis.key(key);
        let keys = [format!("{caller}:{}", budget.name), caller + ":writer"];
        let window = i64::try_from(budget.window.as_micros()).unwrap_or(i64::MAX);
        let args = [
            Value::Integer(budget.max.into()),
            Value::Integer(window),
            Value::from_static_str(deed.word()),
            Value::Integer(match intent {
                Intent::Read => 0,
                Intent::Write => WRITER_MS,
            }),
        ];
        let (answer, answered) = oneshot::channel();
        let question = Question { keys, args, answer };
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

    async fn answer(&self, questions: Vec<Question>) {
        let mut keys = Vec::with_capacity(questions.len() * 2);
        let mut args = Vec::with_capacity(questions.len() * 4);
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            keys.extend(question.keys);
            args.extend(question.args);
            answers.push(question.answer);
        }
        let asked = self
            .redis
            .call::<Vec<i64>>(&self.script, keys, Value::Array(args));
        let told = asked.await;
        for (n, answer) in answers.into_iter().enumerate() {
            let told = match &told {
                Ok(told) => match told.get(2 * n..2 * n + 2) {
                    Some(&[level, writer]) => Ok((level, writer)),
                    _ => Err(RedisError::lost("an answer is missing")),
                },
                Err(error) => Err(error.clone()),
            };
            // Whoever asked may have gone.
            drop(answer.send(told));
        }
    }
}
