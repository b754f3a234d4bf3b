//! Pages of other origins: they ask first, and are told what the bucket's rules say.

use crate::rules::{CorsRule, Rules};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
    },
};
use std::sync::Arc;

pub(super) async fn answer_pages(
    State(rules): State<Arc<Rules>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origin) = text(request.headers(), &ORIGIN) else {
        return next.run(request).await;
    };
    let bucket = request.uri().path().split('/').nth(1).unwrap_or_default();
    let rules = rules.of(bucket).await.cors;
    if request.method() == Method::OPTIONS {
        return preflight(&rules, &origin, request.headers());
    }
    let method = request.method().clone();
    let mut response = next.run(request).await;
    let allowing = rules
        .iter()
        .find(|rule| rule.allows(&origin, method.as_str()));
    if let Some(rule) = allowing {
        set(&mut response, ACCESS_CONTROL_ALLOW_ORIGIN, &origin);
        if let Some(exposed) = rule.exposed() {
            set(&mut response, ACCESS_CONTROL_EXPOSE_HEADERS, &exposed);
        }
    }
    set(&mut response, VARY, "Origin");
    response
}

/// The answer to a page that asks what it may.
fn preflight(rules: &[CorsRule], origin: &str, headers: &HeaderMap) -> Response {
    let method = text(headers, &ACCESS_CONTROL_REQUEST_METHOD).unwrap_or_default();
    let wanted = text(headers, &ACCESS_CONTROL_REQUEST_HEADERS).unwrap_or_default();
    let wanted = wanted.to_lowercase();
    let names = || {
        wanted
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
    };
    let allowing = rules
        .iter()
        .find(|rule| rule.allows(origin, &method) && rule.allows_headers(names()));
    let mut response = match allowing {
        None => (
            StatusCode::FORBIDDEN,
            "No CORS rule of the bucket allows this.",
        )
            .into_response(),
        Some(rule) => {
            let mut response = StatusCode::OK.into_response();
            set(&mut response, ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            set(&mut response, ACCESS_CONTROL_ALLOW_METHODS, &rule.methods());
            if !wanted.is_empty() {
                set(&mut response, ACCESS_CONTROL_ALLOW_HEADERS, &wanted);
            }
            if let Some(seconds) = rule.max_age() {
                set(&mut response, ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
            }
            response
        }
    };
    let vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    set(&mut response, VARY, vary);
    response
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    value.to_str().ok().map(ToOwned::to_owned)
}

/// What cannot stand in a header is left out.
fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
