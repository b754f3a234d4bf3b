//! The pages for people: sessions, language, built files, and the routes of the crate `app`.

mod files;
mod visitor;

pub(super) use visitor::{language_cookie, with_session};

use super::AppState;
use axum::Router;
use leptos::config::LeptosOptions;

/// The name of the built site's files.
const OUTPUT_NAME: &str = "matricula";

/// All pages, behind session and visitor, and the files that they load.
pub(super) fn routes(state: &AppState) -> Router {
    let pages = app::router(app_state(state));
    with_session(pages, state).merge(files::routes(&state.config.server.site_root))
}

/// What the pages need of the process.
fn app_state(state: &AppState) -> app::AppState {
    app::AppState {
        public_url: without_slash(&state.config.server.public_url),
        services: state.services.clone(),
        leptos: options(&state.config.server.site_root),
        languages: state.config.languages.clone(),
        session_tracking: state.config.features.session_tracking,
        course_service_url: without_slash(&state.config.server.course_service_url),
        form_action_origins: state.oidc.origin().into_iter().collect(),
        upload_origin: state.config.storage.upload_origin.clone(),
        picture_origin: state.config.storage.picture_origin.clone(),
    }
}

fn without_slash(url: &url::Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

fn options(site_root: &str) -> LeptosOptions {
    // An absolute path, since a relative one would be looked for beside the binary.
    let hashes = std::path::absolute(site_root)
        .unwrap_or_else(|_| site_root.into())
        .join("hash.txt");
    LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(site_root.to_owned())
        .site_pkg_dir("pkg")
        .hash_files(hashes.exists())
        .hash_file(hashes.to_string_lossy().into_owned().into())
        .build()
}
