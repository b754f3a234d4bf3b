//! What pages tell the browser to allow, page by page; and the switch that turns the rest off.

use crate::harness::{Reply, TestApp};

const VISITORS: &[&str] = &["/", "/sign-in", "/nothing", "/people/nobody"];
const PERSONS: &[&str] = &[
    "/profile",
    "/profile/edit",
    "/enrollments",
    "/people",
    "/settings",
    "/settings/notifications",
    "/settings/privacy",
    "/settings/blocked",
    "/settings/sessions",
    "/teach",
    "/sign-out",
];
const ADMINS: &[&str] = &[
    "/admin",
    "/admin/users",
    "/admin/applications",
    "/admin/audit",
];

/// The nonce of a page whose policy lets nothing run that we did not write.
#[track_caller]
fn nonce(path: &str, reply: &Reply) -> String {
    let policy = reply.header("content-security-policy");
    for needed in [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
        "style-src 'self';",
    ] {
        assert!(policy.contains(needed), "{path} lacks {needed}: {policy}");
    }
    for open in [
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'unsafe-hashes'",
        " * ",
        " data:;",
    ] {
        assert!(!policy.contains(open), "{path} has {open}: {policy}");
    }
    let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
    let (nonce, _) = rest.split_once('\'').unwrap();
    assert!(nonce.len() >= 16, "{path}: {nonce}");
    // What the policy would stop is not there either.
    for script in reply.text.split("<script").skip(1) {
        let (tag, _) = script.split_once('>').unwrap();
        assert!(
            tag.contains(&format!("nonce=\"{nonce}\"")),
            "{path}: <script{tag}>"
        );
    }
    for inline in [
        " style=\"",
        " onclick=",
        " onload=",
        " onerror=",
        "javascript:",
        "<style",
    ] {
        assert!(!reply.text.contains(inline), "{path} has {inline}");
    }
    nonce.to_owned()
}

#[tokio::test]
async fn no_page_lets_anything_run_that_we_did_not_write() {
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let cookie = app.cookie(&ada).await;
    let person = format!("/admin/users/{}", ada.id);
    let signed_in = PERSONS.iter().chain(ADMINS).copied().chain([&*person]);
    let mut nonces = Vec::new();
    for path in VISITORS {
        nonces.push(nonce(path, &app.get(path).await));
    }
    for path in signed_in {
        let reply = app.get(path).header("cookie", &cookie).await.is(200);
        nonces.push(nonce(path, &reply));
    }
    let all = nonces.len();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), all, "a nonce is of one answer");
}

#[tokio::test]
async fn only_the_reader_of_the_document_has_a_policy_of_its_own() {
    let app = TestApp::start().await;
    let reader = app.get("/docs/").await.is(200);
    assert!(
        reader
            .header("content-security-policy")
            .contains("'unsafe-inline'")
    );
    for path in ["/health", "/api/v1/users/me", "/metrics"] {
        let reply = app.get(path).await;
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn where_the_headers_are_switched_off_pages_keep_the_policy_that_they_need() {
    let app = TestApp::with(&[("HELMET_ENABLED", "false")]).await;
    let reply = app.get("/health").await.is(200);
    for name in [
        "x-content-type-options",
        "x-frame-options",
        "content-security-policy",
        "cross-origin-opener-policy",
    ] {
        assert_eq!(reply.header(name), "", "{name}");
    }
    nonce("/", &app.get("/").await.is(200));
}

#[tokio::test]
async fn a_form_of_another_site_is_answered_with_a_page_and_of_no_browser_taken() {
    let app = TestApp::start().await;
    let post = || {
        let form = [("language", "es"), ("return_to", "/sign-in")];
        app.call(reqwest::Method::POST, "/language").form(&form)
    };
    let refused = post().header("sec-fetch-site", "cross-site").await.is(403);
    assert!(refused.header("content-type").starts_with("text/html"));
    for words in [
        "<!DOCTYPE html>",
        "came from another site",
        "viene de otro sitio",
        "href=\"/\"",
    ] {
        assert!(refused.text.contains(words), "{words}");
    }
    assert!(
        refused
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    // Whoever says nothing is no browser of today; an old one sends no cookie along.
    let taken = post().await.is(303);
    assert!(taken.header("set-cookie").starts_with("language=es;"));
    // What only looks does not count as a form.
    let look = app.get("/sign-in").header("sec-fetch-site", "cross-site");
    look.await.is(200);
    let none = post().header("sec-fetch-site", "none").await;
    none.is(303);
}
