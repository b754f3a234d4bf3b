//! A storage of a test's own.

use super::{unique, world::storage_at};
use dev_storage::Config;
use std::{net::SocketAddr, path::PathBuf};
use storage::{Storage, StorageConfig};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A running storage over a folder that goes with it.
pub(crate) struct Bucket {
    pub(crate) storage: Storage,
    config: StorageConfig,
    address: SocketAddr,
    root: PathBuf,
    stop: CancellationToken,
}

impl Bucket {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("a bound port");
        let config = storage_at(address);
        let bucket = Self {
            storage: Storage::new(config.clone()),
            config,
            address,
            root: std::env::temp_dir().join(unique("service-test-storage")),
            stop: CancellationToken::new(),
        };
        bucket.serve(listener, bucket.stop.clone());
        bucket
    }

    /// The storage is away, until `open`.
    pub(crate) async fn close(&mut self) {
        self.stop.cancel();
        while tokio::net::TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// It is back, with all that it had.
    pub(crate) async fn open(&mut self) {
        self.stop = CancellationToken::new();
        let listener = TcpListener::bind(self.address).await.expect("the port");
        self.serve(listener, self.stop.clone());
    }

    /// The keys of all objects, sorted.
    pub(crate) fn keys(&self) -> Vec<String> {
        let root = self.objects();
        let mut folders = vec![root.clone()];
        let mut keys = Vec::new();
        while let Some(folder) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(folder) else {
                continue;
            };
            for path in entries.map(|entry| entry.expect("an entry").path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let key = path.strip_prefix(&root).expect("within the bucket");
                    keys.push(key.to_string_lossy().into_owned());
                }
            }
        }
        keys.retain(|key| key.starts_with("uploads/") || key.starts_with("avatars/"));
        keys.sort();
        keys
    }

    /// Puts a file into a folder that storage lists but does not delete, since its key is too long.
    /// Gives its key.
    pub(crate) fn spoil(&self, folder: &str) -> String {
        let key = format!("{folder}{}.jpg", "a".repeat(200));
        let path = self.objects().join(&key);
        std::fs::create_dir_all(path.with_file_name("")).expect("a folder");
        std::fs::write(path, b"").expect("a file");
        key
    }

    /// Takes away such a file.
    pub(crate) fn mend(&self, key: &str) {
        std::fs::remove_file(self.objects().join(key)).expect("the file");
    }

    fn objects(&self) -> PathBuf {
        self.root.join("objects").join(&self.config.bucket)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "it ends with the runtime of the test"
    )]
    fn serve(&self, listener: TcpListener, stop: CancellationToken) {
        let config = Config {
            root: self.root.clone(),
            access_key_id: self.config.access_key_id.clone(),
            secret_access_key: self.config.secret_access_key.clone(),
            bucket: Some(self.config.bucket.clone()),
            public_prefixes: Vec::new(),
            events: None,
        };
        tokio::spawn(async move {
            dev_storage::run(config, listener, stop)
                .await
                .expect("a storage");
        });
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Err(error) = std::fs::remove_dir_all(&self.root) {
            eprintln!("{}: {error}", self.root.display());
        }
    }
}
