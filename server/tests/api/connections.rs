//! Clients that are slow or want too much, on real sockets: each is cut off in time, nobody else is.

mod slow;

use crate::harness::{ME, TestApp};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Longer than any patience of these tests, on a busy machine.
const LONG: Duration = Duration::from_secs(20);
const LIVE: &[u8] = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A connection of its own.
struct Wire {
    stream: TcpStream,
    begun: Instant,
}

impl Wire {
    async fn to(app: &TestApp) -> Self {
        let address = app.origin.trim_start_matches("http://");
        Self {
            stream: TcpStream::connect(address).await.unwrap(),
            begun: Instant::now(),
        }
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Everything until the other side ends it, and how long that took since the beginning.
    async fn rest(mut self) -> (String, Duration) {
        let mut text = Vec::new();
        let read = timeout(LONG, self.stream.read_to_end(&mut text)).await;
        // An end is an end, also a rude one.
        drop(read.expect("it is not ended"));
        let text = String::from_utf8_lossy(&text).into_owned();
        (text, self.begun.elapsed())
    }

    /// The head of the next answer; its body stays unread where it comes later.
    async fn answer(&mut self) -> String {
        let mut text = Vec::new();
        let read = async {
            while !text.ends_with(b"\r\n\r\n") {
                text.push(self.stream.read_u8().await.unwrap());
            }
        };
        timeout(LONG, read).await.expect("an answer");
        let head = String::from_utf8(text).unwrap().to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.unwrap();
        head
    }
}

fn get(headers: &str) -> Vec<u8> {
    format!("GET /health/live HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n")
        .into_bytes()
}

async fn asked(app: &TestApp, request: &[u8]) -> String {
    let mut wire = Wire::to(app).await;
    wire.send(request).await;
    let (text, _) = wire.rest().await;
    text.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_head_of_thirty_kilobytes_is_read_and_a_larger_one_refused() {
    let app = TestApp::start().await;
    let filler = |length: usize| get(&format!("X-Filler: {}\r\n", "x".repeat(length)));
    assert_eq!(asked(&app, &filler(30 * 1024)).await, "HTTP/1.1 200 OK");
    for length in [33 * 1024, 60 * 1024] {
        let status = asked(&app, &filler(length)).await;
        assert!(status.contains(" 431 "), "{length}: {status}");
    }
    let address = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(40 * 1024));
    let status = asked(&app, address.as_bytes()).await;
    assert!(status.contains(" 431 "), "{status}");
}

#[tokio::test]
async fn more_than_a_hundred_headers_are_refused() {
    let app = TestApp::start().await;
    let many = |n: usize| {
        let lines: Vec<_> = (0..n).map(|n| format!("X-{n}: x\r\n")).collect();
        get(&lines.concat())
    };
    assert_eq!(asked(&app, &many(90)).await, "HTTP/1.1 200 OK");
    let status = asked(&app, &many(101)).await;
    assert!(status.contains(" 431 "), "{status}");
}

#[tokio::test]
async fn what_is_no_http_is_refused_without_a_word_in_the_log_of_faults() {
    let app = TestApp::start().await;
    for request in [
        &b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: a\rSet-Cookie: b\r\n\r\n"[..],
        b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Bad\x00: a\r\n\r\n",
        b"PUT /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"nonsense\r\n\r\n",
    ] {
        let status = asked(&app, request).await;
        assert!(status.contains(" 400 "), "{status}");
    }
    app.get("/health").await.is(200);
}

#[tokio::test]
async fn a_request_within_a_request_is_not_smuggled_in() {
    let app = TestApp::start().await;
    let mut wire = Wire::to(&app).await;
    let request = "POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
        Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    wire.send(request.as_bytes()).await;
    let (text, _) = wire.rest().await;
    assert_eq!(text.matches("HTTP/1.1 ").count(), 1, "{text}");
}

#[tokio::test]
async fn whoever_comes_when_all_places_are_taken_waits_for_one() {
    let rules = [("MAX_CONNECTIONS", "2"), ("KEEP_ALIVE_TIMEOUT", "60000")];
    let app = TestApp::with(&rules).await;
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut wire = Wire::to(&app).await;
        wire.send(LIVE).await;
        assert!(wire.answer().await.starts_with("http/1.1 200"));
        open.push(wire);
    }
    let mut third = Wire::to(&app).await;
    third.send(LIVE).await;
    let early = timeout(Duration::from_millis(300), third.stream.readable()).await;
    assert!(early.is_err(), "there is no place, but it is answered");
    drop(open.pop());
    assert!(third.answer().await.starts_with("http/1.1 200"));
    drop((open, third));
    app.get(ME).await.is(401);
}
