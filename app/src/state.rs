//! What the pages need of the process that runs them.

use axum::extract::FromRef;
use contract::{CourseId, Language};
use leptos::config::LeptosOptions;
use service::Services;

/// Everything that lives as long as the process.
#[derive(Clone)]
pub struct AppState {
    /// Where browsers find us (`PUBLIC_URL`), without a slash at the end.
    pub public_url: String,
    /// Every rule of the product.
    pub services: Services,
    /// Where the browser finds code and style.
    pub leptos: LeptosOptions,
    /// The languages on offer (`SUPPORTED_LANGUAGES`).
    pub languages: Vec<Language>,
    /// `COURSE_SERVICE_URL`: where courses are taken, without a slash at the end.
    pub course_service_url: String,
    /// Whether people may see and end their sessions (`ENABLE_SESSION_TRACKING`).
    pub session_tracking: bool,
    /// Origins, besides our own, that a form may lead to: the OpenID issuer's.
    pub form_action_origins: Vec<String>,
    /// The origin that photos are uploaded to.
    pub upload_origin: String,
    /// The origin that uploaded photos are shown from.
    pub picture_origin: String,
}

impl AppState {
    /// Where a course is taken.
    pub(crate) fn course_url(&self, course: CourseId) -> String {
        format!("{}/courses/{course}", self.course_service_url)
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
