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

/// `LOG_…`, and whether traces are sent
#[derive(Clone, Debug)]
pub struct LogSection {
    /// A `tracing` filter, such as `info` or `info,service=debug`.
    pub level: String,
    /// JSON or text.
    pub format: LogFormat,
    /// A file beside standard output, where wanted.
    pub file: Option<String>,
    /// Whether a collector of traces is named: `OTEL_EXPORTER_OTLP_ENDPOINT`, or
    /// `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, and `OTEL_SDK_DISABLED` is not true. Where it is and all else
    /// (`OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`, …) is read by OpenTelemetry itself.
    pub traces: bool,
}

/// Where traces go, the more particular first.
const COLLECTOR: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
];

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
            traces: traces(env),
        }
    }
}

fn traces(env: &mut Env) -> bool {
    let mut named = false;
    for name in COLLECTOR {
        if env.get(name).is_some() {
            env.url(name, "", &["https", "http"]);
            named = true;
        }
    }
    named && !env.flag("OTEL_SDK_DISABLED", false)
}
