//! A running storage, and the ways to look at it.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use dev_storage::Config;
use futures::FutureExt as _;
use reqwest::{Method, StatusCode};
use std::{net::SocketAddr, panic::AssertUnwindSafe, path::PathBuf, time::Duration};
use storage::{NewObject, SignedPut, Storage, StorageConfig};
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::CancellationToken;

pub(crate) const BUCKET: &str = "pictures";
pub(crate) const KEY: &str = "uploads/tenant/user/upload";
pub(crate) const SECRET: &str = "a-secret-that-nobody-prints";
pub(crate) const VALID: Duration = Duration::from_mins(10);

/// A folder that is gone with its test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let name = format!("dev-storage-test-{:x}", rand::random::<u64>());
        Self(std::env::temp_dir().join(name))
    }

    /// What a storage in it is started with: a bucket, and pictures that everybody sees.
    pub(crate) fn config(&self) -> Config {
        Config {
            root: self.0.clone(),
            access_key_id: "matricula".into(),
            secret_access_key: SECRET.into(),
            bucket: Some(BUCKET.into()),
            public_prefixes: vec!["avatars/".into()],
            events: None,
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{} is left over: {error}", self.0.display());
        }
    }
}

/// A storage that runs.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) http: reqwest::Client,
}

/// Runs `walk` with a storage on a folder of its own.
pub(crate) async fn with_storage(walk: impl AsyncFnOnce(&Running)) {
    let folder = Folder::new();
    run(folder.config(), walk).await;
}

/// Runs a storage on a free port for the time of `walk`.
pub(crate) async fn run(config: Config, walk: impl AsyncFnOnce(&Running)) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let running = Running {
        address: listener.local_addr().unwrap(),
        http: reqwest::Client::new(),
    };
    let stop = CancellationToken::new();
    let walk = async {
        let outcome = AssertUnwindSafe(Box::pin(walk(&running)))
            .catch_unwind()
            .await;
        stop.cancel();
        outcome
    };
    let (ended, outcome) = tokio::join!(
        Box::pin(dev_storage::run(config, listener, stop.clone())),
        walk
    );
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
    ended.unwrap();
}

/// The address of a storage, with the right keys.
pub(crate) fn client(address: SocketAddr) -> StorageConfig {
    let endpoint = format!("http://{address}");
    StorageConfig {
        public_url: format!("{endpoint}/{BUCKET}"),
        endpoint: Some(endpoint.parse().unwrap()),
        region: "us-east-1".into(),
        bucket: BUCKET.into(),
        access_key_id: "matricula".into(),
        secret_access_key: SECRET.into(),
    }
}

impl Running {
    pub(crate) fn storage(&self) -> Storage {
        Storage::new(client(self.address))
    }

    pub(crate) fn url(&self, key: &str) -> String {
        format!("http://{}/{BUCKET}/{key}", self.address)
    }

    /// An address for five bytes of a PNG, signed just now.
    pub(crate) async fn signed(&self) -> SignedPut {
        self.signed_at(now()).await
    }

    pub(crate) async fn signed_at(&self, time: DateTime<Utc>) -> SignedPut {
        let signing = self.storage();
        let signed = signing.sign_put(KEY, "image/png", 5, time, VALID).await;
        signed.unwrap()
    }

    /// Asks as a stranger.
    pub(crate) async fn ask(&self, method: Method, url: &str) -> reqwest::Response {
        self.http.request(method, url).send().await.unwrap()
    }

    /// Whether there is an object at [`KEY`].
    pub(crate) async fn has_object(&self) -> bool {
        self.storage().head(KEY).await.unwrap().is_some()
    }

    /// What storage answers to this upload.
    pub(crate) async fn upload(&self, url: &str, content_type: &str, body: &str) -> StatusCode {
        let put = self.http.put(url).header("content-type", content_type);
        put.body(body.to_owned()).send().await.unwrap().status()
    }
}

/// A port that nobody else gets, and at which nobody listens.
pub(crate) fn closed() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    socket
}

/// An object of text.
pub(crate) fn object(body: &str) -> NewObject {
    NewObject {
        content_type: "image/jpeg",
        cache_control: None,
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

#[expect(clippy::disallowed_methods, reason = "storage looks at the real clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
