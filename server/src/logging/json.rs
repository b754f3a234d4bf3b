//! One JSON object a line: time, level, message, fields, the request, the part, and the span that it happened in.
//!
//! A line a request is much of what a request costs: what tracing-subscriber offers reads the span's
//! fields back for each line, which took a tenth of the time of a cached answer.

use super::request::with_id;
use chrono::Timelike;
use service::Clock;
use std::{
    cell::{Cell, RefCell},
    fmt::{self, Debug, Display, Write},
};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::Record,
};
use tracing_log::NormalizeEvent;
use tracing_subscriber::{
    field::RecordFields,
    fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, format::Writer},
    registry::LookupSpan,
};

/// Writes events.
#[derive(Clone, Copy, Debug)]
pub struct JsonLine;

thread_local! {
    /// Where a line is put together: what it goes to afterwards is known at run time only, and asked once a line.
    static LINE: Cell<String> = const { Cell::new(String::new()) };
    /// The second in which this thread wrote last, in words: many lines are of the same.
    static SECOND: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
}

impl<S, N> FormatEvent<S, N> for JsonLine
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // Taken, not borrowed: a value that is written may log something itself.
        let mut line = LINE.take();
        line.clear();
        let written = write_line(ctx, &mut line, event).and_then(|()| writer.write_str(&line));
        LINE.set(line);
        written
    }
}

fn write_line<S, N>(ctx: &FmtContext<'_, S, N>, line: &mut String, event: &Event<'_>) -> fmt::Result
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    // Of parts that log otherwise.
    let normalized = event.normalized_metadata();
    let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
    line.push_str("{\"timestamp\":\"");
    now(line)?;
    line.push_str("\",\"level\":\"");
    line.push_str(metadata.level().as_str());
    line.push('"');
    let mut members = Members::after(line, true);
    event.record(&mut members);
    members.written?;
    // What is made for several requests at once says itself whose it is.
    if !members.names_request {
        with_id(|id| {
            line.push_str(",\"request_id\":");
            text(line, id)
        })
        .transpose()?;
    }
    line.push_str(",\"target\":");
    text(line, metadata.target())?;
    if let Some(span) = ctx.lookup_current() {
        line.push_str(",\"span\":{\"name\":");
        text(line, span.name())?;
        if let Some(fields) = span.extensions().get::<FormattedFields<N>>()
            && !fields.is_empty()
        {
            line.push(',');
            line.push_str(fields);
        }
        line.push('}');
    }
    line.push_str("}\n");
    Ok(())
}

/// Writes a span's fields as what stands between the braces of an object.
#[derive(Clone, Copy, Debug)]
pub struct JsonMembers;

impl<'writer> FormatFields<'writer> for JsonMembers {
    fn format_fields<R: RecordFields>(
        &self,
        mut writer: Writer<'writer>,
        fields: R,
    ) -> fmt::Result {
        let mut text = String::new();
        let mut members = Members::after(&mut text, false);
        fields.record(&mut members);
        members.written?;
        writer.write_str(&text)
    }

    fn add_fields(
        &self,
        current: &'writer mut FormattedFields<Self>,
        fields: &Record<'_>,
    ) -> fmt::Result {
        let is_after = !current.fields.is_empty();
        let mut members = Members::after(&mut current.fields, is_after);
        fields.record(&mut members);
        members.written
    }
}

/// Members of an object, one after the other.
struct Members<'a> {
    line: &'a mut String,
    is_after: bool,
    /// One of them is the request's id.
    names_request: bool,
    written: fmt::Result,
}

impl<'a> Members<'a> {
    /// `is_after`: another member stands before these.
    fn after(line: &'a mut String, is_after: bool) -> Self {
        Self {
            line,
            is_after,
            names_request: false,
            written: Ok(()),
        }
    }

    fn write(&mut self, field: &Field, value: impl FnOnce(&mut String) -> fmt::Result) {
        let name = field.name();
        // What `log` says of itself is in the metadata.
        if self.written.is_err() || name.starts_with("log.") {
            return;
        }
        if self.is_after {
            self.line.push(',');
        }
        // Identifiers have nothing to escape.
        self.line.push('"');
        self.line.push_str(name.strip_prefix("r#").unwrap_or(name));
        self.line.push_str("\":");
        self.written = value(self.line);
        self.is_after = true;
        self.names_request |= name == "request_id";
    }
}

impl Visit for Members<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.write(field, |line| {
            if value.is_finite() {
                write!(line, "{value:?}")
            } else {
                line.write_str("null")
            }
        });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.write(field, |line| write!(line, "{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.write(field, |line| write!(line, "{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.write(field, |line| write!(line, "{value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.write(field, |line| text(line, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.write(field, |line| shown(line, format_args!("{value:?}")));
    }
}

/// The time in UTC to the microsecond (RFC 3339).
fn now(line: &mut String) -> fmt::Result {
    let now = Clock::system().now();
    SECOND.with_borrow_mut(|(second, words)| -> fmt::Result {
        if *second != now.timestamp() {
            *second = now.timestamp();
            words.clear();
            write!(words, "{}", now.format("%Y-%m-%dT%H:%M:%S"))?;
        }
        line.push_str(words);
        Ok(())
    })?;
    write!(line, ".{:06}Z", now.nanosecond() / 1000 % 1_000_000)
}

fn text(line: &mut String, text: &str) -> fmt::Result {
    line.push('"');
    Escaped(line).write_str(text)?;
    line.push('"');
    Ok(())
}

fn shown(line: &mut String, value: impl Display) -> fmt::Result {
    line.push('"');
    write!(Escaped(line), "{value}")?;
    line.push('"');
    Ok(())
}

/// The inside of a JSON string (RFC 8259, section 7). Controls beyond ASCII are escaped as well: a
/// terminal may obey them.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        // Most of what is written is plain, which is quicker to see by its bytes, many at a time.
        if rest
            .bytes()
            .fold(true, |plain, byte| plain & is_plain(byte))
        {
            return self.0.write_str(rest);
        }
        while let Some(at) = rest.find(is_special) {
            let (plain, special) = rest.split_at(at);
            self.0.write_str(plain)?;
            let Some(c) = special.chars().next() else {
                break;
            };
            match c {
                '"' => self.0.write_str("\\\"")?,
                '\\' => self.0.write_str("\\\\")?,
                '\n' => self.0.write_str("\\n")?,
                '\r' => self.0.write_str("\\r")?,
                '\t' => self.0.write_str("\\t")?,
                c => write!(self.0, "\\u{:04x}", u32::from(c))?,
            }
            rest = &special[c.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

fn is_special(c: char) -> bool {
    matches!(c, '"' | '\\' | '\u{2028}' | '\u{2029}') || c.is_control()
}
