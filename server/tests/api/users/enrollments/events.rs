//! What others are told of enrollments, and how it counts.

use super::{decree, enroll, remove, report};
use crate::harness::{TestApp, people};
use serde_json::{Value, json};

#[tokio::test]
async fn every_change_is_told_once_in_order_and_what_changes_nothing_is_not() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.published(&ears).await;
    let course = people::new_id();
    let made = enroll(&app, &ada, &course).await.is(201).data();
    enroll(&app, &ada, &course).await.is(409);
    report(&app, &ada, &course, &json!({"progress": 62.5}))
        .await
        .is(200);
    report(&app, &ada, &course, &json!({"progress": 62.5}))
        .await
        .is(200);
    let old = json!({"progress": 10, "occurredAt": "2020-01-01T00:00:00Z"});
    report(&app, &ada, &course, &old).await.is(200);
    let done = report(&app, &ada, &course, &json!({"progress": 100}))
        .await
        .is(200)
        .data();
    decree(&app, &ada, &course, "suspended").await.is(200);
    decree(&app, &ada, &course, "completed").await.is(200);
    remove(&app, &ada, &course).await.is(200);
    remove(&app, &ada, &course).await.is(404);
    enroll(&app, &ada, &course).await.is(201);

    let heard = app.published(&ears).await;
    let who = json!({"userId": ada.id, "courseId": course});
    let with = |more: Value| {
        let mut data = who.clone();
        data.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        data
    };
    let enrolled = with(json!({"enrollmentId": made["id"]}));
    let expected = [
        ("user.enrolled", enrolled.clone()),
        (
            "user.progress_updated",
            with(json!({"progress": 62.5, "previousProgress": 0})),
        ),
        (
            "user.progress_updated",
            with(json!({"progress": 100, "previousProgress": 62.5})),
        ),
        (
            "user.course_completed",
            with(json!({"completedAt": done["completedAt"]})),
        ),
        ("user.unenrolled", enrolled.clone()),
        ("user.enrolled", enrolled),
    ];
    let told: Vec<_> = heard
        .iter()
        .map(|event| (event.routing_key.as_str(), event.body["data"].clone()))
        .collect();
    assert_eq!(told, expected);
    for (event, sequence) in heard.iter().zip(2..) {
        assert_eq!(event.body["metadata"]["sequence"], sequence);
        assert_eq!(event.body["type"], event.routing_key.as_str());
    }
}

#[tokio::test]
async fn an_event_bears_the_id_of_its_request() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.published(&ears).await;
    let call = enroll(&app, &ada, &people::new_id()).header("x-request-id", "enrolment-7");
    call.await.is(201);
    let heard = app.published(&ears).await;
    assert_eq!(heard[0].body["correlationId"], "enrolment-7");
    let audited: String = app
        .find(
            "SELECT request_id FROM audit_log WHERE target_id = $1 AND action = 'user.enrolled'",
            &ada.id,
        )
        .await;
    assert_eq!(audited, "enrolment-7");
}

#[tokio::test]
async fn a_title_arrives_by_an_event_and_is_shown_beside_the_course() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let course = people::new_id();
    let told = json!({
        "id": people::new_id(), "type": "course.published", "source": "course-service",
        "data": {"courseId": course, "title": "Algebra"}, "timestamp": "2026-11-20T12:00:00Z",
    });
    let verdict = app
        .state()
        .services
        .inbox
        .apply(told.to_string().as_bytes())
        .await;
    assert_eq!(verdict, service::inbox::Verdict::Applied);
    let made = enroll(&app, &ada, &course).await.is(201).data();
    assert_eq!(made["courseTitle"], "Algebra");
    let other = app.replica().await;
    for server in [&app, &other] {
        assert_eq!(
            super::listed(server, &ada).await[0]["courseTitle"],
            "Algebra"
        );
    }
}
