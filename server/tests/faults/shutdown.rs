//! The end of a process: in order, and within ten seconds whatever its callers do.

use crate::{app::App, patience::eventually, shared::Shared};
use sqlx::{Connection, PgConnection};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use uuid::Uuid;

/// What an orchestrator gives a process before it kills it.
const TEN_SECONDS: Duration = Duration::from_secs(10);
/// Less than open requests get.
const AT_ONCE: Duration = Duration::from_secs(3);

const REQUEST: &[u8] = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Keeps everybody from changing this person until it is dropped or let go.
async fn hold(parts: &Shared, id: Uuid) -> PgConnection {
    let mut holder = PgConnection::connect(&parts.variables["DATABASE_URL"])
        .await
        .unwrap();
    sqlx::query("BEGIN").execute(&mut holder).await.unwrap();
    let lock = sqlx::query("SELECT 1 FROM users WHERE id = $1 FOR UPDATE").bind(id);
    lock.execute(&mut holder).await.unwrap();
    holder
}

/// Waits until a request waits for somebody else's lock.
async fn somebody_waits(app: &App) {
    eventually("no request waits", async || {
        let sql = "SELECT count(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(app.pool())
            .await
            .unwrap()
            > 0
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readiness_goes_first_and_a_request_under_way_is_finished() {
    let parts = Shared::new().await;
    let app = App::start(&parts.variables).await;
    let callers = app.callers.clone();
    let person = callers.newcomer().await;
    let holder = hold(&parts, person.id).await;
    let request = callers.write_bio(&person, "In time");
    let ending = async {
        somebody_waits(&app).await;
        assert_eq!(callers.readiness().await, Some(200));
        let started = Instant::now();
        let watch = async {
            eventually("readiness does not go", async || {
                callers.readiness().await == Some(503)
            })
            .await;
            eventually("new callers are still taken", async || {
                callers.readiness().await.is_none()
            })
            .await;
            // Only now may the request go on.
            holder.close().await.unwrap();
        };
        tokio::join!(app.process.shut_down(true), watch);
        started.elapsed()
    };
    let (answer, took) = tokio::join!(request, ending);
    assert_eq!((answer.status, answer.bio()), (200, "In time"));
    assert!(took < TEN_SECONDS, "{took:?}");
    parts.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_never_ends_does_not_hold_up_the_end() {
    let parts = Shared::new().await;
    let app = App::start(&parts.variables).await;
    let callers = app.callers.clone();
    let person = callers.newcomer().await;
    let holder = hold(&parts, person.id).await;
    let request = callers.write_bio(&person, "Never");
    let mut half = TcpStream::connect(callers.address()).await.unwrap();
    half.write_all(&REQUEST[..20]).await.unwrap();
    let ending = async {
        somebody_waits(&app).await;
        let started = Instant::now();
        app.process.shut_down(true).await;
        started.elapsed()
    };
    let took = tokio::select! {
        took = ending => took,
        answer = request => panic!("answered with {}", answer.status),
    };
    assert!(took < TEN_SECONDS, "{took:?}");
    drop((holder, half));
    parts.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_on_which_nothing_happens_do_not_hold_up_the_end() {
    let parts = Shared::new().await;
    let app = App::start(&parts.variables).await;
    let address = app.callers.address().to_owned();
    let silent = TcpStream::connect(&address).await.unwrap();
    let mut kept_alive = TcpStream::connect(&address).await.unwrap();
    kept_alive.write_all(REQUEST).await.unwrap();
    let mut first = [0; 12];
    kept_alive.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let started = Instant::now();
    app.process.shut_down(false).await;
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    drop((silent, kept_alive));
    parts.remove().await;
}
