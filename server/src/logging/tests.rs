//! What a line looks like.

use super::{json, lines::Lines, lines_of, text};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::{Subscriber, field::Empty};
use tracing_subscriber::{fmt, layer::SubscriberExt};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written of what happens.
fn written<S: Subscriber + Send + Sync>(
    log: impl FnOnce(Lines) -> S,
    happens: impl FnOnce(),
) -> String {
    let written = Written::default();
    let lines = Lines::to(written.clone()).unwrap();
    tracing::subscriber::with_default(log(lines.clone()), happens);
    lines.flush();
    let text = written.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}

/// The lines of what happens.
pub(crate) fn logged(happens: impl FnOnce()) -> Vec<Value> {
    let log = |lines| tracing_subscriber::registry().with(json().with_writer(lines));
    let text = written(log, happens);
    let events = text.split_terminator('\n');
    events
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line:?}")))
        .collect()
}

#[test]
fn an_event_is_an_object_with_its_fields_as_what_they_are_and_its_span() {
    let events = logged(|| {
        let span =
            tracing::info_span!("request", request_id = %"a-1", r#type = Empty, part = Empty);
        span.record("type", 7);
        span.record("part", "x");
        let _entered = span.entered();
        tracing::info!(
            status = 200,
            took = 1.5,
            whole = 2.0,
            nothing = f64::NAN,
            is_first = true,
            below = -3,
            shown = ?Some("a"),
            "{} answered",
            "GET"
        );
    });
    let mut event = events[0].clone();
    let at = event["timestamp"].take();
    assert!(chrono::DateTime::parse_from_rfc3339(at.as_str().unwrap()).is_ok());
    assert_eq!(
        event,
        json!({
            "timestamp": null, "level": "INFO", "message": "GET answered", "status": 200, "took": 1.5, "whole": 2.0,
            "nothing": null, "is_first": true, "below": -3, "shown": "Some(\"a\")", "target": "server::logging::tests",
            "span": {"name": "request", "request_id": "a-1", "type": 7, "part": "x"},
        })
    );
}

#[test]
fn whatever_is_in_a_value_it_stays_one_line_that_speaks_to_nobody() {
    let forged = "\"}\n{\"level\":\"ERROR\"}\r\t\\ \u{0}\u{1b}[31m\u{7f}\u{85}\u{2028} ñ 学";
    let events = logged(|| {
        let span = tracing::info_span!("request", forged);
        let _entered = span.entered();
        tracing::warn!(forged, shown = ?forged, "{forged}");
        tracing::warn!("");
    });
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["message"], forged);
    assert_eq!(events[0]["forged"], forged);
    assert_eq!(events[0]["shown"], format!("{forged:?}"));
    assert_eq!(
        events[1]["span"],
        json!({"name": "request", "forged": forged})
    );
    assert_eq!(events[1]["message"], "");
}

/// Something that happens in a request, within a part of it, and beside it.
fn within_and_beside() {
    let answering = lines_of("a-1".into(), async {
        tracing::info!("within");
        let _entered = tracing::info_span!("part").entered();
        tracing::info!("deep within");
    });
    futures::executor::block_on(answering);
    tracing::info!("beside");
}

#[test]
fn a_line_of_a_request_bears_its_id_and_others_bear_none() {
    let events = logged(within_and_beside);
    let told: Vec<_> = events
        .iter()
        .map(|event| (event["message"].as_str(), event["request_id"].as_str()))
        .collect();
    let within = ["within", "deep within"].map(|message| (Some(message), Some("a-1")));
    assert_eq!(told, [&within[..], &[(Some("beside"), None)]].concat());
}

#[test]
fn a_line_that_names_its_request_names_it_once() {
    let log = |lines| tracing_subscriber::registry().with(json().with_writer(lines));
    let text = written(log, || {
        let answering = lines_of("a-1".into(), async {
            tracing::info!(request_id = "b-2", "made for another");
        });
        futures::executor::block_on(answering);
    });
    assert_eq!(text.matches("request_id").count(), 1, "{text}");
    assert!(text.contains("\"request_id\":\"b-2\""), "{text}");
}

#[test]
fn a_line_for_a_person_begins_with_the_id() {
    let log = |lines| {
        let layer = fmt::layer().with_ansi(false).event_format(text());
        tracing_subscriber::registry().with(layer.with_writer(lines))
    };
    let text = written(log, within_and_beside);
    let lines: Vec<_> = text.lines().collect();
    for (line, end) in [
        (lines[0], "INFO within"),
        (lines[1], "INFO part: deep within"),
    ] {
        assert!(line.starts_with("[a-1] 2") && line.ends_with(end), "{text}");
        assert_eq!(line.matches("a-1").count(), 1, "{text}");
    }
    assert!(
        lines[2].starts_with('2') && lines[2].ends_with("INFO beside"),
        "{text}"
    );
}
