//! The log: one event a line, JSON unless asked otherwise.

use crate::config::{LogFormat, LogSection};
use std::{fs::OpenOptions, io::IsTerminal, path::Path, sync::Mutex};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

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
        LogFormat::Json => json().with_writer(std::io::stdout).boxed(),
        LogFormat::Text => fmt::layer()
            .with_target(false)
            .with_ansi(std::io::stdout().is_terminal())
            .compact()
            .boxed(),
    };
    let file = config
        .file
        .as_deref()
        .map(open)
        .transpose()?
        .map(|file| json().with_writer(Mutex::new(file)));
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

/// One JSON object a line, whatever is in its values.
pub fn json<S>() -> fmt::Layer<S, fmt::format::JsonFields, fmt::format::Format<fmt::format::Json>> {
    fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
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
