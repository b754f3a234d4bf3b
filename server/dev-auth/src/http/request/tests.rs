//! What an authorization request may and may not say.

use super::*;

const CALLBACK: &str = "http://localhost:3002/auth/callback";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn client() -> Client {
    Client {
        id: "web".into(),
        secret: "secret".into(),
        redirect_uris: vec![CALLBACK.into(), "http://localhost:3002/other?kept=1".into()],
        post_logout_redirect_uris: Vec::new(),
    }
}

fn good() -> Vec<(&'static str, &'static str)> {
    vec![
        ("client_id", "web"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("state", "a state"),
        ("nonce", "n"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

fn parse_with(name: &str, value: &'static str) -> Result<AuthorizationRequest, Refusal> {
    let mut pairs = good();
    pairs.retain(|(given, _)| *given != name);
    let mut query = serde_urlencoded::to_string(pairs).unwrap();
    if !value.is_empty() {
        query = format!(
            "{query}&{}",
            serde_urlencoded::to_string([(name, value)]).unwrap()
        );
    }
    AuthorizationRequest::parse(&query, &client())
}

fn told(name: &str, value: &'static str) -> &'static str {
    match parse_with(name, value).unwrap_err() {
        Refusal::Told { error, .. } => error,
        refusal => panic!("the person was told, not the client: {refusal:?}"),
    }
}

#[test]
fn a_whole_request_is_read() {
    let request = parse_with("max_age", "60").unwrap();
    assert_eq!(request.redirect_uri.as_str(), CALLBACK);
    assert_eq!(request.state.as_deref(), Some("a state"));
    assert_eq!(request.max_age_seconds, Some(60));
}

#[test]
fn only_a_redirect_uri_that_is_registered_to_the_letter_is_trusted() {
    for uri in [
        "http://localhost:3002/auth/callback/",
        "http://localhost:3002/auth/callback?x=1",
        "http://localhost:3002/auth/../auth/callback",
        "HTTP://localhost:3002/auth/callback",
        "https://evil.example/auth/callback",
        "",
    ] {
        let refusal = parse_with("redirect_uri", uri).unwrap_err();
        assert!(matches!(refusal, Refusal::UnknownRedirectUri), "{uri}");
    }
}

#[test]
fn an_unknown_client_and_a_repeated_parameter_are_not_redirected() {
    assert!(matches!(
        parse_with("client_id", "app"),
        Err(Refusal::UnknownClient)
    ));
    let twice = format!("{}&state=b", serde_urlencoded::to_string(good()).unwrap());
    let refusal = AuthorizationRequest::parse(&twice, &client()).unwrap_err();
    assert!(matches!(refusal, Refusal::Unreadable));
}

#[test]
fn the_client_is_told_what_it_did_wrong() {
    assert_eq!(told("response_type", "token"), "unsupported_response_type");
    assert_eq!(told("response_type", ""), "invalid_request");
    assert_eq!(told("scope", "email"), "invalid_scope");
    assert_eq!(told("code_challenge", ""), "invalid_request");
    assert_eq!(told("code_challenge_method", "plain"), "invalid_request");
    assert_eq!(told("code_challenge_method", ""), "invalid_request");
    assert_eq!(told("max_age", "-1"), "invalid_request");
    assert_eq!(told("prompt", "none login"), "invalid_request");
    assert_eq!(told("request", "eyJ"), "request_not_supported");
}

#[test]
fn an_answer_keeps_what_the_redirect_uri_had() {
    let request = parse_with("redirect_uri", "http://localhost:3002/other?kept=1").unwrap();
    let url = request
        .callback()
        .with("http://localhost:3001", &[("code", "a&b")]);
    assert_eq!(
        url.as_str(),
        "http://localhost:3002/other?kept=1&code=a%26b&state=a+state&iss=http%3A%2F%2Flocalhost%3A3001"
    );
}
