//! What browsers and proxies say, which may be anything.

use super::seen;
use crate::harness::{Person, TestApp};
use contract::limits::USER_AGENT_MAX;
use serde_json::Value;

/// What is told of a session that was begun with these headers.
async fn begun(app: &TestApp, person: &Person, headers: &[(&str, &str)]) -> Value {
    app.sign_in(person, "sid", headers).await;
    let all = seen(app, person).await;
    assert_eq!(all.len(), 1, "{headers:?}");
    all[0].clone()
}

#[tokio::test]
async fn a_browser_may_say_anything_of_itself() {
    let app = TestApp::with_issuer(&[]).await;
    let long = "é".repeat(5_000);
    let cut = "é".repeat(USER_AGENT_MAX);
    for (step, (said, told)) in [
        (
            "<script>alert(1)</script>",
            Some("<script>alert(1)</script>"),
        ),
        ("'; DROP TABLE users; --", Some("'; DROP TABLE users; --")),
        ("a\tb\u{202e}c\u{85}d", Some("a bcd")),
        ("{{7*7}} ${jndi:ldap://x}", Some("{{7*7}} ${jndi:ldap://x}")),
        (&long, Some(&cut)),
        ("", None),
        ("\t\u{85}\u{2066}", None),
    ]
    .into_iter()
    .enumerate()
    {
        let ada = app.person(&format!("ada{step}")).await;
        let view = begun(&app, &ada, &[("user-agent", said)]).await;
        assert_eq!(view["userAgent"].as_str(), told, "{said:?}");
    }
    let ada = app.person("ada").await;
    let view = begun(&app, &ada, &[]).await;
    assert!(view.get("userAgent").is_none(), "{view}");
}

#[tokio::test]
async fn without_trusted_proxies_nobody_says_where_a_browser_is() {
    let app = TestApp::with_issuer(&[]).await;
    for (step, header) in ["x-forwarded-for", "forwarded", "x-real-ip"]
        .into_iter()
        .enumerate()
    {
        let ada = app.person(&format!("ada{step}")).await;
        let view = begun(&app, &ada, &[(header, "203.0.113.9")]).await;
        assert_eq!(view["ip"], "127.0.0.1", "{header}");
    }
}

#[tokio::test]
async fn behind_trusted_proxies_the_last_address_that_is_not_theirs_counts() {
    let proxies = [("TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.7")];
    let app = TestApp::with_issuer(&proxies).await;
    for (step, (said, told)) in [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9:4711, 10.0.0.7", "203.0.113.9"),
        ("1.1.1.1, [2001:db8::9]:443", "2001:db8::9"),
        ("203.0.113.9, unknown", "127.0.0.1"),
        ("203.0.113.9, <script>", "127.0.0.1"),
        ("", "127.0.0.1"),
    ]
    .into_iter()
    .enumerate()
    {
        let ada = app.person(&format!("ada{step}")).await;
        let view = begun(&app, &ada, &[("x-forwarded-for", said)]).await;
        assert_eq!(view["ip"], told, "{said}");
    }
}
