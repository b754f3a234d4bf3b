//! From messages of storage to events that tell what became of the pictures.
//!
//! A message is acknowledged when the event is with whoever listens to it, never before. So each
//! may be worked on twice, and comes to the same end: the same bytes under the same keys, the same
//! event under the same id.

mod told;
mod upload;

use crate::{
    PictureLimits, Pictures,
    record::{self, Created},
};
use broker::{BrokerConfig, Handler, Incoming, Publisher, Verdict, consume};
use chrono::{DateTime, Utc};
use contract::avatar::{UploadKey, UploadReason};
use futures::future::join_all;
use std::{
    collections::HashSet, num::NonZero, sync::Arc, thread::available_parallelism, time::Duration,
};
use storage::Storage;
use tokio_util::sync::CancellationToken;
use told::{Told, Turn};
use upload::Fault;

/// The routing key of storage's messages.
pub const ROUTING_KEY: &str = "s3.object-created";
/// What our queue is bound to.
pub const PATTERNS: &[&str] = &[ROUTING_KEY];
/// Why a message is tried again that came back unsettled.
const ENDED: &str = "whoever had it last did not settle it";
/// What is under way gets this long when the process ends; the rest goes back to the queue.
const LAST_CHANCE: Duration = Duration::from_secs(1);

/// What the deployment says.
#[derive(Clone, Debug)]
pub struct MediaConfig {
    /// The bucket whose objects concern us.
    pub bucket: String,
    /// `MAX_FILE_SIZE`: bytes.
    pub max_bytes: u64,
    /// Where storage tells of its objects, and the pauses between our tries.
    pub messages: BrokerConfig,
}

/// Makes pictures of what people upload.
#[derive(Clone, Debug)]
pub struct MediaService {
    storage: Storage,
    publisher: Publisher,
    pictures: Pictures,
    config: Arc<MediaConfig>,
    told: Arc<Told>,
    now: fn() -> DateTime<Utc>,
}

impl MediaService {
    /// Reads and writes this storage, and tells through this publisher.
    pub fn new(
        storage: Storage,
        publisher: Publisher,
        config: MediaConfig,
        now: fn() -> DateTime<Utc>,
    ) -> Self {
        let limits = PictureLimits {
            max_bytes: config.max_bytes,
            ..PictureLimits::default()
        };
        Self {
            storage,
            publisher,
            pictures: Pictures::new(limits),
            config: Arc::new(config),
            told: Arc::default(),
            now,
        }
    }

    /// Works until asked to stop: on as many messages at once as there are cores.
    pub async fn run(self, stop: CancellationToken) {
        let cores = available_parallelism().map_or(1, NonZero::get);
        let messages = &self.config.messages;
        let working = (0..cores).map(|_| consume(&self, messages, PATTERNS, &stop));
        let given_up = async {
            stop.cancelled().await;
            tokio::time::sleep(LAST_CHANCE).await;
        };
        tokio::select! {
            _ = join_all(working) => {}
            () = given_up => tracing::info!("pictures under way go back to the queue"),
        }
    }

    /// The uploads among these objects that are to be told of, each once.
    fn turns(&self, created: Vec<Created>) -> Vec<Turn<'_>> {
        let mut seen = HashSet::new();
        let ours = created
            .into_iter()
            .filter(|object| object.bucket == self.config.bucket);
        let keys = ours.filter_map(|object| object.key.parse::<UploadKey>().ok());
        let each = keys.filter(|key| seen.insert(key.upload_id));
        each.filter_map(|key| self.turn(key)).collect()
    }

    fn turn(&self, key: UploadKey) -> Option<Turn<'_>> {
        let turn = self.told.turn(key, (self.now)());
        if turn.is_none() {
            tracing::debug!(upload_id = %key.upload_id, "an upload was told of often enough");
        }
        turn
    }

    /// Brings every upload to its end, as far as may be.
    async fn finish_all(&self, turns: Vec<Turn<'_>>, is_last_try: bool) -> Verdict {
        let mut verdict = Verdict::Ignored;
        for mut turn in turns {
            match self.finish(&mut turn).await {
                Ok(false) => {}
                Ok(true) if matches!(verdict, Verdict::Failed(_)) => {}
                Ok(true) => verdict = Verdict::Applied,
                Err(Fault::Away) => return Verdict::Unavailable,
                Err(Fault::Failed(reason)) => {
                    tracing::warn!(upload_id = %turn.key.upload_id, reason, "no pictures were made");
                    let not_processed = UploadReason::NotProcessed;
                    if is_last_try && self.give_up(&mut turn, not_processed).await.is_err() {
                        return Verdict::Unavailable;
                    }
                    verdict = Verdict::Failed(reason);
                }
            }
        }
        verdict
    }

    /// A message that came back unsettled may be what ended the process that had it: it counts as a
    /// try, and is not looked at before its pause is over.
    async fn put_off(&self, turns: Vec<Turn<'_>>, is_last_try: bool) -> Verdict {
        tracing::warn!("a message came back unsettled, it is put off");
        if is_last_try {
            for mut turn in turns {
                let unreadable = UploadReason::Unreadable;
                if self.give_up(&mut turn, unreadable).await.is_err() {
                    return Verdict::Unavailable;
                }
            }
        }
        Verdict::Failed(ENDED.to_owned())
    }
}

impl Handler for MediaService {
    async fn handle(&self, message: &Incoming) -> Verdict {
        let created = match record::read(message.body()) {
            Ok(created) => created,
            Err(error) => return Verdict::Malformed(error.to_string()),
        };
        let turns = self.turns(created);
        let is_last_try = message.attempt() >= self.config.messages.retry_pauses.len();
        if message.is_redelivered() && !turns.is_empty() {
            self.put_off(turns, is_last_try).await
        } else {
            self.finish_all(turns, is_last_try).await
        }
    }

    fn settled(&self, result: &'static str) {
        metrics::counter!("media_service_messages_total", "result" => result).increment(1);
    }
}
