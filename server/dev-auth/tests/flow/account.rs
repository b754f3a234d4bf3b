//! Registering with mistakes, and changing a password.

use reqwest::StatusCode;

use crate::browser::authorization;
use crate::world::with_provider;

#[tokio::test]
async fn bad_input_is_listed_and_what_was_typed_stays() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let path = format!("/register?{}", authorization(&[]));
        let form = [
            ("firstName", "<b>Bo</b>"),
            ("lastName", " "),
            ("email", "nowhere"),
            ("password", "short"),
        ];
        let answer = browser.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        for field in ["lastName", "email", "password"] {
            assert!(
                answer.body.contains(&format!("<a href=\"#{field}\">")),
                "{field}"
            );
            assert!(
                answer.body.contains(&format!("id=\"{field}-problem\"")),
                "{field}"
            );
        }
        assert!(!answer.body.contains("#firstName"));
        assert!(answer.body.contains("value=\"&lt;b&gt;Bo&lt;/b&gt;\""));
        assert!(!answer.body.contains("short"));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_without_regard_to_case() {
    with_provider(async |provider| {
        let browser = provider.browser();
        let path = format!("/register?{}", authorization(&[]));
        let form = [
            ("firstName", "Ada"),
            ("lastName", "Again"),
            ("email", "ADA@example.test"),
            ("password", "long enough"),
        ];
        let answer = browser.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(
            answer
                .body
                .contains("There is an account with this e-mail address already")
        );
    })
    .await;
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_the_other_sessions() {
    with_provider(async |provider| {
        let (here, elsewhere) = (provider.browser(), provider.browser());
        let signed_out = here.get("/account").await;
        assert_eq!(signed_out.location.unwrap().path(), "/sign-in");
        for browser in [&here, &elsewhere] {
            let answer = browser
                .post("/sign-in/persona", &[("persona", "mina@example.test")])
                .await;
            assert_eq!(answer.location.unwrap().path(), "/account");
        }
        let tokens = here.tokens().await;

        let change = async |current, new| {
            let form = [("currentPassword", current), ("newPassword", new)];
            here.post("/account/password", &form).await
        };
        let refused = change("wrong", "short").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.body.contains("#currentPassword") && refused.body.contains("#newPassword"));
        let done = change("matricula-demo", "another one").await;
        assert_eq!(
            done.location.unwrap().as_str(),
            format!("{}/account?changed=1", provider.issuer)
        );
        assert!(
            here.get("/account?changed=1")
                .await
                .body
                .contains("role=\"status\"")
        );
        assert_eq!(
            elsewhere.get("/account").await.location.unwrap().path(),
            "/sign-in"
        );

        let (event, _) = provider.world.hear("auth.user.password_changed").await;
        assert_eq!(event["data"]["authId"], tokens.id["sub"]);
        assert_eq!(event["data"]["sessionId"], tokens.id["sid"]);
        let form = [("email", "mina@example.test"), ("password", "another one")];
        assert_eq!(
            elsewhere
                .post("/sign-in", &form)
                .await
                .location
                .unwrap()
                .path(),
            "/account"
        );
    })
    .await;
}
