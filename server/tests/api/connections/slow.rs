//! Clients that let us wait.

use super::{LIVE, LONG, Wire};
use crate::harness::{ME, TestApp};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const HALF_A_SECOND: Duration = Duration::from_millis(500);
const RULES: &[(&str, &str)] = &[
    ("HEADER_TIMEOUT", "500"),
    ("KEEP_ALIVE_TIMEOUT", "2000"),
    ("BODY_TIMEOUT", "500"),
    ("WRITE_TIMEOUT", "500"),
];

/// Sends byte by byte until the other side has had enough.
async fn trickle(wire: &mut Wire, bytes: &[u8]) {
    for byte in bytes.iter().cycle().take(400) {
        if wire.stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        let end = async { wire.stream.readable().await };
        // The pace of a slow client.
        if tokio::time::timeout(Duration::from_millis(50), end)
            .await
            .is_ok()
        {
            return;
        }
    }
    panic!("nobody minds how slow it is");
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let app = TestApp::with(RULES).await;
    let mut wire = Wire::to(&app).await;
    wire.send(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        .await;
    trickle(&mut wire, b"x").await;
    let (text, took) = wire.rest().await;
    assert!(!text.contains(" 200 "), "{text}");
    assert!((HALF_A_SECOND..LONG).contains(&took), "{took:?}");
}

#[tokio::test]
async fn so_is_the_head_of_a_later_request() {
    let app = TestApp::with(RULES).await;
    let mut wire = Wire::to(&app).await;
    wire.send(LIVE).await;
    wire.answer().await;
    wire.send(&LIVE[..20]).await;
    let (text, took) = wire.rest().await;
    assert_eq!(text, "");
    // The head had half a second, not the two of an idle connection.
    assert!(took >= HALF_A_SECOND, "{took:?}");
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_asked_ends_and_not_before_its_time() {
    let app = TestApp::with(RULES).await;
    let silent = Wire::to(&app).await;
    let mut kept = Wire::to(&app).await;
    for _ in 0..3 {
        kept.send(LIVE).await;
        assert!(kept.answer().await.starts_with("http/1.1 200"));
        // Longer than a head may take: a pause between requests is none.
        tokio::time::sleep(HALF_A_SECOND + Duration::from_millis(200)).await;
    }
    let (text, took) = silent.rest().await;
    assert_eq!(text, "");
    assert!((Duration::from_secs(2)..LONG).contains(&took), "{took:?}");
    let (text, took) = kept.rest().await;
    assert_eq!(text, "");
    assert!(took >= Duration::from_secs(3), "{took:?}");
}

#[tokio::test]
async fn a_body_that_comes_byte_by_byte_is_refused_by_the_api_and_by_pages() {
    let app = TestApp::with(RULES).await;
    let ada = app.person("ada").await;
    let (token, cookie) = (ada.token(), app.cookie(&ada).await);
    let heads = [
        format!(
            "PUT {ME} HTTP/1.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json"
        ),
        format!(
            "POST /settings HTTP/1.1\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded"
        ),
    ];
    for head in heads {
        let mut wire = Wire::to(&app).await;
        let request = format!("{head}\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
        wire.send(request.as_bytes()).await;
        trickle(&mut wire, b" ").await;
        let (text, took) = wire.rest().await;
        assert!(text.starts_with("HTTP/1.1 400"), "{text}");
        assert!((HALF_A_SECOND..LONG).contains(&took), "{took:?}");
    }
}

#[tokio::test]
async fn a_body_that_comes_steadily_may_take_longer() {
    let app = TestApp::with(RULES).await;
    let ada = app.person("ada").await;
    let body = format!("{{\"bio\":\"x\"{}}}", " ".repeat(256 * 1024));
    let mut wire = Wire::to(&app).await;
    let token = ada.token();
    let head = format!(
        "PUT {ME} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    wire.send(head.as_bytes()).await;
    for piece in body.as_bytes().chunks(64 * 1024) {
        wire.send(piece).await;
        // All together longer than a body has that does not come.
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let (text, took) = wire.rest().await;
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(took > HALF_A_SECOND, "{took:?}");
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_not_kept_for_ever() {
    let app = TestApp::with(RULES).await;
    let mut wire = Wire::to(&app).await;
    let ask = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
    // More than all buffers between us hold.
    let times = 40;
    wire.send(&ask.repeat(times)).await;
    let whole = app
        .get("/docs/swagger-ui-bundle.js")
        .await
        .is(200)
        .text
        .len()
        * times;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut taken = Vec::new();
    let read = tokio::time::timeout(LONG, wire.stream.read_to_end(&mut taken)).await;
    drop(read.expect("it is not ended"));
    assert!(taken.len() < whole, "{} of {whole} bytes", taken.len());
}

#[tokio::test]
async fn the_others_are_served_while_many_are_slow() {
    let app = TestApp::with(RULES).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut wire = Wire::to(&app).await;
        wire.send(&LIVE[..20]).await;
        slow.push(wire);
    }
    let begun = std::time::Instant::now();
    app.get("/health/live").await.is(200);
    assert!(begun.elapsed() < Duration::from_secs(5));
    for wire in slow {
        assert_eq!(wire.rest().await.0, "");
    }
}
