//! How the log is written.

use super::Env;

/// `LOG_FORMAT`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For a person at a terminal.
    Text,
}

/// `LOG_…`
#[derive(Clone, Debug)]
pub struct LogSection {
    /// A `tracing` filter, such as `info` or `info,service=debug`.
    pub level: String,
    /// JSON or text.
    pub format: LogFormat,
    /// A file beside standard output, where wanted.
    pub file: Option<String>,
}

impl LogSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let format = match env.text("LOG_FORMAT", "json").as_str() {
            "json" => LogFormat::Json,
            "text" | "pretty" | "simple" => LogFormat::Text,
            _ => {
                env.problem("LOG_FORMAT must be json or text.");
                LogFormat::Json
            }
        };
        let path = env.text("LOG_FILE_PATH", "./logs/user-service.log");
        Self {
            level: env.text("LOG_LEVEL", "info"),
            format,
            file: env.flag("LOG_FILE_ENABLED", false).then_some(path),
        }
    }
}
