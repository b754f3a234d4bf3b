//! What others are told of a person, and nothing else.

use crate::{
    harness::{ME, Person, TestApp, tokens},
    profiles::{profile, somebody},
    users::avatar,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Somebody of whom everything is known.
async fn with_everything(app: &TestApp) -> Person {
    let more = json!({
        "username": "ada.l", "displayName": "Ada L.", "headline": "Numbers", "bio": "First\nsecond",
        "location": "London", "links": [{"label": "Notes", "url": "https://ada.example/notes"}],
        "skills": ["Analysis"], "visibility": "public", "role": "instructor",
        "phone": "+442079460000", "timezone": "Asia/Tokyo", "language": "es",
    });
    let ada = somebody(app, "Augusta Lovelace", more).await;
    avatar::with_picture(app, &ada).await;
    sqlx::query("UPDATE users SET last_active_at = now(), last_login_at = now(), login_count = 9941 WHERE id = $1")
        .bind(ada.id.parse::<uuid::Uuid>().unwrap())
        .execute(app.pool())
        .await
        .unwrap();
    ada
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn everybody_is_told_the_same_few_things() {
    let app = TestApp::start().await;
    let ada = with_everything(&app).await;
    let me = app.me(&ada).await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    let path = profile(&ada.id);
    for call in [
        app.get(&path),
        app.get(&path).by(&ben),
        app.get(&path).by(&grace),
        app.get(&path).by(&ada),
        app.get(&path).bearer(&tokens::service("profiles:read")),
        app.get(&profile("ada.l")),
    ] {
        let reply = call.await.is(200);
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        assert_eq!(
            reply.data(),
            json!({
                "id": ada.id, "username": "ada.l", "displayName": "Ada L.", "avatarUrls": me["avatarUrls"],
                "headline": "Numbers", "bio": "First\nsecond", "location": "London",
                "links": [{"label": "Notes", "url": "https://ada.example/notes"}], "skills": ["Analysis"],
                "role": "instructor", "memberSince": me["createdAt"],
            })
        );
        assert_eq!(
            keys(&reply.json()),
            BTreeSet::from(["success", "data", "timestamp"])
        );
    }
}

#[tokio::test]
async fn nothing_else_that_is_known_of_a_person_is_in_the_text_of_an_answer() {
    let app = TestApp::start().await;
    let ada = with_everything(&app).await;
    let me = app.get(ME).by(&ada).await.is(200);
    let ben = app.person("ben").await;
    let mut texts = Vec::new();
    for path in [profile(&ada.id), "/api/v1/profiles?search=ada".into()] {
        texts.push(app.get(&path).by(&ben).await.is(200));
    }
    let private = [
        "email",
        "phone",
        "authId",
        "status",
        "timezone",
        "language",
        "lastActive",
        "lastLogin",
        "loginCount",
        "tenantId",
        "visibility",
        "discoverable",
        "version",
        "profileCompletion",
        "firstName",
        "lastName",
    ];
    for (name, known) in private
        .into_iter()
        .map(|name| (name, me.text.contains(name)))
    {
        assert!(
            known || ["lastLogin", "loginCount", "lastActive"].contains(&name),
            "{name} is of nobody"
        );
        for reply in &texts {
            assert!(reply.text.contains("Ada L."), "{}", reply.text);
            assert!(!reply.text.contains(name), "{name} in {}", reply.text);
        }
    }
    let tenant = app.default_tenant();
    for value in [
        &*ada.email,
        &ada.auth_id,
        &tenant,
        "442079460000",
        "Tokyo",
        "\"es\"",
        "9941",
        "Augusta",
        "Lovelace",
    ] {
        for reply in &texts {
            assert!(!reply.text.contains(value), "{value} in {}", reply.text);
        }
    }
}

#[tokio::test]
async fn what_a_person_has_not_said_is_left_out() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let shown = app.get(&profile(&ada.id)).by(&ben).await.is(200).data();
    assert_eq!(
        keys(&shown),
        BTreeSet::from(["id", "displayName", "links", "skills", "memberSince"])
    );
    assert_eq!(
        shown["displayName"], "Ada Example",
        "first and last name, where no other is chosen"
    );
}

#[tokio::test]
async fn only_of_an_instructor_the_role_is_told() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    for (role, told) in [
        ("student", Value::Null),
        ("instructor", json!("instructor")),
        ("admin", Value::Null),
    ] {
        let ada = somebody(&app, "Ada Lovelace", json!({"role": role})).await;
        let shown = app.get(&profile(&ada.id)).by(&ben).await.is(200).data();
        assert_eq!(shown["role"], told, "{role}");
    }
}
