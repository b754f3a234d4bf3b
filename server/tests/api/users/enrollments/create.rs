//! `POST /users/{id}/enrollments`

use super::{MINE, decree, enroll, learner, mine, of, remove, report, view};
use crate::harness::{TestApp, people, tokens};
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_enrollment_says_where_it_is() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let course = people::new_id();
    let reply = enroll(&app, &ada, &course).await.is(201);
    let location = format!("/api/v1/users/{}/enrollments/{course}", ada.id);
    assert_eq!(reply.header("location"), location);
    assert_eq!(reply.header("etag"), "\"1\"");
    assert_eq!(reply.json()["message"], "Enrollment created successfully");
    let made = reply.data();
    let now = made["enrolledAt"].clone();
    assert_eq!(
        made,
        json!({
            "id": made["id"], "userId": ada.id, "courseId": course, "enrollmentStatus": "active", "progress": 0,
            "timeSpentSeconds": 0, "enrolledAt": now, "createdAt": now, "updatedAt": now, "version": 1,
        })
    );
    assert_eq!(app.get(&location).by(&ada).await.is(200).data(), made);
}

#[tokio::test]
async fn staff_enroll_somebody_else() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    let body = || json!({"courseId": people::new_id()});
    let token = tokens::service("enrollments:write");
    for call in [
        app.post(&of(&ada), &body()).by(&grace),
        app.post(&of(&ada), &body()).bearer(&token),
    ] {
        assert_eq!(call.await.is(201).data()["userId"], ada.id);
    }
    let nobody = format!("/api/v1/users/{}/enrollments", people::new_id());
    for call in [
        app.post(&nobody, &body()).by(&grace),
        app.post(&nobody, &body()).bearer(&token),
    ] {
        call.await.fails(404, "not_found");
    }
}

#[tokio::test]
async fn a_course_that_is_taken_or_completed_is_not_begun_again() {
    let (app, ada, course) = learner().await;
    for progress in [40, 100] {
        let body = json!({"progress": progress});
        report(&app, &ada, &course, &body).await.is(200);
        let told = enroll(&app, &ada, &course)
            .await
            .fails(409, "already_enrolled");
        assert_eq!(told["error"], "User is already enrolled in this course");
    }
    decree(&app, &ada, &course, "suspended").await.is(200);
    enroll(&app, &ada, &course)
        .await
        .fails(409, "enrollment_suspended");
}

#[tokio::test]
async fn a_dropped_course_is_taken_up_where_it_was_left() {
    let (app, ada, course) = learner().await;
    report(&app, &ada, &course, &json!({"progress": 100}))
        .await
        .is(200);
    let before = view(&app, &ada, &course).await;
    remove(&app, &ada, &course).await.is(200);
    let reply = enroll(&app, &ada, &course).await.is(201);
    assert_eq!(reply.header("etag"), "\"4\"");
    let again = reply.data();
    assert_eq!(again["enrollmentStatus"], "active");
    for kept in ["id", "progress", "enrolledAt", "completedAt", "createdAt"] {
        assert_eq!(again[kept], before[kept], "{kept}");
    }
}

#[tokio::test]
async fn bad_bodies_and_ids_are_told_by_field() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let course = people::new_id();
    let cases: [(Value, &[(&str, &str)]); 6] = [
        (json!({}), &[("courseId", "required")]),
        (json!({"courseId": null}), &[("courseId", "required")]),
        (
            json!({"courseId": "algebra"}),
            &[("courseId", "invalid_id")],
        ),
        (json!({"courseId": 7}), &[("courseId", "invalid_type")]),
        (
            json!({"courseId": course, "progress": 5}),
            &[("progress", "unknown_field")],
        ),
        (json!([]), &[("body", "invalid_type")]),
    ];
    for (body, expected) in cases {
        app.post(MINE, &body).by(&ada).await.refuses(expected);
    }
    let bad = "/api/v1/users/ada/enrollments";
    let reply = app.post(bad, &json!({"courseId": course})).by(&ada).await;
    reply.refuses(&[("id", "invalid_id")]);
    app.post(MINE, &json!({}))
        .await
        .fails(401, "unauthenticated");
    app.get(&mine(&course))
        .by(&ada)
        .await
        .fails(404, "not_found");
}

#[tokio::test]
async fn who_may_not_enroll_somebody_learns_nothing_of_the_rules() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let told = app
        .post(&of(&ada), &json!({}))
        .by(&ben)
        .await
        .fails(403, "forbidden");
    assert_eq!(
        told["error"],
        "Access denied. You can only access your own resources"
    );
    let service = tokens::service("enrollments:write");
    let me = app.post(MINE, &json!({})).bearer(&service).await;
    me.fails(404, "user_not_found");
}

#[tokio::test]
async fn the_same_request_enrolls_once_however_often_it_is_sent() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let course = people::new_id();
    let send = async || {
        enroll(&app, &ada, &course)
            .header("idempotency-key", "k")
            .await
    };
    let first = send().await.is(201);
    let again = send().await.is(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text, first.text);
    for name in ["location", "etag"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    // Dropped meanwhile: the answer is still the first one, and nothing is begun again.
    remove(&app, &ada, &course).await.is(200);
    assert_eq!(send().await.is(201).text, first.text);
    assert_eq!(
        view(&app, &ada, &course).await["enrollmentStatus"],
        "dropped"
    );
    let other = enroll(&app, &ada, &people::new_id()).header("idempotency-key", "k");
    other.await.fails(422, "idempotency_mismatch");
}
