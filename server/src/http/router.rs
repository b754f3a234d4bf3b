//! Every route of the product in one list.

use super::{
    AppState, HealthState,
    docs::{self, Frame},
    error::ApiError,
    health,
    middleware::{
        around::around,
        cors,
        every::{Rules, every},
        gate::gate,
    },
    pages, sign_in,
    v1::{
        admin::{applications, audit, review},
        profiles,
        users::{
            avatar, blocks, change_role, change_roles, change_status, counts, create, delete,
            enrollments, get_me, get_one, get_stats, instructor_application, list, preferences,
            sessions, settings, suggestions, update_me,
        },
    },
    webhooks,
};
use crate::metrics;
use axum::{Router, extract::FromRef, response::IntoResponse, routing::get};
use http::{HeaderValue, StatusCode, header};
use std::{any::Any, mem};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouter},
    routes,
};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Routes below some prefix, several methods each.
type Routes = Vec<UtoipaMethodRouter<AppState>>;

/// The routes that the OpenAPI document describes.
pub(super) fn documented() -> OpenApiRouter<AppState> {
    let beside = OpenApiRouter::with_openapi(Frame::openapi())
        .routes(routes!(health::basic))
        .routes(routes!(health::detailed))
        .routes(routes!(health::ready))
        .routes(routes!(health::live))
        .routes(routes!(metrics::scrape))
        .routes(routes!(webhooks::storage));
    api().fold(beside, OpenApiRouter::routes)
}

/// Every route of the API by its whole address: one that is nested takes its address apart for each request.
fn api() -> impl Iterator<Item = UtoipaMethodRouter<AppState>> {
    let v1 = v1().into_iter().map(|routes| below("/api/v1", routes));
    let unversioned = unversioned()
        .into_iter()
        .map(|routes| below("/api", routes));
    v1.chain(unversioned)
}

/// The routes of the API without what the document says of them.
fn served() -> Router<AppState> {
    api().fold(Router::new(), |router, (_, described, methods)| {
        let addresses = described.paths.into_keys();
        addresses.fold(router, |router, address| {
            router.route(&address, methods.clone())
        })
    })
}

fn below(
    prefix: &str,
    (schemas, mut paths, methods): UtoipaMethodRouter<AppState>,
) -> UtoipaMethodRouter<AppState> {
    let whole = mem::take(&mut paths.paths);
    let whole = whole
        .into_iter()
        .map(|(path, item)| (format!("{prefix}{path}"), item));
    paths.paths = whole.collect();
    (schemas, paths, methods)
}

/// `/api/v1`
fn v1() -> Routes {
    vec![
        routes!(get_me::get_me, update_me::put_me, update_me::patch_me),
        routes!(get_me::get_profile, update_me::put_profile),
        routes!(list::list_users, create::create),
        routes!(counts::count_users),
        routes!(change_roles::change_roles),
        routes!(get_one::get_one, delete::delete_user),
        routes!(change_role::change_role),
        routes!(change_status::change_status),
        routes!(get_stats::get_stats),
        routes!(
            settings::get::get_settings,
            settings::update::put_settings,
            settings::update::patch_settings
        ),
        routes!(preferences::list::list_preferences),
        routes!(
            preferences::list::list_preferences_of_category,
            preferences::update::update_preferences
        ),
        routes!(preferences::delete::delete_preference),
        routes!(
            enrollments::list::list_enrollments,
            enrollments::create::create_enrollment
        ),
        routes!(enrollments::stats::enrollment_stats),
        routes!(
            enrollments::get_one::get_enrollment,
            enrollments::update::update_enrollment,
            enrollments::remove::remove_enrollment
        ),
        routes!(enrollments::progress::report_progress),
        routes!(
            sessions::list::list_sessions,
            sessions::end_all::end_sessions
        ),
        routes!(sessions::end_one::end_session),
        routes!(avatar::request_upload::request_upload),
        routes!(avatar::get_upload::get_upload),
        routes!(avatar::remove::remove_picture),
        routes!(avatar::upload::upload_picture),
        routes!(profiles::list::list_profiles),
        routes!(profiles::get_one::get_public_profile),
        routes!(suggestions::list_suggestions),
        routes!(blocks::list::list_blocks, blocks::create::create_block),
        routes!(blocks::remove::remove_block),
        routes!(
            instructor_application::apply::apply_for_instructor,
            instructor_application::get::get_own_application,
            instructor_application::withdraw::withdraw_application
        ),
        routes!(applications::list::list_applications),
        routes!(applications::get_one::get_application),
        routes!(
            applications::claim::claim_application,
            applications::claim::release_application
        ),
        routes!(review::approve::approve_instructor),
        routes!(review::reject::reject_instructor),
        routes!(audit::list_audit),
    ]
}

/// The first seed's addresses under `/api`.
fn unversioned() -> Routes {
    vec![
        routes!(
            settings::get::get_settings_unversioned,
            settings::update::put_settings_unversioned,
            settings::update::patch_settings_unversioned
        ),
        routes!(
            instructor_application::apply::apply_for_instructor_unversioned,
            instructor_application::get::get_own_application_unversioned,
            instructor_application::withdraw::withdraw_application_unversioned
        ),
        routes!(review::approve::approve_instructor_unversioned),
        routes!(review::reject::reject_instructor_unversioned),
    ]
}

/// The whole service: API, health, documents, pages.
pub fn router(state: &AppState) -> Router {
    let clock = state.services.clock.clone();
    let api = served().method_not_allowed_fallback(|| async {
        ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED)
    });
    // Every address under `/api` is answered by the API, also those that nothing is at.
    let nothing = Router::new().fallback(|| async { ApiError::of_status(StatusCode::NOT_FOUND) });
    let server = &state.config.server;
    let rules = Rules {
        clock: clock.clone(),
        security_headers: server.security_headers,
        https: server.is_https(),
    };
    let guards = (cors::layer(&state.config.cors), around(state.clone(), gate));
    let reader_policy = HeaderValue::from_static(docs::READER_POLICY);
    let document = docs::Served::default();
    let reader = SwaggerUi::new(docs::READER).config(Config::from(docs::DOCUMENT));
    let reader = Router::from(reader)
        .route(docs::DOCUMENT, get(move || document.answer()))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            reader_policy,
        ));
    let mut site = health::routes(HealthState::from_ref(state))
        .merge(webhooks::routes(state.storage_webhook.clone(), clock))
        .merge(reader)
        .merge(sign_in::routes(state))
        .merge(pages::routes(state));
    if state.config.metrics.enabled {
        site = site.merge(metrics::routes(
            &state.config.metrics.path,
            state.metrics.clone(),
        ));
    }
    let site = site.nest("/api", nothing.layer(guards.clone()));
    // All layers at once: axum makes of each that is added by itself one more box on each request's way.
    let api = api.layer((around(rules.clone(), every), guards));
    site.layer(around(rules, every))
        .merge(api.with_state(state.clone()))
}

/// A panic is a fault of ours like any other: logged, counted, answered.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer gives the box away"
)]
pub(super) fn panicked(cause: Box<dyn Any + Send>) -> axum::response::Response {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    ApiError::internal(cause).into_response()
}
