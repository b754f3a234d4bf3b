//! One JSON object a line: time, level, message, fields, part, and the span that it happened in.
//!
//! A line a request is much of what a request costs: what tracing-subscriber offers reads the span's
//! fields back for each line, which took a tenth of the time of a cached answer.

use chrono::Timelike;
use service::Clock;
use std::{
    cell::RefCell,
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

impl<S, N> FormatEvent<S, N> for JsonLine
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // Of parts that log otherwise.
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        line.write_str("{\"timestamp\":\"")?;
        now(&mut line)?;
        line.write_str("\",\"level\":\"")?;
        line.write_str(metadata.level().as_str())?;
        line.write_char('"')?;
        let mut members = Members::after(&mut line, true);
        event.record(&mut members);
        members.written?;
        line.write_str(",\"target\":")?;
        text(&mut line, metadata.target())?;
        if let Some(span) = ctx.lookup_current() {
            line.write_str(",\"span\":{\"name\":")?;
            text(&mut line, span.name())?;
            if let Some(fields) = span.extensions().get::<FormattedFields<N>>()
                && !fields.is_empty()
            {
                line.write_char(',')?;
                line.write_str(fields)?;
            }
            line.write_char('}')?;
        }
        line.write_str("}\n")
    }
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
        let mut members = Members::after(&mut writer, false);
        fields.record(&mut members);
        members.written
    }

    fn add_fields(
        &self,
        current: &'writer mut FormattedFields<Self>,
        fields: &Record<'_>,
    ) -> fmt::Result {
        let is_after = !current.fields.is_empty();
        let mut writer = current.as_writer();
        let mut members = Members::after(&mut writer, is_after);
        fields.record(&mut members);
        members.written
    }
}

/// Members of an object, one after the other.
struct Members<'a, 'writer> {
    writer: &'a mut Writer<'writer>,
    is_after: bool,
    written: fmt::Result,
}

impl<'a, 'writer> Members<'a, 'writer> {
    /// `is_after`: another member stands before these.
    fn after(writer: &'a mut Writer<'writer>, is_after: bool) -> Self {
        Self {
            writer,
            is_after,
            written: Ok(()),
        }
    }

    fn write(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'writer>) -> fmt::Result) {
        let name = field.name();
        // What `log` says of itself is in the metadata.
        if self.written.is_err() || name.starts_with("log.") {
            return;
        }
        self.written = (|| {
            if self.is_after {
                self.writer.write_char(',')?;
            }
            // Identifiers have nothing to escape.
            self.writer.write_char('"')?;
            self.writer
                .write_str(name.strip_prefix("r#").unwrap_or(name))?;
            self.writer.write_str("\":")?;
            value(self.writer)
        })();
        self.is_after = true;
    }
}

impl Visit for Members<'_, '_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.write(field, |writer| {
            if value.is_finite() {
                write!(writer, "{value:?}")
            } else {
                writer.write_str("null")
            }
        });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.write(field, |writer| write!(writer, "{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.write(field, |writer| write!(writer, "{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.write(field, |writer| write!(writer, "{value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.write(field, |writer| text(writer, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.write(field, |writer| shown(writer, format_args!("{value:?}")));
    }
}

thread_local! {
    /// The second in which this thread wrote last, in words: many lines are of the same.
    static SECOND: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
}

/// The time in UTC to the microsecond (RFC 3339).
fn now(line: &mut Writer<'_>) -> fmt::Result {
    let now = Clock::system().now();
    SECOND.with_borrow_mut(|(second, words)| {
        if *second != now.timestamp() {
            *second = now.timestamp();
            words.clear();
            write!(words, "{}", now.format("%Y-%m-%dT%H:%M:%S"))?;
        }
        line.write_str(words)
    })?;
    write!(line, ".{:06}Z", now.nanosecond() / 1000 % 1_000_000)
}

fn text(writer: &mut Writer<'_>, text: &str) -> fmt::Result {
    writer.write_char('"')?;
    Escaped(writer).write_str(text)?;
    writer.write_char('"')
}

fn shown(writer: &mut Writer<'_>, value: impl Display) -> fmt::Result {
    writer.write_char('"')?;
    write!(Escaped(writer), "{value}")?;
    writer.write_char('"')
}

/// The inside of a JSON string (RFC 8259, section 7). Controls beyond ASCII are escaped as well: a
/// terminal may obey them.
struct Escaped<'a, 'writer>(&'a mut Writer<'writer>);

impl Write for Escaped<'_, '_> {
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
