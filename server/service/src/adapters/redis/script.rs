//! Lua scripts in Redis, called by their hash, so that the text is sent once.

use super::{Redis, RedisError};
use fred::{
    bytes_utils::Str,
    interfaces::LuaInterface,
    types::{FromValue, MultipleKeys, Value},
};
use sha1::{Digest, Sha1};
use std::{borrow::Cow, fmt::Write};

/// What Redis says of a hash that it does not know: it, or this node of a Cluster, has begun anew.
const UNKNOWN: &str = "NOSCRIPT";

/// A script and its hash.
#[derive(Clone, Debug)]
pub struct Script {
    text: Cow<'static, str>,
    hash: Str,
}

impl Script {
    /// A script of this text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        let mut hash = String::with_capacity(40);
        for byte in Sha1::digest(text.as_bytes()) {
            // A string takes whatever is written.
            if write!(hash, "{byte:02x}").is_err() {
                break;
            }
        }
        Self {
            text,
            hash: hash.into(),
        }
    }
}

impl Redis {
    /// Runs a script: by its hash, with its text only where Redis does not know that.
    ///
    /// # Errors
    /// Redis is away or did not answer in time, or the script failed.
    pub async fn call<T: FromValue>(
        &self,
        script: &Script,
        keys: impl Into<MultipleKeys>,
        args: Value,
    ) -> Result<T, RedisError> {
        let keys = keys.into();
        self.run(|client| async move {
            let hash = script.hash.clone();
            match client.evalsha(hash, keys.clone(), args.clone()).await {
                Err(error) if error.details().starts_with(UNKNOWN) => {
                    client.eval(&*script.text, keys, args).await
                }
                answer => answer,
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{unique, world};

    #[tokio::test]
    async fn a_script_that_redis_has_never_seen_runs_and_is_known_from_then_on() {
        let redis = world::redis().await;
        let script = Script::new(format!("return ARGV[1] -- {}", unique("script")));
        let known = async || {
            let hash = script.hash.clone();
            let asked = redis.run(|client| async move { client.script_exists(hash).await });
            asked.await.expect("Redis answers")
        };
        for before in [vec![false], vec![true]] {
            let is_known: Vec<bool> = known().await;
            assert_eq!(is_known, before);
            let answer = redis.call::<i64>(&script, "key", Value::from(7_i64)).await;
            assert_eq!(answer.expect("it runs"), 7);
        }
    }

    #[test]
    fn the_hash_is_the_one_that_redis_makes() {
        let hash = "098e0f0d1448c0a81dafe820f66d460eb09263da";
        assert_eq!(&*Script::new("return ARGV[1]").hash, hash);
    }
}
