//! Who gets a code at once, who must sign in, and who is sent nowhere.

use reqwest::StatusCode;

use crate::browser::authorization;
use crate::world::{in_a_world, with_provider};

#[tokio::test]
async fn a_request_from_a_stranger_ends_on_our_own_page() {
    with_provider(async |provider| {
        let browser = provider.browser();
        for change in [
            ("redirect_uri", "https://evil.example/auth/callback"),
            ("redirect_uri", ""),
            ("client_id", "other"),
            ("client_id", ""),
        ] {
            for path in ["/authorize", "/sign-in", "/register"] {
                if path != "/authorize" && change.1.is_empty() {
                    continue;
                }
                let answer = browser
                    .get(&format!("{path}?{}", authorization(&[change])))
                    .await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {change:?}");
                assert!(answer.location.is_none());
                assert!(answer.body.contains("<h1>This sign-in cannot go on</h1>"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_known_client_is_told_what_is_wrong_with_its_request() {
    with_provider(async |provider| {
        let browser = provider.browser();
        for (change, error) in [
            (("response_type", "token"), "unsupported_response_type"),
            (("code_challenge", ""), "invalid_request"),
            (("code_challenge_method", "plain"), "invalid_request"),
            (("scope", "email"), "invalid_scope"),
            (("prompt", "none"), "login_required"),
        ] {
            let answer = browser
                .get(&format!("/authorize?{}", authorization(&[change])))
                .await;
            let told = answer.at_client();
            assert_eq!(
                (told["error"].as_str(), told["state"].as_str()),
                (error, "the state")
            );
            assert_eq!(told["iss"], provider.issuer);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_is_enough_until_the_client_wants_a_new_sign_in() {
    with_provider(async |provider| {
        let browser = provider.browser();
        browser.sign_in_as("ada@example.test").await.code();
        let ask = async |change| {
            browser
                .get(&format!("/authorize?{}", authorization(&[change])))
                .await
        };
        ask(("prompt", "none")).await.code();
        ask(("max_age", "3600")).await.code();
        for change in [("prompt", "login"), ("prompt", "select_account")] {
            assert_eq!(
                ask(change).await.location.unwrap().path(),
                "/sign-in",
                "{change:?}"
            );
        }
        assert_eq!(
            ask(("prompt", "create")).await.location.unwrap().path(),
            "/register"
        );
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        assert_eq!(
            ask(("max_age", "0")).await.location.unwrap().path(),
            "/sign-in"
        );
    })
    .await;
}

#[tokio::test]
async fn a_password_signs_in_and_a_wrong_one_keeps_what_was_typed() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let path = format!("/sign-in?{}", authorization(&[]));
        for (email, password) in [
            ("grace@example.test", "wrong"),
            ("nobody@example.test", "matricula-demo"),
        ] {
            let form = [("email", email), ("password", password)];
            let answer = browser.post(&path, &form).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.body.contains("There is a problem"));
            assert!(answer.body.contains("<title>Error: "));
            assert!(
                answer
                    .body
                    .contains(&format!("value=\"{email}\" autocomplete"))
            );
            assert!(!answer.body.contains(&format!("value=\"{password}\"")));
        }
        let form = [
            ("email", " GRACE@example.test"),
            ("password", "matricula-demo"),
        ];
        let tokens = provider
            .redeem(&browser.post(&path, &form).await.code())
            .await;
        assert_eq!(tokens.access["role"], "instructor");
    })
    .await;
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let url = format!("{}/sign-in/persona?{}", provider.issuer, authorization(&[]));
        let form = [("persona", "ada@example.test")];
        let post = || provider.http.post(&url).form(&form);
        let foreign = post().header("origin", "https://evil.example");
        assert_eq!(browser.send(foreign).await.status, StatusCode::FORBIDDEN);
        let own = post().header("origin", &provider.issuer);
        browser.send(own).await.code();
    })
    .await;
}

#[tokio::test]
async fn without_personas_there_are_no_buttons_and_no_way_in_by_them() {
    in_a_world(async |world| {
        let mut config = world.config();
        config.personas = false;
        world
            .run(config, async |provider| {
                let browser = provider.browser();
                let page = browser
                    .get(&format!("/sign-in?{}", authorization(&[])))
                    .await;
                assert!(!page.body.contains("example.test"));
                let answer = browser.sign_in_as("ada@example.test").await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND);
            })
            .await;
    })
    .await;
}
