//! The log: one event a line, JSON unless asked otherwise.

mod json;
mod lines;
mod request;

pub use request::lines_of;

use crate::config::{LogFormat, LogSection};
use json::{JsonLine, JsonMembers};
use lines::Lines;
use request::AfterId;
use std::{
    fs::OpenOptions,
    io::{self, IsTerminal, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};
use tracing_subscriber::{
    EnvFilter, Layer,
    fmt::{self, FormatEvent, FormatFields},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// What `end` has to see written.
static BEGUN: Mutex<Vec<Lines>> = Mutex::new(Vec::new());

/// Parts that write personal data or secrets (lapin prints the body of a message that nobody listens
/// to, the S3 of development addresses with their signatures) or what is no news (Postgres tells of
/// a schema that is there).
const SILENT: &str = "lapin::returned_messages=off,sqlx::postgres::notice=warn,s3s=off,s3s_fs=off";

/// Begins to log.
///
/// # Errors
/// One sentence that names the variable.
pub fn begin(config: &LogSection) -> Result<(), String> {
    let filter = format!("{},{SILENT}", config.level)
        .parse::<EnvFilter>()
        .map_err(|_| {
            "LOG_LEVEL must be a level such as info, or a filter such as info,service=debug."
                .to_owned()
        })?;
    let output = match config.format {
        LogFormat::Json => json().with_writer(collected(io::stdout())?).boxed(),
        LogFormat::Text => fmt::layer()
            .with_ansi(std::io::stdout().is_terminal())
            .event_format(text())
            .boxed(),
    };
    let file = config
        .file
        .as_deref()
        .map(open)
        .transpose()?
        .map(|file| Ok::<_, String>(json().with_writer(collected(file)?)))
        .transpose()?;
    let registry = tracing_subscriber::registry()
        .with(filter)
        .with(output)
        .with(file);
    #[cfg(feature = "otel")]
    let registry = registry.with(crate::traces::layer(config.traces)?);
    let begun = registry.try_init();
    begun.map_err(|error| format!("The log cannot begin: {error}."))?;
    if config.traces && !cfg!(feature = "otel") {
        tracing::warn!(
            "a collector of traces is named, but this binary was built without the feature otel"
        );
    }
    Ok(())
}

/// Writes what is logged and not written yet: at the end of the process.
pub fn end() {
    let begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    begun.iter().for_each(Lines::flush);
}

/// One JSON object a line, whatever is in its values.
pub fn json<S>() -> fmt::Layer<S, JsonMembers, JsonLine>
where
    S: tracing::Subscriber + for<'span> tracing_subscriber::registry::LookupSpan<'span>,
{
    fmt::layer().fmt_fields(JsonMembers).event_format(JsonLine)
}

/// A line for a person.
fn text<S, N>() -> impl FormatEvent<S, N>
where
    S: tracing::Subscriber + for<'span> tracing_subscriber::registry::LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    AfterId(fmt::format().with_target(false).compact())
}

fn collected(out: impl Write + Send + 'static) -> Result<Lines, String> {
    let lines = Lines::to(out).map_err(|error| format!("The log cannot begin: {error}."))?;
    let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    begun.push(lines.clone());
    Ok(lines)
}

fn open(path: &str) -> Result<std::fs::File, String> {
    let opened = match Path::new(path).parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    opened
        .and_then(|()| OpenOptions::new().create(true).append(true).open(path))
        .map_err(|error| format!("LOG_FILE_PATH: {path} cannot be written ({error})."))
}

#[cfg(test)]
pub(crate) mod tests;
