//! What the pages need of the process that runs them.

use axum::extract::FromRef;
use contract::Language;
use leptos::config::LeptosOptions;
use service::Services;

/// Everything that lives as long as the process.
#[derive(Clone)]
pub struct AppState {
    /// Every rule of the product.
    pub services: Services,
    /// Where the browser finds code and style.
    pub leptos: LeptosOptions,
    /// The languages on offer (`SUPPORTED_LANGUAGES`).
    pub languages: Vec<Language>,
    /// Origins, besides our own, that a form may lead to: the OpenID issuer's.
    pub form_action_origins: Vec<String>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
