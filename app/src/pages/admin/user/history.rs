//! What was done to the account of late.

use super::model::Model;
use leptos::prelude::*;

/// The last changes.
#[component]
pub(super) fn History(
    /// The page.
    model: Model,
) -> impl IntoView {
    let _ = &model.history;
}
