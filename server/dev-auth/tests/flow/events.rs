//! What the platform hears from the provider and tells it.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::browser::{Browser, Tokens};
use crate::world::{PATIENCE, in_a_world, with_provider};

/// New tokens until they are as expected: events are applied behind the scenes.
async fn tokens_until(browser: &Browser<'_>, fits: impl Fn(&Tokens) -> bool) -> Tokens {
    let trying = async {
        loop {
            let tokens = browser.tokens().await;
            if fits(&tokens) {
                return tokens;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, trying).await.unwrap()
}

#[tokio::test]
async fn registration_and_sign_in_are_told_in_the_platforms_envelope() {
    with_provider(async |provider| {
        let (event, properties) = provider.world.hear("auth.user.registered").await;
        assert_eq!(event["source"], "auth-service");
        assert_eq!(event["metadata"], json!({"version": 1}));
        assert!(event["timestamp"].as_str().unwrap().ends_with('Z'));
        assert_eq!(
            properties.message_id().as_ref().unwrap().as_str(),
            event["id"]
        );
        assert_eq!(
            properties.correlation_id().as_ref().unwrap().as_str(),
            event["correlationId"]
        );
        assert_eq!(
            properties.kind().as_ref().unwrap().as_str(),
            "auth.user.registered"
        );
        assert_eq!(properties.delivery_mode(), &Some(2));
        let mut data = event["data"].clone();
        assert!(Uuid::parse_str(data["authId"].as_str().unwrap()).is_ok());
        data["authId"] = Value::Null;
        let ada = json!({
            "authId": null, "email": "ada@example.test", "firstName": "Ada",
            "lastName": "Learner", "role": "student", "emailVerified": true, "language": "en",
        });
        assert_eq!(data, ada);

        let browser = provider.browser();
        let tokens = provider
            .redeem(&browser.sign_in_as("ada@example.test").await.code())
            .await;
        let (login, _) = provider.world.hear("auth.user.login").await;
        assert_eq!(login["data"]["authId"], tokens.id["sub"]);
        assert_eq!(login["data"]["authId"], event["data"]["authId"]);
        assert_eq!(login["data"]["sessionId"], tokens.id["sid"]);
        assert!(login["data"]["at"].is_string());
    })
    .await;
}

#[tokio::test]
async fn the_next_token_bears_the_user_id_and_the_role_that_matricula_tells() {
    with_provider(async |provider| {
        let (world, browser) = (provider.world, provider.browser());
        world.provider_listens().await;
        let first = provider
            .redeem(&browser.sign_in_as("ada@example.test").await.code())
            .await;
        let (auth_id, user_id) = (first.id["sub"].clone(), Uuid::from_u128(7).to_string());

        // None of these may keep the later ones from being heard.
        world.tell_raw("user.created", b"not json").await;
        world
            .tell(
                "user.role_changed",
                json!({"authId": auth_id, "newRole": "emperor"}),
                1,
            )
            .await;
        world
            .tell(
                "user.created",
                json!({"userId": user_id, "authId": Uuid::from_u128(8)}),
                1,
            )
            .await;
        world
            .tell(
                "user.created",
                json!({"userId": user_id, "authId": auth_id}),
                1,
            )
            .await;
        let known = tokens_until(&browser, |tokens| tokens.access["sub"] == user_id.as_str()).await;
        assert_eq!(
            (&known.access["authId"], &known.id["sub"]),
            (&auth_id, &auth_id)
        );

        let role = |new: &str| json!({"userId": user_id, "authId": auth_id, "newRole": new});
        world.tell("user.role_changed", role("instructor"), 3).await;
        tokens_until(&browser, |tokens| tokens.access["role"] == "instructor").await;
        // An old one that comes late, a repeat, then a new one by user id alone.
        world.tell("user.role_changed", role("student"), 2).await;
        world.tell("user.role_changed", role("instructor"), 3).await;
        world
            .tell(
                "user.role_changed",
                json!({"userId": user_id, "newRole": "admin"}),
                4,
            )
            .await;
        let last = tokens_until(&browser, |tokens| tokens.access["role"] != "instructor").await;
        assert_eq!(last.access["role"], "admin", "the late one changed nothing");
    })
    .await;
}

#[tokio::test]
async fn without_a_broker_people_sign_in_and_the_events_go_out_later() {
    in_a_world(async |world| {
        let mut config = world.config();
        config.rabbitmq_url = "amqp://127.0.0.1:1".into();
        world
            .run(config, async |provider| {
                provider
                    .browser()
                    .sign_in_as("alan@example.test")
                    .await
                    .code();
            })
            .await;
        let mut config = world.config();
        config.personas = false;
        world
            .run(config, async |_| {
                for email in ["ada", "grace", "alan", "mina"] {
                    let (event, _) = world.hear("auth.user.registered").await;
                    assert_eq!(event["data"]["email"], format!("{email}@example.test"));
                }
                world.hear("auth.user.login").await;
            })
            .await;
    })
    .await;
}
