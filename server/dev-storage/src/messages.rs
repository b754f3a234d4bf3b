//! Messages of new objects, kept in files until the broker has them: in order, and across starts.

mod record;
mod relay;

pub(crate) use record::NewObject;
pub(crate) use relay::relay;

use crate::{Error, clock, error::at, files};
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::{
    fs,
    sync::{Mutex, Notify},
};

/// The ending of a message that waits.
const WAITING: &str = "json";

/// The messages that have not gone out yet.
pub(crate) struct Messages {
    folder: PathBuf,
    /// The number of the last one: nanoseconds since 1970, and never the same twice.
    last: Mutex<i64>,
    bell: Notify,
}

impl Messages {
    pub(crate) async fn open(root: &Path) -> Result<Self, Error> {
        let folder = root.join("messages");
        fs::create_dir_all(&folder).await.map_err(at(&folder))?;
        let waiting = waiting(&folder).await.map_err(at(&folder))?;
        // A clock that was set back must not bring new ones before old ones.
        let last = waiting.last().and_then(|path| number(path));
        Ok(Self {
            folder,
            last: Mutex::new(last.unwrap_or_default()),
            bell: Notify::new(),
        })
    }

    /// Keeps the message of a new object, and has it sent.
    pub(crate) async fn keep(&self, object: &NewObject) -> io::Result<()> {
        let mut last = self.last.lock().await;
        let now = clock::now();
        let number = now.timestamp_nanos_opt().unwrap_or_default().max(*last + 1);
        let message = serde_json::to_vec(&record::record(object, now, number))?;
        let file = self.folder.join(format!("{number:020}.{WAITING}"));
        files::replace(&file, &message).await?;
        *last = number;
        self.bell.notify_one();
        Ok(())
    }
}

/// The messages that wait, first come first.
async fn waiting(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries = fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == WAITING) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn number(path: &Path) -> Option<i64> {
    path.file_stem()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests;
