//! `POST /users`

mod fields;
mod taken;

use crate::harness::{TestApp, USERS, people, tokens};
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_account_is_answered_with_its_address_and_version() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let reply = app
        .post(USERS, &people::sketch("ada"))
        .by(&grace)
        .await
        .is(201);
    let ada = reply.data();
    let location = reply.header("location");
    assert_eq!(location, format!("{USERS}/{}", ada["id"].as_str().unwrap()));
    assert_eq!(reply.header("etag"), "\"1\"");
    assert_eq!(reply.json()["message"], "User created successfully");
    assert_eq!(app.get(location).by(&grace).await.is(200).data(), ada);
    let version = ada["id"].as_str().unwrap().as_bytes()[14];
    assert_eq!(version, b'7', "ids of ours are UUIDs of version 7");
}

#[tokio::test]
async fn what_is_given_is_cleaned_and_kept() {
    let app = TestApp::start().await;
    let mut sketch = people::sketch("ada");
    let more = json!({
        "email": " Ada.Lovelace@Example.TEST ", "role": "instructor", "firstName": " Ada ",
        "username": "Ada.L", "displayName": "Countess", "headline": "Numbers", "bio": "a\r\nb",
        "location": "London", "phone": "+44 20 7946 0000", "timezone": "Europe/London",
        "language": "es", "links": [{"label": "Notes", "url": "https://example.test/notes"}],
        "skills": ["Analysis", "analysis"], "visibility": "public", "discoverable": false,
        "avatarUrl": "https://example.test/ada.png",
    });
    sketch
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let ada = app.account(&sketch, None).await;
    let me = app.me(&ada).await;
    for (name, value) in [
        ("email", json!("ada.lovelace@example.test")),
        ("role", json!("instructor")),
        ("firstName", json!("Ada")),
        ("username", json!("ada.l")),
        ("displayName", json!("Countess")),
        ("headline", json!("Numbers")),
        ("bio", json!("a\nb")),
        ("location", json!("London")),
        ("phone", json!("+442079460000")),
        ("timezone", json!("Europe/London")),
        ("language", json!("es")),
        (
            "links",
            json!([{"label": "Notes", "url": "https://example.test/notes"}]),
        ),
        ("skills", json!(["Analysis"])),
        ("visibility", json!("public")),
        ("discoverable", json!(false)),
        ("avatarUrl", json!("https://example.test/ada.png")),
        ("profileCompletionPercentage", json!(100)),
        ("profileCompleted", json!(true)),
    ] {
        assert_eq!(me[name], value, "{name}");
    }
}

#[tokio::test]
async fn a_new_account_starts_with_the_defaults() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let settings: Value = app
        .find(
            "SELECT settings FROM user_profiles WHERE user_id = $1",
            &ada.id,
        )
        .await;
    let expected = json!({
        "theme": "system", "language": "en", "languageChosen": false, "timezone": "UTC",
        "emailNotifications": {"marketing": false, "newCourseAlerts": true},
    });
    assert_eq!(settings, expected);
    let preferences: Value = app
        .find(
            "SELECT jsonb_object_agg(category || '.' || key, value) FROM user_preferences WHERE user_id = $1",
            &ada.id,
        )
        .await;
    let expected = json!({
        "notifications.email_enabled": true, "notifications.push_enabled": false,
        "notifications.sms_enabled": false,
    });
    assert_eq!(preferences, expected);
}

#[tokio::test]
async fn the_first_event_of_a_person_is_user_created() {
    let app = TestApp::start().await;
    let ears = app.listen().await;
    let mut sketch = people::sketch("ada");
    sketch["displayName"] = json!("Countess");
    let reply = app
        .post(USERS, &sketch)
        .bearer(&tokens::service("users:write"))
        .header("x-request-id", "request-of-ada")
        .await
        .is(201);
    let ada = reply.data();
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].routing_key, "user.created");
    let body = &heard[0].body;
    let expected = json!({
        "id": body["id"], "type": "user.created", "source": "user-service",
        "data": {
            "userId": ada["id"], "authId": ada["authId"], "email": "ada@example.test", "role": "student",
            "profile": {"firstName": "Ada", "lastName": "Example", "displayName": "Countess"},
        },
        "timestamp": ada["createdAt"], "correlationId": "request-of-ada",
        "metadata": {"tenantId": app.default_tenant(), "sequence": 1, "version": 1},
    });
    assert_eq!(*body, expected);
}

#[tokio::test]
async fn the_audit_log_tells_who_created_whom() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let ada = app
        .post(USERS, &people::sketch("ada"))
        .by(&grace)
        .header("x-request-id", "r-1")
        .await
        .is(201)
        .data();
    let entry: Value = app
        .find(
            "SELECT to_jsonb(a) FROM audit_log AS a WHERE target_id = $1",
            ada["id"].as_str().unwrap(),
        )
        .await;
    for (name, value) in [
        ("actor_kind", json!("user")),
        ("actor_id", json!(grace.id)),
        ("action", json!("user.created")),
        ("target_kind", json!("user")),
        ("tenant_id", json!(app.default_tenant())),
        ("request_id", json!("r-1")),
    ] {
        assert_eq!(entry[name], value, "{name}");
    }
    let changes = entry["changes"].as_array().unwrap();
    for change in [
        json!({"field": "firstName", "after": ada["firstName"]}),
        json!({"field": "email"}),
    ] {
        assert!(changes.contains(&change), "{change} in {changes:?}");
    }
    let entry: Value = app
        .find(
            "SELECT to_jsonb(a) FROM audit_log AS a WHERE target_id = $1",
            &grace.id,
        )
        .await;
    assert_eq!(
        (&entry["actor_kind"], &entry["actor_id"]),
        (&json!("service"), &json!("course-service"))
    );
}

#[tokio::test]
async fn an_admin_creates_people_of_every_role_in_their_own_tenant() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let mut sketch = people::sketch("grace");
    sketch["role"] = json!("admin");
    let grace = app.account(&sketch, Some(&tenant)).await;
    for role in ["student", "instructor", "admin"] {
        let mut sketch = people::sketch(role);
        sketch["role"] = json!(role);
        let made = app.post(USERS, &sketch).by(&grace).await.is(201).data();
        assert_eq!(
            (&made["role"], &made["tenantId"]),
            (&json!(role), &json!(tenant))
        );
    }
}
