//! A way to the broker that can be cut.

use secrecy::{ExposeSecret as _, SecretString};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream, lookup_host},
    task::JoinSet,
};
use url::Url;

/// A way to the broker: closed at first.
pub(crate) struct Way {
    listener: Arc<TcpListener>,
    target: SocketAddr,
    url: Url,
    running: JoinSet<()>,
}

impl Way {
    /// A way to the host and port of this URL.
    pub(crate) async fn to(url: SecretString) -> Self {
        let mut url = Url::parse(url.expose_secret()).unwrap();
        let target = (url.host_str().unwrap(), url.port().unwrap_or(5672));
        let target = lookup_host(target).await.unwrap().next().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        url.set_host(Some(&address.ip().to_string())).unwrap();
        url.set_port(Some(address.port())).unwrap();
        Self {
            listener: Arc::new(listener),
            target,
            url,
            running: JoinSet::new(),
        }
    }

    /// The same URL, by this way.
    pub(crate) fn url(&self) -> SecretString {
        self.url.as_str().into()
    }

    /// Who has come, and who comes, gets through.
    pub(crate) fn open(&mut self) {
        let (listener, target) = (self.listener.clone(), self.target);
        self.running.spawn(async move {
            let mut passing = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                passing.spawn(async move {
                    let mut far = TcpStream::connect(target).await?;
                    copy_bidirectional(&mut near, &mut far).await
                });
            }
        });
    }

    /// Open connections end.
    pub(crate) fn cut(&mut self) {
        self.running = JoinSet::new();
    }
}
