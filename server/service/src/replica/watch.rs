//! How late a replica is, by positions in the write-ahead log: a moment is noted, the primary is asked how
//! far its log goes, and the replica is asked until it has come as far. From then on it shows everything that
//! was committed before that moment.

use super::{BEHIND_MAX, Replica, store::Line};
use sqlx::PgPool;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// How often a replica that is still replaying is asked.
const AGAIN: Duration = Duration::from_millis(20);

/// Why a replica is not read from.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    #[error("{0} does not answer ({1})")]
    Away(&'static str, String),
    #[error("it is no replica, maybe no longer")]
    NoReplica,
    #[error("it is ahead of the primary, and so the replica of another one")]
    Ahead,
    #[error("it is more than a second behind")]
    Late,
}

/// Watches a replica, over connections of its own: it must not wait behind those who read.
#[derive(Debug)]
pub struct Watch {
    replica: Arc<Replica>,
    to_primary: Line,
    to_replica: Line,
    /// What was last said of it in the log.
    was_fit: Option<bool>,
}

impl Watch {
    pub(super) fn new(primary: &PgPool, replica: Arc<Replica>) -> Self {
        Self {
            to_primary: Line::new("the primary", primary),
            to_replica: Line::new("the replica", &replica.pool),
            replica,
            was_fit: None,
        }
    }

    /// Finds out whether the replica may be read from for another while. Takes little more than a second.
    pub async fn look(&mut self) {
        let moment = Instant::now();
        match self.catch_up(moment).await {
            Ok(()) => {
                self.replica.shows(moment);
                if self.was_fit.replace(true) != Some(true) {
                    tracing::info!("the replica is read from");
                }
            }
            Err(why) => {
                if matches!(why, Unfit::NoReplica | Unfit::Ahead) {
                    self.replica.forget();
                }
                if self.was_fit.replace(false) != Some(false) {
                    tracing::warn!(%why, "the replica is not read from");
                }
            }
        }
    }

    /// How long ago the moment is as of which the replica is known to show everything.
    pub fn behind(&self) -> Duration {
        self.replica.behind()
    }

    async fn catch_up(&mut self, moment: Instant) -> Result<(), Unfit> {
        let committed = self.to_primary.find_committed().await?;
        loop {
            let (is_replica, replayed) = self.to_replica.find_replayed().await?;
            if !is_replica {
                return Err(Unfit::NoReplica);
            }
            if replayed >= committed {
                // Of another primary, maybe the one before a failover, the position would say nothing.
                let written = self.to_primary.find_written().await?;
                return if replayed > written {
                    Err(Unfit::Ahead)
                } else {
                    Ok(())
                };
            }
            if moment.elapsed() >= BEHIND_MAX {
                return Err(Unfit::Late);
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}
