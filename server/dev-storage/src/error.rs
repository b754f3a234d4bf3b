//! What can go wrong inside the storage.

use std::path::{Path, PathBuf};

/// A fault of the storage or of what it stands on; never a client's mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it cannot be used.
    #[error("dev-storage cannot use {}: {source}", .path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The HTTP listener failed.
    #[error("dev-storage cannot serve HTTP: {0}")]
    Serve(#[from] std::io::Error),
}

/// Names the path that a fault is about.
pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
    move |source| Error::Folder {
        path: path.to_owned(),
        source,
    }
}
