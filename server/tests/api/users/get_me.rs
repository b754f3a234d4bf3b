//! `GET /users/me`

use crate::harness::{ME, TestApp, people};
use serde_json::json;

#[tokio::test]
async fn a_new_profile_has_these_fields_and_no_others() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut me = app.me(&ada).await;
    for time in ["createdAt", "updatedAt"] {
        let time = me.as_object_mut().unwrap().remove(time).unwrap();
        assert!(time.as_str().unwrap().ends_with('Z'), "{time}");
    }
    let expected = json!({
        "id": ada.id, "authId": ada.auth_id, "tenantId": app.default_tenant(),
        "email": "ada@example.test", "firstName": "Ada", "lastName": "Example",
        "timezone": "UTC", "language": "en", "links": [], "skills": [],
        "visibility": "members", "discoverable": true, "role": "student", "status": "active",
        "emailVerified": false, "profileCompleted": false, "profileCompletionPercentage": 65,
        "profileCompletion": {"percentage": 65, "missing": [
            {"field": "username", "weight": 10.0}, {"field": "bio", "weight": 10.0},
            {"field": "avatarUrl", "weight": 10.0}, {"field": "phone", "weight": 5.0},
        ]},
        "version": 1,
    });
    assert_eq!(me, expected);
}

#[tokio::test]
async fn the_version_is_the_etag_and_who_has_it_gets_no_body() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let first = app.get(ME).by(&ada).await.is(200);
    assert_eq!(first.header("etag"), "\"1\"");
    let known = |tag: &str| app.get(ME).by(&ada).header("if-none-match", tag);
    for tag in ["\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"] {
        let reply = known(tag).await.is(304);
        assert_eq!(reply.text, "", "{tag}");
        // RFC 9110, section 15.4.5: what the 200 would have said of caching.
        for name in ["etag", "cache-control"] {
            assert_eq!(reply.header(name), first.header(name), "{tag}: {name}");
        }
    }
    for tag in ["\"2\"", "1", "\"\"", "nonsense"] {
        known(tag).await.is(200);
    }
    app.put(ME, &json!({"bio": "Numbers."}))
        .by(&ada)
        .await
        .is(200);
    let moved_on = known("\"1\"").await.is(200);
    assert_eq!(moved_on.header("etag"), "\"2\"");
}

#[tokio::test]
async fn completion_can_be_switched_off() {
    let app = TestApp::with(&[("ENABLE_PROFILE_COMPLETION_TRACKING", "false")]).await;
    let ada = app.person("ada").await;
    let me = app.me(&ada).await;
    assert!(
        me.get("profileCompletion").is_none() && me.get("profileCompletionPercentage").is_none()
    );
    assert_eq!(me["profileCompleted"], false);
}

#[tokio::test]
async fn everybody_sees_themselves() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let (ada, ben) = (app.person("ada").await, app.admin("ben").await);
    let cleo = app.account(&people::sketch("cleo"), Some(&tenant)).await;
    for person in [&ada, &ben, &cleo, &ada] {
        assert_eq!(app.me(person).await["id"], person.id);
    }
}
