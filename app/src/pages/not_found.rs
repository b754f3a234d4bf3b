//! The page for addresses that nothing is at.

use super::problem::ProblemPage;
use crate::error::Problem;
use leptos::prelude::*;

/// Nothing is at this address.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <ProblemPage problem=Problem::NotFound/> }
}
