//! Every page of the product as routes of the server.

use crate::{AppState, Arrival, ReturnPath, pages::Pages, server_fns, shell::shell, visit::Visit};
use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    response::Response,
    routing::{MethodRouter, get, post},
};
use leptos::prelude::provide_context;
use leptos_axum::{
    LeptosRoutes, generate_route_list_with_exclusions, render_app_async_with_context,
};
use service::Ctx;
use tower_sessions::Session;

/// The pages, what their forms post to, and the page for addresses that nothing is at.
///
/// The server's middleware puts `service::Ctx`, `tower_sessions::Session` and [`Arrival`] into the
/// request's extensions.
pub fn router(state: AppState) -> Router {
    let apart = Some(vec![server_fns::person::PATH.to_owned()]);
    Router::new()
        .leptos_routes_with_handler(generate_route_list_with_exclusions(Pages, apart), page)
        .route("/profile/edit", post(server_fns::profile::update))
        .route(
            "/profile/edit/photo",
            photo(post(server_fns::avatar::upload)),
        )
        .route(
            "/profile/edit/photo/remove",
            photo(post(server_fns::avatar::remove)),
        )
        .route(
            "/profile/edit/photo/restore",
            photo(post(server_fns::avatar::restore)),
        )
        .route(
            "/profile/edit/photo/uploads",
            post(server_fns::avatar::uploads::request),
        )
        .route(
            "/profile/edit/photo/uploads/{id}",
            get(server_fns::avatar::uploads::look),
        )
        .route("/settings", post(server_fns::choices::update_settings))
        .route(
            "/settings/notifications",
            post(server_fns::choices::update_notifications),
        )
        .route(
            "/settings/privacy",
            post(server_fns::choices::update_privacy),
        )
        .route("/settings/sessions", post(server_fns::sessions::end))
        .route("/teach", post(server_fns::teach::apply))
        .route("/teach/withdraw", post(server_fns::teach::withdraw))
        .route("/admin/applications/{id}", post(server_fns::review::change))
        .route("/admin/users", post(server_fns::users::roles::change))
        .route("/admin/users.csv", get(server_fns::users::csv::export))
        .route(
            server_fns::users::person::PATH,
            post(server_fns::users::person::change),
        )
        .route("/enrollments", post(server_fns::enrollments::change))
        .route("/enrollments/courses", get(server_fns::courses::search))
        .route(
            server_fns::person::PATH,
            get(server_fns::person::show).post(server_fns::blocks::change_on_page),
        )
        .route(
            server_fns::blocks::BLOCKED,
            post(server_fns::blocks::change),
        )
        .route("/search/people", get(server_fns::people::search))
        .fallback(page)
        .with_state(state)
}

/// The address of a form whose page is at another one.
fn photo(form: MethodRouter<AppState>) -> MethodRouter<AppState> {
    form.get(server_fns::avatar::to_page)
}

/// Answers with the page at the request's address.
async fn page(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Extension(arrival): Extension<Arrival>,
    session: Session,
    request: Request,
) -> Response {
    let visit = Visit::load(ctx, arrival, session, here(&request)).await;
    render(state, visit, request, || {}).await
}

/// Renders the page at the request's address. `provide` adds what only this answer knows.
pub(crate) async fn render(
    state: AppState,
    visit: Visit,
    request: Request<Body>,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let options = state.leptos.clone();
    let context = move || {
        provide_context(state.clone());
        provide_context(visit.clone());
        provide();
    };
    let page = render_app_async_with_context(context, move || shell(options.clone()));
    // On the heap: it is large, and every handler that answers with a page would hold it on the stack.
    Box::pin(page(request)).await
}

/// The address of the page, to come back to.
pub(crate) fn here(request: &Request) -> ReturnPath {
    request
        .uri()
        .path_and_query()
        .and_then(|path| ReturnPath::parse(path.as_str()))
        .unwrap_or_else(ReturnPath::root)
}
