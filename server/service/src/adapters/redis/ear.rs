//! A connection that only listens. Unlike the client's own it does not come back by itself: whoever
//! listens must know that they have missed something.

use super::{Redis, RedisError};
use fred::{
    clients::Client,
    interfaces::{ClientLike, EventInterface, PubsubInterface},
    types::{
        ConnectHandle, Message, RespVersion,
        config::{Config, PerformanceConfig},
    },
};
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::TryRecvError};

/// Words that may wait for their reader. The client keeps room for as many eight times over, some hundred bytes each.
const WAITING_MAX: usize = 2_048;
/// How long connecting may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Hears what is published on one channel.
#[derive(Debug)]
pub struct Ear {
    client: Client,
    connection: ConnectHandle,
    words: Receiver<Message>,
}

impl Redis {
    /// Begins to listen.
    ///
    /// # Errors
    /// Redis is away.
    pub async fn ear(&self, channel: &str) -> Result<Ear, RedisError> {
        let performance = PerformanceConfig {
            broadcast_channel_capacity: WAITING_MAX,
            ..self.client.perf_config()
        };
        let connection = self.client.connection_config().clone();
        let config = Config {
            // In the older protocol whoever listens may say nothing else.
            version: RespVersion::RESP3,
            fail_fast: true,
            ..self.client.client_config()
        };
        let client = Client::new(config, Some(performance), Some(connection), None);
        let ear = Ear {
            words: client.message_rx(),
            connection: client.connect(),
            client,
        };
        let begun = async {
            ear.client.wait_for_connect().await?;
            ear.client.subscribe(channel).await
        };
        in_time(PATIENCE, begun).await?;
        Ok(ear)
    }
}

impl Ear {
    /// Whether the other end is still there. What was said before it answers has come.
    ///
    /// # Errors
    /// It did not answer in time.
    pub async fn ping(&self, patience: Duration) -> Result<(), RedisError> {
        in_time(patience, self.client.ping(None)).await
    }

    /// What is said next.
    ///
    /// # Errors
    /// The connection is lost, or more was said than could be heard.
    pub async fn next(&mut self) -> Result<Message, RedisError> {
        tokio::select! {
            word = self.words.recv() => word.map_err(|error| RedisError::lost(&error.to_string())),
            _ = &mut self.connection => Err(RedisError::lost("the connection has ended")),
        }
    }

    /// What has come and was not heard yet.
    ///
    /// # Errors
    /// Those of `next`.
    pub fn next_said(&mut self) -> Result<Option<Message>, RedisError> {
        match self.words.try_recv() {
            Ok(word) => Ok(Some(word)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(error) => Err(RedisError::lost(&error.to_string())),
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

async fn in_time(
    patience: Duration,
    answer: impl Future<Output = Result<(), fred::error::Error>>,
) -> Result<(), RedisError> {
    match tokio::time::timeout(patience, answer).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(RedisError::lost("no answer in time")),
    }
}
