//! A storage of a test's own, which it may shut.

use crate::parts::Variables;
use contract::avatar::THUMBNAILS;
use media::ROUTING_KEY;
use server::config::MediaProcessConfig;
use std::net::SocketAddr;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// A storage that tells of new objects; its folder goes with it.
pub struct Storage {
    address: SocketAddr,
    config: dev_storage::Config,
    open: Option<(CancellationToken, JoinHandle<()>)>,
}

impl Storage {
    /// A new and open one. The variables name it from now on.
    pub async fn start(test: &str, variables: &mut Variables) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        variables.insert("S3_ENDPOINT".into(), format!("http://{address}"));
        let section = MediaProcessConfig::read(variables.clone()).unwrap().storage;
        let root = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        if root.exists() {
            std::fs::remove_dir_all(&root).unwrap();
        }
        let mut storage = Self {
            address,
            config: dev_storage::Config {
                root,
                access_key_id: section.storage.access_key_id,
                secret_access_key: section.storage.secret_access_key,
                bucket: Some(section.storage.bucket),
                public_prefixes: vec![format!("{THUMBNAILS}/")],
                events: Some(dev_storage::Events {
                    broker: section.messages,
                    routing_key: ROUTING_KEY.into(),
                }),
            },
            open: None,
        };
        storage.serve(listener);
        storage
    }

    /// It is there again, with all that it had.
    pub async fn open(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.serve(listener);
    }

    /// It is away: whoever comes is refused.
    pub async fn shut(&mut self) {
        let (stop, ended) = self.open.take().unwrap();
        stop.cancel();
        ended.await.unwrap();
    }

    /// The names of its buckets.
    pub fn buckets(&self) -> Vec<String> {
        let folders = std::fs::read_dir(self.config.root.join("objects")).unwrap();
        let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }

    /// How many finished pictures there are of an upload.
    pub fn pictures_of(&self, upload: &str) -> usize {
        let bucket = self.config.root.join("objects").join("matricula");
        let folder = bucket.join(THUMBNAILS).join(upload);
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    fn serve(&mut self, listener: TcpListener) {
        let (config, stop) = (self.config.clone(), CancellationToken::new());
        let told = stop.clone();
        let ended = tokio::spawn(async move {
            dev_storage::run(config, listener, told).await.unwrap();
        });
        self.open = Some((stop, ended));
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        let gone = std::fs::remove_dir_all(&self.config.root);
        // A test that fails has said enough.
        assert!(gone.is_ok() || std::thread::panicking(), "{gone:?}");
    }
}
