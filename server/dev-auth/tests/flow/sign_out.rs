//! The end of a session.

use reqwest::StatusCode;

use crate::browser::authorization;
use crate::world::{SIGNED_OUT, with_provider};

fn end_session(pairs: &[(&str, &str)]) -> String {
    format!(
        "/end-session?{}",
        serde_urlencoded::to_string(pairs).unwrap()
    )
}

#[tokio::test]
async fn with_its_id_token_the_client_ends_the_session_and_gets_the_browser_back() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let tokens = provider
            .redeem(&browser.sign_in_as("ada@example.test").await.code())
            .await;
        let path = end_session(&[
            ("id_token_hint", &tokens.id_token),
            ("post_logout_redirect_uri", SIGNED_OUT),
            ("state", "x y"),
        ]);
        let back = browser.get(&path).await.location.unwrap();
        assert_eq!(back.as_str(), format!("{SIGNED_OUT}?state=x+y"));
        let (event, _) = provider.world.hear("auth.user.logout").await;
        assert_eq!(event["data"]["authId"], tokens.id["sub"]);
        assert_eq!(event["data"]["sessionId"], tokens.id["sid"]);
        let door = browser
            .get(&format!("/authorize?{}", authorization(&[])))
            .await;
        assert_eq!(door.location.unwrap().path(), "/sign-in");
        assert_eq!(
            browser.get(&path).await.location.unwrap(),
            back,
            "again: nothing to end"
        );
    })
    .await;
}

#[tokio::test]
async fn without_a_token_the_person_is_asked_first() {
    with_provider(async |provider| {
        let browser = provider.browser();
        browser.sign_in_as("ada@example.test").await.code();
        let path = end_session(&[("post_logout_redirect_uri", SIGNED_OUT)]);
        let question = browser.get(&path).await;
        assert_eq!(question.status, StatusCode::OK);
        assert!(question.body.contains("<h1>Do you want to sign out?</h1>"));
        browser.tokens().await;
        assert_eq!(
            browser.post(&path, &[]).await.location.unwrap().as_str(),
            SIGNED_OUT
        );
        let door = browser
            .get(&format!("/authorize?{}", authorization(&[])))
            .await;
        assert_eq!(door.location.unwrap().path(), "/sign-in");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let tokens = provider
            .redeem(&browser.sign_in_as("ada@example.test").await.code())
            .await;
        let answer = browser
            .get(&end_session(&[
                ("id_token_hint", &tokens.id_token),
                ("post_logout_redirect_uri", "https://evil.example/"),
            ]))
            .await;
        assert_eq!(
            (answer.status, answer.location),
            (StatusCode::BAD_REQUEST, None)
        );
        browser.tokens().await;
    })
    .await;
}
