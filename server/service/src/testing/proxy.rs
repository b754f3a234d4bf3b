//! A way to a part that a test can cut, mend and clog.

use std::net::SocketAddr;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Open,
    /// Connections are accepted and told nothing.
    Clogged,
    /// Connections are dropped.
    Cut,
}

/// Passes on what it gets, as long as the way is open. Ends when dropped.
pub(crate) struct Proxy {
    address: SocketAddr,
    way: watch::Sender<Way>,
    _running: JoinSet<()>,
}

impl Proxy {
    /// A way to the host and port of this URL.
    pub(crate) async fn to(url: &str) -> Self {
        let target = authority(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let (way, watched) = watch::channel(Way::Open);
        let mut running = JoinSet::new();
        running.spawn(accept(listener, target, watched));
        Self {
            address,
            way,
            _running: running,
        }
    }

    /// The same URL, by this way.
    pub(crate) fn url(&self, url: &str) -> String {
        url.replacen(authority(url), &self.address.to_string(), 1)
    }

    /// Nothing gets through from now on; open connections end.
    pub(crate) fn cut(&self) {
        self.way.send_replace(Way::Cut);
    }

    /// Nothing gets through, and nobody is told.
    pub(crate) fn clog(&self) {
        self.way.send_replace(Way::Clogged);
    }

    /// As on the first day.
    pub(crate) fn mend(&self) {
        self.way.send_replace(Way::Open);
    }
}

async fn accept(listener: TcpListener, target: String, way: watch::Receiver<Way>) {
    let mut connections = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        connections.spawn(pass(near, target.clone(), way.clone()));
    }
}

/// What is clogged waits where it is: it is passed on when the way is mended, as after a pause of
/// the other side.
async fn pass(mut near: TcpStream, target: String, mut way: watch::Receiver<Way>) {
    if *way.borrow() == Way::Cut {
        return;
    }
    let Ok(mut far) = TcpStream::connect(target).await else {
        return;
    };
    loop {
        let now = *way.borrow_and_update();
        match now {
            Way::Cut => return,
            Way::Clogged => {
                if way.changed().await.is_err() {
                    return;
                }
            }
            Way::Open => tokio::select! {
                _ = copy_bidirectional(&mut near, &mut far) => return,
                changed = way.changed() => if changed.is_err() { return },
            },
        }
    }
}

/// `host:port` of a URL.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}
