//! The built files: code and style under names that change with their content, and the rest.

use axum::Router;
use http::{HeaderName, HeaderValue, header};
use std::path::Path;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeader,
};

/// The name changes with the content, so the content under a name never does.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// The name stays when the content changes.
const A_DAY: &str = "public, max-age=86400";
/// Files at the top of the site.
const SINGLE: [&str; 3] = ["favicon.svg", "icons.svg", "robots.txt"];

/// Serves what `site_root` holds, compressed where a compressed twin lies beside it.
pub(super) fn routes(site_root: &str) -> Router {
    let root = Path::new(site_root);
    let folder = |name: &str| {
        ServeDir::new(root.join(name))
            .precompressed_br()
            .precompressed_gzip()
    };
    let mut routes = Router::new()
        .nest_service("/pkg", cached(folder("pkg"), FOREVER))
        .nest_service("/fonts", cached(folder("fonts"), FOREVER));
    for name in SINGLE {
        let file = ServeFile::new(root.join(name))
            .precompressed_br()
            .precompressed_gzip();
        routes = routes.route_service(&format!("/{name}"), cached(file, A_DAY));
    }
    routes
}

fn cached<S>(
    files: S,
    policy: &'static str,
) -> SetResponseHeader<
    S,
    impl Fn(
        &http::Response<tower_http::services::fs::ServeFileSystemResponseBody>,
    ) -> Option<HeaderValue>
    + Clone,
> {
    let name: HeaderName = header::CACHE_CONTROL;
    SetResponseHeader::if_not_present(files, name, move |response: &http::Response<_>| {
        // A name that is not there today may be there tomorrow.
        let policy = if response.status().is_success()
            || response.status() == http::StatusCode::NOT_MODIFIED
        {
            policy
        } else {
            "no-store"
        };
        Some(HeaderValue::from_static(policy))
    })
}
