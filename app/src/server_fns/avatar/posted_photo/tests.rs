use super::*;
use axum::body::Body;
use futures::{Stream, StreamExt, stream};
use http::header;
use std::{convert::Infallible, iter};
use tokio::time::{Instant, sleep};

const MEGABYTE: usize = 1024 * 1024;

/// The form with a file that comes in these pieces.
fn form(file: impl Stream<Item = Bytes> + Send + 'static) -> Request {
    let head = "--b\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n";
    let piece = |text: &'static str| stream::iter(iter::once(Bytes::from_static(text.as_bytes())));
    let body = piece(head).chain(file).chain(piece("\r\n--b--\r\n"));
    Request::builder()
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from_stream(body.map(Ok::<_, Infallible>)))
        .unwrap()
}

/// A byte a second.
fn dripping(seconds: usize) -> impl Stream<Item = Bytes> + Send {
    stream::iter(iter::repeat_n((), seconds)).then(|()| async {
        sleep(Duration::from_secs(1)).await;
        Bytes::from_static(b"x")
    })
}

fn megabytes(count: usize) -> impl Stream<Item = Bytes> + Send {
    stream::iter(iter::repeat_n(Bytes::from(vec![7; MEGABYTE]), count))
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_a_byte_now_and_then_is_not_listened_to_for_longer_than_the_deadline() {
    let begin = Instant::now();
    let slow = read_in_time(form(dripping(80)), MEGABYTE, DEADLINE).await;
    assert!(matches!(slow, Ok((None, File::Read(bytes))) if bytes.len() == 80));
    assert_eq!(begin.elapsed().as_secs(), 80);

    let begin = Instant::now();
    let endless = read_in_time(form(dripping(1000)), MEGABYTE, DEADLINE).await;
    assert!(matches!(endless, Err(Problem::Unavailable)));
    assert_eq!(begin.elapsed().as_secs(), DEADLINE.as_secs());
}

#[tokio::test]
async fn whatever_the_limit_is_a_file_within_it_is_read() {
    let most = PATIENCE / MEGABYTE + 2;
    let limit = most * MEGABYTE;
    let within = read(form(megabytes(most)), limit).await;
    assert!(matches!(within, Ok((_, File::Read(bytes))) if bytes.len() == limit));
    let over = read(form(megabytes(most + 1)), limit).await;
    assert!(matches!(over, Err(Problem::TooLarge)));
    let over = read(form(megabytes(2)), MEGABYTE).await;
    assert!(matches!(over, Ok((_, File::TooLarge))));
}
