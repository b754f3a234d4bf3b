//! A load balancer, as small as one can be: in turn over the replicas that say they are ready. A request that could
//! not even be handed over, because nobody took the connection, goes to the next replica where HTTP allows
//! to send it twice. Where no replica is ready all are asked, so that callers hear what these have to say.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinSet};

/// Which replica answered.
pub const REPLICA: HeaderName = HeaderName::from_static("x-replica");
/// Between two questions whether a replica is ready.
const ASKS: Duration = Duration::from_millis(200);
const BODY_MAX: usize = 1 << 20;

/// The way to a replica.
struct Way {
    origin: String,
    ready: AtomicBool,
}

/// The load balancer; it ends with this value.
pub struct Proxy {
    pub origin: String,
    shared: Arc<Shared>,
    _running: JoinSet<()>,
}

struct Shared {
    ways: Vec<Way>,
    next: AtomicUsize,
    client: reqwest::Client,
}

impl Proxy {
    pub async fn start(origins: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let ways = origins.into_iter().map(|origin| Way {
            origin,
            ready: AtomicBool::new(false),
        });
        let shared = Arc::new(Shared {
            ways: ways.collect(),
            next: AtomicUsize::new(0),
            // A connection a request: one that is kept may be closed at the moment in which it is used.
            client: reqwest::Client::builder()
                .pool_max_idle_per_host(0)
                .timeout(Duration::from_secs(30))
                .build()
                .unwrap(),
        });
        let mut running = JoinSet::new();
        for at in 0..shared.ways.len() {
            let shared = shared.clone();
            running.spawn(async move { shared.watch(at).await });
        }
        let router = Router::new().fallback(pass).with_state(shared.clone());
        running.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            origin,
            shared,
            _running: running,
        }
    }

    /// Whether requests go to this replica.
    pub fn is_open(&self, at: usize) -> bool {
        self.shared.ways[at].ready.load(Ordering::SeqCst)
    }
}

impl Shared {
    async fn watch(&self, at: usize) {
        let way = &self.ways[at];
        let url = format!("{}/health/ready", way.origin);
        loop {
            let asked = self.client.get(&url).timeout(Duration::from_secs(2));
            let answer = asked.send().await;
            let ready = answer.is_ok_and(|answer| answer.status() == StatusCode::OK);
            way.ready.store(ready, Ordering::SeqCst);
            tokio::time::sleep(ASKS).await;
        }
    }

    /// Where to try, in this order.
    fn order(&self) -> Vec<usize> {
        let all = self.ways.len();
        let first = self.next.fetch_add(1, Ordering::SeqCst);
        let turn: Vec<_> = (0..all).map(|step| (first + step) % all).collect();
        let ready = |at: &usize| self.ways[*at].ready.load(Ordering::SeqCst);
        let open: Vec<_> = turn.iter().copied().filter(ready).collect();
        if open.is_empty() { turn } else { open }
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await.unwrap();
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    let mut replica = 0;
    for at in shared.order() {
        replica = at;
        let way = &shared.ways[at];
        let url = format!("{}{path}", way.origin);
        let mut headers = parts.headers.clone();
        headers.remove(header::HOST);
        let sent = shared.client.request(parts.method.clone(), url);
        match sent.headers(headers).body(body.clone()).send().await {
            Ok(answer) => return handed_on(answer, at).await,
            Err(error) if error.is_connect() && parts.method.is_idempotent() => {
                way.ready.store(false, Ordering::SeqCst);
            }
            Err(_) => break,
        }
    }
    cut_off(replica)
}

async fn handed_on(answer: reqwest::Response, at: usize) -> Response {
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let Ok(body) = answer.bytes().await else {
        return cut_off(at);
    };
    headers.remove(header::TRANSFER_ENCODING);
    headers.insert(REPLICA, HeaderValue::from(at));
    (status, headers, Body::from(body)).into_response()
}

/// The connection to the replica was lost, or nobody took it.
fn cut_off(at: usize) -> Response {
    let replica = [(REPLICA, HeaderValue::from(at))];
    (StatusCode::BAD_GATEWAY, replica).into_response()
}
