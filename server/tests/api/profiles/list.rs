//! `GET /profiles`

mod counts;
mod hostile;
mod parameters;
mod ranks;
mod who;

use super::{asked, names};
use crate::harness::{Person, Reply, TestApp};

/// What somebody finds with these parameters.
async fn found(app: &TestApp, viewer: &Person, parameters: &[(&str, &str)]) -> Reply {
    app.get(&asked(parameters)).by(viewer).await.is(200)
}

/// Whom somebody finds by this search, by name.
async fn search(app: &TestApp, viewer: &Person, text: &str) -> Vec<String> {
    names(&found(app, viewer, &[("search", text), ("limit", "100")]).await)
}
