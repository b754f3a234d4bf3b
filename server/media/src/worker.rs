//! From messages of storage to events that tell what became of the pictures.
//!
//! A message is acknowledged when the event is with whoever listens to it, never before. So each
//! may be worked on twice, and comes to the same end: the same bytes under the same keys, the same
//! event under the same id.

mod upload;

use crate::{
    PictureLimits, Pictures,
    record::{self, Created},
};
use broker::{BrokerConfig, Handler, Incoming, Publisher, Verdict, consume};
use chrono::{DateTime, Utc};
use contract::avatar::{UploadKey, UploadReason};
use futures::future::join_all;
use std::{num::NonZero, sync::Arc, thread::available_parallelism, time::Duration};
use storage::Storage;
use tokio_util::sync::CancellationToken;
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

    /// The uploads among these objects.
    fn uploads(&self, created: Vec<Created>) -> Vec<UploadKey> {
        let ours = created
            .into_iter()
            .filter(|object| object.bucket == self.config.bucket);
        ours.filter_map(|object| object.key.parse().ok()).collect()
    }

    /// Brings every upload to its end, as far as may be.
    async fn finish_all(&self, uploads: Vec<UploadKey>, is_last_try: bool) -> Verdict {
        let mut verdict = Verdict::Ignored;
        for key in uploads {
            match self.finish(key).await {
                Ok(false) => {}
                Ok(true) if matches!(verdict, Verdict::Failed(_)) => {}
                Ok(true) => verdict = Verdict::Applied,
                Err(Fault::Away) => return Verdict::Unavailable,
                Err(Fault::Failed(reason)) => {
                    tracing::warn!(upload_id = %key.upload_id, reason, "no pictures were made");
                    if is_last_try && self.give_up(key, UploadReason::NotProcessed).await.is_err() {
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
    async fn put_off(&self, uploads: Vec<UploadKey>, is_last_try: bool) -> Verdict {
        tracing::warn!("a message came back unsettled, it is put off");
        if is_last_try {
            for key in uploads {
                if self.give_up(key, UploadReason::Unreadable).await.is_err() {
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
        let uploads = self.uploads(created);
        let is_last_try = message.attempt() >= self.config.messages.retry_pauses.len();
        if message.is_redelivered() && !uploads.is_empty() {
            self.put_off(uploads, is_last_try).await
        } else {
            self.finish_all(uploads, is_last_try).await
        }
    }

    fn settled(&self, result: &'static str) {
        metrics::counter!("media_service_messages_total", "result" => result).increment(1);
    }
}
