//! From registration to tokens, and the codes that are not worth any.

use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreProviderMetadata,
};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, Nonce};
use reqwest::StatusCode;

use crate::browser::{VERIFIER, authorization, token_form};
use crate::world::{CALLBACK, CLIENT_ID, CLIENT_SECRET, with_provider};

#[tokio::test]
async fn somebody_registers_and_the_client_gets_tokens_for_them() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let request = authorization(&[("ui_locales", "es")]);
        let door = browser.get(&format!("/authorize?{request}")).await;
        assert_eq!(door.location.unwrap().path(), "/sign-in");
        let page = browser.get(&format!("/sign-in?{request}")).await;
        assert!(
            page.body.contains("/register?client_id="),
            "the request goes along"
        );

        let form = [
            ("firstName", " Nora "),
            ("lastName", "Núñez"),
            ("email", "Nora@example.test"),
            ("password", "correct horse"),
        ];
        let answer = browser.post(&format!("/register?{request}"), &form).await;
        let tokens = provider.redeem(&answer.code()).await;

        assert_eq!(tokens.id["nonce"], "the nonce");
        assert_eq!(tokens.id["given_name"], "Nora");
        assert_eq!(tokens.id["email"], "Nora@example.test");
        assert_eq!(tokens.id["email_verified"], false);
        assert_eq!(tokens.id["locale"], "es");
        assert!(tokens.id["sid"].is_string() && tokens.id["auth_time"].is_i64());
        assert!(tokens.id.get("tenant_id").is_none());
        assert_eq!(tokens.access["role"], "student");
        assert_eq!(tokens.access["authId"], tokens.id["sub"]);
        assert_eq!(
            tokens.access["sub"], tokens.id["sub"],
            "no user id is known yet"
        );

        let url = format!("{}/userinfo", provider.issuer);
        let ask = provider.http.get(&url).bearer_auth(&tokens.access_token);
        let person: serde_json::Value = ask.send().await.unwrap().json().await.unwrap();
        assert_eq!(
            (&person["sub"], &person["name"]),
            (&tokens.id["sub"], &"Nora Núñez".into())
        );
        let ask = provider.http.get(&url).bearer_auth(&tokens.id_token);
        assert_eq!(ask.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn the_client_library_of_matricula_accepts_discovery_keys_and_id_token() {
    with_provider(async |provider| {
        let discovered = provider.json("/.well-known/openid-configuration").await;
        let metadata: CoreProviderMetadata = serde_json::from_value(discovered).unwrap();
        assert_eq!(
            metadata.issuer(),
            &IssuerUrl::new(provider.issuer.clone()).unwrap()
        );
        let keys: CoreJsonWebKeySet = serde_json::from_value(provider.json("/jwks").await).unwrap();
        let browser = provider.browser();
        let tokens = provider
            .redeem(&browser.sign_in_as("ada@example.test").await.code())
            .await;

        let verifier = CoreIdTokenVerifier::new_confidential_client(
            ClientId::new(CLIENT_ID.into()),
            ClientSecret::new(CLIENT_SECRET.into()),
            metadata.issuer().clone(),
            keys,
        );
        let token: CoreIdToken = tokens.id_token.parse().unwrap();
        let claims = token
            .claims(&verifier, &Nonce::new("the nonce".into()))
            .unwrap();
        assert_eq!(claims.email().unwrap().as_str(), "ada@example.test");
        assert_eq!(claims.email_verified(), Some(true));
    })
    .await;
}

#[tokio::test]
async fn a_code_is_good_for_one_use_with_its_own_verifier_and_redirect_uri() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let first = browser.sign_in_as("ada@example.test").await.code();
        provider.redeem(&first).await;
        let denied = async |code: &str, changes: &[(&str, &str)]| {
            let (status, body) = provider.token(&token_form(code, changes)).await;
            (status.as_u16(), body["error"].as_str().unwrap().to_owned())
        };
        let invalid_grant = (400, "invalid_grant".to_owned());
        assert_eq!(denied(&first, &[]).await, invalid_grant, "used");
        assert_eq!(denied("never-given", &[]).await, invalid_grant, "unknown");

        let next = async || {
            browser
                .get(&format!("/authorize?{}", authorization(&[])))
                .await
                .code()
        };
        let other_verifier = VERIFIER.replace('a', "b");
        let code = next().await;
        assert_eq!(
            denied(&code, &[("code_verifier", &other_verifier)]).await,
            invalid_grant
        );
        assert_eq!(
            denied(&code, &[]).await,
            invalid_grant,
            "a wrong verifier uses the code up"
        );
        let elsewhere = format!("{CALLBACK}/x");
        assert_eq!(
            denied(&next().await, &[("redirect_uri", &elsewhere)]).await,
            invalid_grant
        );

        let code = next().await;
        let invalid_client = (401, "invalid_client".to_owned());
        assert_eq!(
            denied(&code, &[("client_secret", "wrong")]).await,
            invalid_client
        );
        assert_eq!(
            denied(&code, &[("client_secret", "")]).await,
            invalid_client
        );
        assert_eq!(
            denied(&code, &[("client_id", "other")]).await,
            invalid_client
        );
        let invalid_request = (400, "invalid_request".to_owned());
        assert_eq!(
            denied(&code, &[("code_verifier", "")]).await,
            invalid_request
        );
        let refresh = denied(&code, &[("grant_type", "refresh_token")]).await;
        assert_eq!(refresh, (400, "unsupported_grant_type".to_owned()));
        provider.redeem(&code).await;
    })
    .await;
}

#[tokio::test]
async fn a_client_may_name_itself_by_http_basic() {
    with_provider(async |provider| {
        let code = provider
            .browser()
            .sign_in_as("ada@example.test")
            .await
            .code();
        let form = token_form(&code, &[("client_secret", ""), ("client_id", "")]);
        let url = format!("{}/token", provider.issuer);
        let post = |secret: &str| {
            provider
                .http
                .post(&url)
                .form(&form)
                .basic_auth(CLIENT_ID, Some(secret))
                .send()
        };
        let wrong = post("wrong").await.unwrap();
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
        assert!(wrong.headers().contains_key("www-authenticate"));
        let right = post("a+secret+%26+more").await.unwrap();
        assert_eq!(right.status(), StatusCode::OK);
        assert_eq!(right.headers()["cache-control"], "no-store");
    })
    .await;
}
