//! A storage of a test's own, which it may shut, and the media-service over it.

use super::{Person, TestApp};
use media::{MediaService, ROUTING_KEY};
use reqwest::Method;
use serde_json::{Value, json};
use server::config::StorageSection;
use std::{net::SocketAddr, path::PathBuf, time::SystemTime};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

const UPLOADS: &str = "/api/v1/users/me/avatar/uploads";

/// A storage that tells of new objects; its folder goes with it.
pub struct TestStorage {
    address: SocketAddr,
    config: dev_storage::Config,
    open: Option<Running>,
}

/// A task that can be asked to end.
pub struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    /// Begins a task that ends when it is asked to, or with the test's runtime.
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    fn begin<F>(task: impl FnOnce(CancellationToken) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let stop = CancellationToken::new();
        let task = tokio::spawn(task(stop.clone()));
        Self { stop, task }
    }

    /// Begins this media-service.
    pub fn media(service: MediaService) -> Self {
        Self::begin(|stop| service.run(stop))
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

impl TestStorage {
    pub fn at(address: SocketAddr, section: &StorageSection, tells: bool) -> Self {
        let storage = &section.storage;
        let folder = format!("matricula-{}", section.messages.queue);
        let config = dev_storage::Config {
            root: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder),
            access_key_id: storage.access_key_id.clone(),
            secret_access_key: storage.secret_access_key.clone(),
            bucket: Some(storage.bucket.clone()),
            // What may be seen, the preparations say.
            public_prefixes: Vec::new(),
            events: tells.then(|| dev_storage::Events {
                broker: section.messages.clone(),
                routing_key: ROUTING_KEY.into(),
            }),
        };
        Self {
            address,
            config,
            open: None,
        }
    }

    /// It is there, with all that it had.
    pub async fn open(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.open_on(listener);
    }

    pub fn open_on(&mut self, listener: TcpListener) {
        let config = self.config.clone();
        self.open = Some(Running::begin(|stop| async {
            dev_storage::run(config, listener, stop).await.unwrap();
        }));
    }

    /// It is away: whoever comes is refused. What it has told of by then stays told.
    pub async fn shut(&mut self) {
        self.open.take().expect("it is open").stop().await;
        assert!(TcpStream::connect(self.address).await.is_err());
    }
}

impl TestStorage {
    /// When the last of an upload's finished pictures was written, if all three are there.
    pub fn pictures_since(&self, id: &str) -> Option<SystemTime> {
        let bucket = self.config.bucket.as_ref().unwrap();
        let folder = self.config.root.join("objects").join(bucket);
        let files = std::fs::read_dir(folder.join("avatars").join(id)).ok()?;
        let times = files.map(|file| file?.metadata()?.modified());
        let times: Vec<_> = times.collect::<Result<_, _>>().ok()?;
        times.iter().max().copied().filter(|_| times.len() == 3)
    }
}

impl Drop for TestStorage {
    fn drop(&mut self) {
        let gone = std::fs::remove_dir_all(&self.config.root);
        // A test that fails has said enough.
        assert!(gone.is_ok() || std::thread::panicking(), "{gone:?}");
    }
}

/// An upload, and where its file is sent.
pub struct Upload {
    pub id: String,
    ticket: Value,
}

impl TestApp {
    /// Begins a media-service.
    pub fn make_pictures(&self) -> Running {
        Running::media(self.process.media_service())
    }

    /// Asks where to send a file of this type and length.
    pub async fn ask_for_upload(&self, person: &Person, kind: &str, length: usize) -> Upload {
        let request = json!({"contentType": kind, "contentLength": length});
        let asked = self.post("/api/v1/users/me/avatar/upload-url", &request);
        let ticket = asked.by(person).await.is(201).data();
        Upload {
            id: ticket["uploadId"].as_str().unwrap().to_owned(),
            ticket,
        }
    }

    /// Sends the file there, as a browser does. Gives the status.
    pub async fn send_file(&self, upload: &Upload, bytes: &[u8]) -> u16 {
        let url = upload.ticket["url"].as_str().unwrap();
        let mut put = self.client.request(Method::PUT, url).body(bytes.to_vec());
        for (name, value) in upload.ticket["headers"].as_object().unwrap() {
            if name != "content-length" {
                put = put.header(name, value.as_str().unwrap());
            }
        }
        put.send().await.unwrap().status().as_u16()
    }

    /// The key of an upload's original.
    pub fn original(&self, person: &Person, id: &str) -> String {
        format!("uploads/{}/{}/{id}", self.default_tenant(), person.id)
    }

    /// What storage tells of an upload that has come.
    pub fn record(&self, person: &Person, id: &str) -> Vec<u8> {
        let bucket = &self.state().config.storage.storage.bucket;
        let key = self.original(person, id);
        let record = json!({
            "eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
            "eventTime": "2026-11-21T10:00:00.000Z",
            "s3": {"bucket": {"name": bucket}, "object": {"key": key.replace('/', "%2F")}},
        });
        json!({"Records": [record]}).to_string().into_bytes()
    }

    /// Uploads a file. Gives the upload's id.
    pub async fn upload(&self, person: &Person, kind: &str, bytes: &[u8]) -> String {
        let upload = self.ask_for_upload(person, kind, bytes.len()).await;
        assert_eq!(self.send_file(&upload, bytes).await, 200);
        upload.id
    }

    /// How an upload stands.
    pub async fn upload_of(&self, person: &Person, id: &str) -> Value {
        let view = self.get(&format!("{UPLOADS}/{id}")).by(person).await;
        view.is(200).data()
    }

    /// Waits until an upload has come to its end.
    pub async fn settled(&self, person: &Person, id: &str) -> Value {
        let has_ended = async || {
            let view = self.upload_of(person, id).await;
            !matches!(view["status"].as_str(), Some("pending" | "processing"))
        };
        super::eventually("the upload does not come to its end", has_ended).await;
        self.upload_of(person, id).await
    }
}
