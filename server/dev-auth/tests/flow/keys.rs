//! Keys that change while their tokens are out, and the state of the whole.

use std::time::Duration;

use jsonwebtoken::{Algorithm, decode_header};

use crate::world::{AUDIENCE, PATIENCE, in_a_world, with_provider};

#[tokio::test]
async fn tokens_outlive_the_rotation_of_their_key() {
    in_a_world(async |world| {
        let mut config = world.config();
        config.key_rotation = Duration::from_millis(400);
        world
            .run(config, async |provider| {
                let browser = provider.browser();
                browser.sign_in_as("ada@example.test").await.code();
                let old = browser.tokens().await;
                let kid = |token: &str| decode_header(token).unwrap().kid.unwrap();
                let rotated = async {
                    loop {
                        let new = browser.tokens().await;
                        let other = |a: &str, b: &str| kid(a) != kid(b);
                        if other(&new.id_token, &old.id_token)
                            && other(&new.access_token, &old.access_token)
                        {
                            return;
                        }
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                };
                tokio::time::timeout(PATIENCE, rotated).await.unwrap();
                provider
                    .verify(&old.access_token, Algorithm::EdDSA, AUDIENCE)
                    .await;
            })
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_second_start_keeps_keys_accounts_and_sessions() {
    in_a_world(async |world| {
        let seen = tokio::sync::Mutex::new(Vec::new());
        for _ in 0..2 {
            world
                .run(world.config(), async |provider| {
                    let browser = provider.browser();
                    let answer = browser.sign_in_as("ada@example.test").await;
                    let tokens = provider.redeem(&answer.code()).await;
                    let keys = provider.json("/jwks").await;
                    seen.lock().await.push((tokens.id["sub"].clone(), keys));
                })
                .await;
        }
        let seen = seen.into_inner();
        assert_eq!(seen[0], seen[1]);
    })
    .await;
}

#[tokio::test]
async fn health_and_the_headers_of_a_page() {
    with_provider(async |provider| {
        assert_eq!(provider.json("/health").await["status"], "healthy");
        let page = provider
            .http
            .get(format!("{}/sign-in", provider.issuer))
            .send()
            .await
            .unwrap();
        let csp = page.headers()["content-security-policy"].to_str().unwrap();
        assert!(csp.starts_with("default-src 'none'; style-src 'sha256-"));
        assert_eq!(page.headers()["cache-control"], "no-store");
    })
    .await;
}
