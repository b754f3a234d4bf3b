//! `POST` and `GET /users/me/apply-for-instructor`

use super::{APPLY, UNVERSIONED, application, apply, own, withdraw};
use crate::harness::{TestApp, people, tokens};
use serde_json::{Value, json};

#[tokio::test]
async fn the_application_is_answered_with_its_address_and_is_under_review() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.published(&ears).await;
    app.get(APPLY).by(&ada).await.fails(404, "not_found");
    let reply = apply(&app, &ada)
        .header("x-request-id", "r-1")
        .await
        .is(201);
    assert_eq!(reply.header("location"), APPLY);
    let body = reply.json();
    assert_eq!(body["message"], "Application submitted successfully");
    let view = &body["data"];
    let id = view["id"].as_str().unwrap();
    assert_eq!(
        id.as_bytes()[14],
        b'7',
        "ids of ours are UUIDs of version 7"
    );
    let mut expected = application();
    for (name, value) in [
        ("id", json!(id)),
        ("userId", json!(ada.id)),
        ("status", json!("pending")),
        ("submittedAt", view["submittedAt"].clone()),
        ("version", json!(1)),
    ] {
        expected[name] = value;
    }
    assert_eq!(*view, expected);
    assert!(view["submittedAt"].as_str().unwrap().ends_with('Z'));
    let me = app.me(&ada).await;
    let stands = ["status", "role", "version", "updatedAt"].map(|name| &me[name]);
    assert_eq!(
        json!(stands),
        json!([
            "pending_instructor_review",
            "student",
            2,
            view["submittedAt"]
        ])
    );
    let got = app.get(APPLY).by(&ada).await.is(200);
    assert_eq!(
        (got.data(), got.header("etag")),
        (expected, reply.header("etag"))
    );
    assert_eq!(got.header("cache-control"), "private, no-cache");

    let heard = app.published(&ears).await;
    let (user, auth) = (&ada.id, &ada.auth_id);
    let told: Vec<_> = heard
        .iter()
        .map(|h| (h.routing_key.as_str(), h.body["data"].clone()))
        .collect();
    let expected = [
        (
            "user.instructor_application.submitted",
            json!({"userId": user, "applicationId": id}),
        ),
        (
            "user.status_changed",
            json!({
                "userId": user, "authId": auth, "oldStatus": "active", "newStatus": "pending_instructor_review", "changedBy": user,
            }),
        ),
    ];
    assert_eq!(told, expected);
    for (event, sequence) in heard.iter().zip(2..) {
        assert_eq!(event.body["metadata"]["sequence"], sequence);
        assert_eq!(event.body["correlationId"], "r-1");
    }
    let entries = app.entries_of(&ada.id).await;
    assert_eq!(entries.len(), 1, "{entries:?}");
    let told = ["action", "actor_id", "request_id"].map(|name| &entries[0][name]);
    assert_eq!(json!(told), json!(["application.submitted", user, "r-1"]));
    let fields: Vec<_> = entries[0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["field"])
        .collect();
    let area = "instructorApplication";
    let expected =
        ["status", "motivation", "expertise", "links"].map(|name| json!(format!("{area}.{name}")));
    assert_eq!(fields[0], "status");
    assert!(fields[1..].iter().copied().eq(&expected), "{fields:?}");
}

#[tokio::test]
async fn whoever_is_under_review_may_do_what_they_could_do() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    apply(&app, &ada).await.is(201);
    app.put(crate::harness::ME, &json!({"bio": "x"}))
        .by(&ada)
        .await
        .is(200);
    app.enroll(&ada.id, &people::new_id()).await.is(201);
    assert!(
        crate::profiles::sees(&app, &ben, &ada).await
            && crate::profiles::sees(&app, &ada, &ben).await
    );
    let cookie = app.cookie(&ada).await;
    assert!(crate::users::sessions::is_in(&app, &cookie).await);
}

#[tokio::test]
async fn who_has_the_representation_gets_no_body_until_it_is_another() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let tag = apply(&app, &ada).await.is(201).header("etag").to_owned();
    let known = async || {
        let reply = app.get(APPLY).by(&ada).header("if-none-match", &tag).await;
        reply.status == 304
    };
    assert!(known().await);
    withdraw(&app, &ada).await.is(200);
    assert!(!known().await);
    // The next application is another, also with the same words.
    apply(&app, &ada).await.is(201);
    assert!(!known().await);
}

#[tokio::test]
async fn only_students_apply_and_only_once() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let mut sketch = people::sketch("tess");
    sketch["role"] = json!("instructor");
    let tess = app.account(&sketch, None).await;
    for person in [&grace, &tess] {
        let told = apply(&app, person).await.fails(409, "not_a_student");
        assert_eq!(
            told["error"],
            "Only students can apply to become instructors"
        );
        assert_eq!(app.me(person).await["status"], "active");
    }
    let ada = app.person("ada").await;
    let first = apply(&app, &ada).await.is(201).data();
    for _ in 0..2 {
        let told = apply(&app, &ada).await.fails(409, "already_applied");
        assert_eq!(told["error"], "Your application is under review already");
    }
    assert_eq!(own(&app, &ada).await, first);
    assert_eq!(app.kinds_since(&ada).await.len(), 2);
    // A service has nobody who could teach.
    let service = tokens::service("users:read users:write profiles:read");
    app.post(APPLY, &application())
        .bearer(&service)
        .await
        .fails(404, "user_not_found");
}

#[tokio::test]
async fn who_cannot_apply_learns_nothing_of_the_rules_of_fields() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.post(APPLY, &json!({}))
        .await
        .fails(401, "unauthenticated");
    for (status, code) in [
        ("suspended", "account_suspended"),
        ("inactive", "account_inactive"),
    ] {
        app.set_status(&ada, status).await;
        app.post(APPLY, &json!({})).by(&ada).await.fails(403, code);
        app.get(APPLY).by(&ada).await.fails(403, code);
        withdraw(&app, &ada).await.fails(403, code);
    }
    let mut stranger = ada.clone();
    (stranger.id, stranger.auth_id) = (people::new_id(), people::new_id());
    let told = app.post(APPLY, &json!({})).by(&stranger).await;
    told.fails(404, "user_not_found");
}

#[tokio::test]
async fn the_first_seeds_address_answers_the_same() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(UNVERSIONED).await.fails(401, "unauthenticated");
    app.get(UNVERSIONED).by(&ada).await.fails(404, "not_found");
    app.post(UNVERSIONED, &json!({}))
        .by(&ada)
        .await
        .refuses(&[("motivation", "required"), ("expertise", "required")]);
    let reply = app.post(UNVERSIONED, &application()).by(&ada).await.is(201);
    assert_eq!(reply.header("location"), APPLY);
    assert_eq!(own(&app, &ada).await, reply.data());
    assert_eq!(
        app.get(UNVERSIONED).by(&ada).await.is(200).data(),
        reply.data()
    );
    let gone = app
        .call(reqwest::Method::DELETE, UNVERSIONED)
        .by(&ada)
        .await
        .is(200);
    assert_eq!(gone.json()["message"], "Application withdrawn successfully");
    assert_eq!(own(&app, &ada).await, gone.data());
    let put = app.put(UNVERSIONED, &application()).by(&ada).await;
    let mut allowed: Vec<_> = put.header("allow").split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["DELETE", "GET", "HEAD", "POST"]);
    put.fails(405, "method_not_allowed");
}

#[tokio::test]
async fn the_same_request_is_answered_once_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    let send = async |server: &TestApp, body: &Value| {
        let call = server.post(APPLY, body).by(&ada);
        call.header("idempotency-key", "k").await
    };
    let first = send(&app, &application()).await.is(201);
    for server in [&app, &other] {
        let again = send(server, &application()).await.is(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        for name in ["location", "etag"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
        assert_eq!(again.text, first.text);
    }
    let mut changed = application();
    changed["expertise"] = json!(["Chess"]);
    send(&other, &changed)
        .await
        .fails(422, "idempotency_mismatch");
    assert_eq!(app.kinds_since(&ada).await.len(), 2);
}
