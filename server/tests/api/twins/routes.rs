//! Every route that the server has, read off the router itself, and that each is classified.

use super::table::{self, Row};
use crate::{harness::TestApp, openapi::operations};
use std::collections::{BTreeMap, BTreeSet};

/// A route whose methods are the affair of a service, such as a folder of files.
const ANY: &str = "ANY";

/// Method and path of every route, as the router prints itself: it has `RouteId(7): MethodRouter(…)` in one
/// list, and `RouteId(7): "/path"` in another.
fn routes_of(app: &TestApp) -> BTreeSet<String> {
    let printed = format!("{:?}", server::http::router(app.state()));
    let mut methods: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut paths = BTreeMap::new();
    // The fallback's router begins its ids anew.
    let (printed, _) = printed.split_once("fallback_router").unwrap();
    for piece in printed.split("RouteId(").skip(1) {
        let (id, what) = piece.split_once("): ").unwrap();
        if let Some(path) = what.strip_prefix('"') {
            let (path, _) = path.split_once('"').unwrap();
            paths.insert(id, path);
        } else {
            methods.insert(id, methods_of(what));
        }
    }
    let ids: Vec<_> = paths.keys().collect();
    assert!(
        ids.len() > 40 && ids.into_iter().eq(methods.keys()),
        "axum prints routers otherwise"
    );
    paths
        .iter()
        .flat_map(|(id, path)| {
            methods[id]
                .iter()
                .map(move |method| format!("{method} {path}"))
        })
        .collect()
}

/// The methods of a route; `HEAD` goes with `GET`.
fn methods_of(printed: &str) -> Vec<String> {
    let Some((_, allowed)) = printed.split_once("allow_header: Bytes(b\"") else {
        return vec![ANY.into()];
    };
    let (allowed, _) = allowed.split_once('"').unwrap();
    let methods = allowed.split(',').filter(|method| *method != "HEAD");
    methods.map(str::to_owned).collect()
}

fn classified() -> Vec<String> {
    table::rows().map(|row| row.route.to_owned()).collect()
}

#[tokio::test]
async fn every_route_of_the_router_is_classified_and_no_other() {
    let app = TestApp::start().await;
    let routes = routes_of(&app);
    let listed: BTreeSet<_> = classified().into_iter().collect();
    let missing: Vec<_> = routes.difference(&listed).collect();
    let made_up: Vec<_> = listed.difference(&routes).collect();
    assert!(
        missing.is_empty(),
        "say in twins/table what these tell of somebody who is hidden: {missing:#?}"
    );
    assert!(made_up.is_empty(), "in twins/table alone: {made_up:#?}");
    assert_eq!(
        listed.len(),
        classified().len(),
        "a route is classified twice"
    );
    for known in [
        "GET /api/v1/users/me",
        "POST /sign-in",
        "POST /profile/edit",
        "GET /",
    ] {
        assert!(routes.contains(known), "{known} in {routes:#?}");
    }
}

#[test]
fn every_documented_route_is_classified() {
    let document = serde_json::to_value(server::http::openapi()).unwrap();
    let listed = classified();
    let documented = operations(&document).into_iter();
    let missing: Vec<_> = documented
        .map(|(path, method, _)| format!("{method} {path}"))
        .filter(|route| !listed.contains(route))
        .collect();
    assert!(missing.is_empty(), "not in twins/table: {missing:#?}");
}

#[test]
fn every_row_says_why_or_asks_its_own_route() {
    for row in table::rows() {
        assert!(
            row.tries.is_empty() != row.because.is_empty(),
            "{}: tries, or why none",
            row.route
        );
        for request in row.tries {
            let reason = !request.because.is_empty();
            assert_eq!(reason, !request.untold.is_empty(), "{}", request.text);
            assert!(
                is_of(row, request.path()),
                "{} is not {}",
                request.text,
                row.route
            );
        }
    }
}

/// Whether the address fits the route.
fn is_of(row: &Row, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (asked, route) = (path.split('/'), row.path().split('/'));
    asked.clone().count() == route.clone().count()
        && asked.zip(route).all(|(part, expected)| {
            expected.starts_with('{') && !part.is_empty() || part == expected
        })
}
