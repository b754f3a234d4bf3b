//! The Matricula binary: pages, REST API, workers.
//!
//! It owns HTTP, configuration and processes. It refuses rules and SQL: those are in `service`.

pub mod bootstrap;
pub mod commands;
pub mod config;
pub mod http;
pub mod logging;
pub mod metrics;
#[cfg(feature = "otel")]
pub mod traces;
mod workers;
