//! The pages and islands of Matricula.
//!
//! Owns what people see: pages, words, forms. It refuses rules and SQL (those are in `service`) and
//! cookies and sign-in (those are in `server`). Pages are rendered on the server and work without
//! JavaScript; only `islands` is compiled for the browser.

// A page is one type, as deep as its elements are nested.
#![recursion_limit = "512"]
#![cfg_attr(
    feature = "ssr",
    expect(
        unreachable_pub,
        clippy::needless_pass_by_value,
        reason = "`#[component]` makes an inner function that is `pub`, and owns its props"
    )
)]

pub mod islands;

#[cfg(feature = "ssr")]
mod arrival;
#[cfg(feature = "ssr")]
mod charts;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod error;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod headers;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod refusal;
#[cfg(feature = "ssr")]
mod return_path;
#[cfg(feature = "ssr")]
mod router;
#[cfg(feature = "ssr")]
mod server_fns;
#[cfg(feature = "ssr")]
mod session;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod state;
#[cfg(feature = "ssr")]
mod visit;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::pedantic,
    clippy::expect_used,
    reason = "made by leptos_i18n from locales/*.json"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
#[cfg(feature = "ssr")]
use generated::i18n;

#[cfg(feature = "ssr")]
pub use {
    arrival::Arrival, refusal::too_many, return_path::ReturnPath, router::router, shell::shell,
    state::AppState,
};
