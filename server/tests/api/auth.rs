//! Who is calling: every 401 of the contract, and below it the rest of its section 2.

mod access;
mod jwks;
mod tenants;

use crate::harness::{ME, Reply, TestApp, USERS, people, tokens};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

/// Stops the test unless nobody was let in, with this sentence.
#[track_caller]
fn shut_out(reply: Reply, sentence: &str) {
    assert_eq!(reply.header("www-authenticate"), "Bearer");
    let body = reply.fails(401, "unauthenticated");
    assert_eq!(body["error"], sentence);
}

#[tokio::test]
async fn a_call_without_a_header_or_without_a_token_is_told_so() {
    let app = TestApp::start().await;
    shut_out(app.get(ME).await, "Authorization header is required");
    for header in ["", " ", "Bearer", "Bearer ", "bearer   "] {
        let reply = app.get(ME).header("authorization", header).await;
        shut_out(reply, "Token is required");
    }
}

#[tokio::test]
async fn the_scheme_is_read_in_any_case_and_may_be_left_out() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for scheme in ["Bearer ", "bearer ", "BEARER   ", ""] {
        let header = format!("{scheme}{}", ada.token());
        app.get(ME).header("authorization", &header).await.is(200);
    }
}

#[tokio::test]
async fn a_token_ends_thirty_seconds_after_its_time() {
    let app = TestApp::start().await;
    let mut claims = app.person("ada").await.claims();
    claims["exp"] = json!(tokens::in_seconds(-20));
    app.get(ME).bearer(&tokens::signed(&claims)).await.is(200);
    claims["exp"] = json!(tokens::in_seconds(-40));
    let reply = app.get(ME).bearer(&tokens::signed(&claims)).await;
    shut_out(reply, "Token has expired");
}

#[tokio::test]
async fn a_token_that_is_not_ours_is_invalid() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let claims = ada.claims();
    let good = ada.token();
    let (head, rest) = good.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let mut not_yet = claims.clone();
    not_yet["nbf"] = json!(tokens::in_seconds(120));
    let other_secret = "another-secret-with-more-than-32-characters";
    for (what, token) in [
        ("no token at all", "nonsense".to_owned()),
        ("no signature", format!("{head}.{body}.")),
        ("algorithm none", format!("{none}.{body}.")),
        (
            "algorithm none, signed",
            format!("{none}.{body}.{signature}"),
        ),
        (
            "another secret",
            tokens::signed_as(Algorithm::HS256, other_secret, &claims),
        ),
        (
            "an algorithm outside of the list",
            tokens::signed_as(Algorithm::HS512, tokens::SECRET, &claims),
        ),
        ("not valid yet", tokens::signed(&not_yet)),
        ("larger than any token", "x".repeat(9000)),
    ] {
        println!("{what}");
        shut_out(app.get(ME).bearer(&token).await, "Invalid token");
    }
}

#[tokio::test]
async fn a_token_without_the_claims_that_we_need_is_told_so() {
    let app = TestApp::start().await;
    let claims = app.person("ada").await.claims();
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };
    let mut broken: Vec<Value> = ["sub", "authId", "email", "role", "exp"]
        .iter()
        .map(|name| {
            let mut claims = claims.clone();
            claims.as_object_mut().unwrap().remove(*name);
            claims
        })
        .collect();
    broken.extend([
        with("sub", json!("not-an-id")),
        with("sub", json!(7)),
        with("authId", json!("not-an-id")),
        with("email", json!("")),
        with("tenantId", json!("not-an-id")),
    ]);
    for claims in broken {
        println!("{claims}");
        let reply = app.get(ME).bearer(&tokens::signed(&claims)).await;
        shut_out(reply, "Invalid token structure");
    }
}

#[tokio::test]
async fn a_bad_token_is_refused_on_every_path_of_the_api_before_anything_else() {
    let app = TestApp::start().await;
    shut_out(
        app.get("/api/v1/nothing-here").bearer("nonsense").await,
        "Invalid token",
    );
    shut_out(
        app.post(USERS, &json!(["no", "object"]))
            .bearer("nonsense")
            .await,
        "Invalid token",
    );
}

#[tokio::test]
async fn issuer_and_audience_are_checked_where_they_are_configured() {
    let app = TestApp::with(&[
        ("JWT_ISSUER", "https://auth.example.test"),
        ("JWT_AUDIENCE", "matricula"),
    ])
    .await;
    let claims = |iss: Value, aud: Value| {
        let mut claims = json!({"sub": "grades", "role": "service", "scope": "users:read", "exp": tokens::in_seconds(60)});
        claims["iss"] = iss;
        claims["aud"] = aud;
        tokens::signed(&claims)
    };
    let (good_iss, good_aud) = (json!("https://auth.example.test"), json!("matricula"));
    let nobody = format!("{USERS}/{}", people::new_id());
    for aud in [good_aud.clone(), json!(["other", "matricula"])] {
        let token = claims(good_iss.clone(), aud);
        app.get(&nobody)
            .bearer(&token)
            .await
            .fails(404, "not_found");
    }
    let wrong = claims(json!("https://evil.example.test"), good_aud.clone());
    shut_out(app.get(&nobody).bearer(&wrong).await, "Invalid token");
    let wrong = claims(good_iss.clone(), json!("another-service"));
    shut_out(app.get(&nobody).bearer(&wrong).await, "Invalid token");
    shut_out(
        app.get(&nobody)
            .bearer(&tokens::service("users:read"))
            .await,
        "Invalid token structure",
    );
}
