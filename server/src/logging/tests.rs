//! What a line looks like.

use super::{json, lines::Lines};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::field::Empty;
use tracing_subscriber::layer::SubscriberExt;

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

/// The lines of what happens.
fn logged(happens: impl FnOnce()) -> Vec<Value> {
    let written = Written::default();
    let lines = Lines::to(written.clone()).unwrap();
    let layer = json().with_writer(lines.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), happens);
    lines.flush();
    let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
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
