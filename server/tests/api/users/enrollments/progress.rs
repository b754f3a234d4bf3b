//! `PUT /users/{id}/enrollments/{courseId}/progress`

use super::{course_in, learner, mine, of, report, view};
use crate::harness::{people, tokens};
use serde_json::{Value, json};

#[tokio::test]
async fn progress_is_kept_to_the_hundredth_and_time_is_added_up() {
    let (app, ada, course) = learner().await;
    for (sent, expected) in [
        (json!(62.5), "62.5"),
        (json!(33.33), "33.33"),
        (json!(7.0), "7"),
        (json!(0), "0"),
    ] {
        let body = json!({"progress": sent, "timeSpentSeconds": 90});
        let reply = report(&app, &ada, &course, &body).await.is(200);
        assert_eq!(
            reply.json()["message"],
            "Enrollment progress updated successfully"
        );
        let data = reply.data();
        assert_eq!(data["progress"].to_string(), expected);
        assert_eq!(data["lastAccessedAt"], data["updatedAt"]);
        assert_eq!(reply.header("etag"), format!("\"{}\"", data["version"]));
        assert_eq!(view(&app, &ada, &course).await, data);
    }
    let view = view(&app, &ada, &course).await;
    assert_eq!(
        (&view["timeSpentSeconds"], &view["version"]),
        (&json!(360), &json!(5))
    );
}

#[tokio::test]
async fn a_hundred_completes_once_and_a_lower_value_keeps_the_status() {
    let (app, ada, course) = learner().await;
    let done = report(&app, &ada, &course, &json!({"progress": 100}))
        .await
        .is(200)
        .data();
    assert_eq!(done["enrollmentStatus"], "completed");
    assert_eq!(done["completedAt"], done["updatedAt"]);
    for progress in [30, 100] {
        let body = json!({"progress": progress});
        let later = report(&app, &ada, &course, &body).await.is(200).data();
        assert_eq!(later["progress"], progress);
        assert_eq!(later["enrollmentStatus"], "completed");
        assert_eq!(later["completedAt"], done["completedAt"]);
    }
}

#[tokio::test]
async fn an_older_or_repeated_report_is_answered_with_how_it_stands() {
    let (app, ada, course) = learner().await;
    let at = |time: &str, progress: i32| json!({"progress": progress, "timeSpentSeconds": 60, "occurredAt": time});
    let newest = at("2026-11-01T12:00:00+02:00", 50);
    let stands = report(&app, &ada, &course, &newest).await.is(200).data();
    assert_eq!(stands["lastAccessedAt"], "2026-11-01T10:00:00Z");
    for body in [
        newest.clone(),
        at("2026-11-01T10:00:00Z", 49),
        at("2026-11-01T09:59:59.999999Z", 100),
        at("1970-01-01T00:00:00Z", 100),
    ] {
        let reply = report(&app, &ada, &course, &body).await.is(200);
        assert_eq!(reply.data(), stands, "{body}");
        assert_eq!(reply.header("etag"), "\"2\"");
    }
    let larger = at("2026-11-01T10:00:00Z", 51);
    let moved = report(&app, &ada, &course, &larger).await.is(200).data();
    assert_eq!(
        (&moved["progress"], &moved["timeSpentSeconds"]),
        (&json!(51), &json!(120))
    );
}

#[tokio::test]
async fn a_report_of_the_future_does_not_shut_out_those_that_follow() {
    let (app, ada, course) = learner().await;
    let future = json!({"progress": 10, "occurredAt": "9999-12-31T23:59:59Z"});
    report(&app, &ada, &course, &future).await.is(200);
    let next = json!({"progress": 5});
    let reply = report(&app, &ada, &course, &next).await.is(200);
    assert_eq!(reply.data()["progress"], 5);
}

#[tokio::test]
async fn what_is_dropped_or_suspended_goes_no_further() {
    let (app, ada, _) = learner().await;
    for (status, code) in [
        ("dropped", "enrollment_dropped"),
        ("suspended", "enrollment_suspended"),
    ] {
        let course = course_in(&app, &ada, status).await;
        let body = json!({"progress": 50});
        report(&app, &ada, &course, &body).await.fails(409, code);
        let path = format!("{}/{course}/progress", of(&ada));
        let token = tokens::service("enrollments:write");
        app.put(&path, &body).bearer(&token).await.fails(409, code);
        assert_eq!(view(&app, &ada, &course).await["progress"], 0);
    }
}

#[tokio::test]
async fn bad_bodies_are_told_by_field() {
    let (app, ada, course) = learner().await;
    let cases: [(Value, &[(&str, &str)]); 9] = [
        (json!({}), &[("progress", "required")]),
        (json!({"progress": 100.01}), &[("progress", "out_of_range")]),
        (json!({"progress": -1}), &[("progress", "out_of_range")]),
        (json!({"progress": 0.125}), &[("progress", "too_precise")]),
        (json!({"progress": "50"}), &[("progress", "invalid_type")]),
        (
            json!({"progress": 1, "timeSpentSeconds": -1}),
            &[("timeSpentSeconds", "out_of_range")],
        ),
        (
            json!({"progress": 1, "timeSpentSeconds": 31_536_001}),
            &[("timeSpentSeconds", "out_of_range")],
        ),
        (
            json!({"progress": 1, "occurredAt": "yesterday"}),
            &[("occurredAt", "invalid_format")],
        ),
        (
            json!({"progress": 1, "status": "completed"}),
            &[("status", "unknown_field")],
        ),
    ];
    for (body, expected) in cases {
        report(&app, &ada, &course, &body).await.refuses(expected);
    }
    let body = json!({"progress": 1});
    let bad = report(&app, &ada, "algebra", &body).await;
    bad.refuses(&[("courseId", "invalid_id")]);
    let unknown = report(&app, &ada, &people::new_id(), &body).await;
    unknown.fails(404, "not_found");
    let path = format!("{}/progress", mine(&course));
    let text = app.call(reqwest::Method::PUT, &path).by(&ada);
    text.body("text/plain", "50").await.is(415);
    assert_eq!(view(&app, &ada, &course).await["version"], 1);
}

#[tokio::test]
async fn a_time_is_of_a_year_that_can_be_kept_and_is_told_as_it_is_kept() {
    let (app, ada, course) = learner().await;
    for time in [
        "-9999-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "yesterday",
    ] {
        let body = json!({"progress": 10, "occurredAt": time});
        let reply = report(&app, &ada, &course, &body).await;
        reply.refuses(&[("occurredAt", "invalid_format")]);
    }
    // A leap second is the second before it, for everybody.
    let body = json!({"progress": 100, "occurredAt": "2016-12-31T23:59:60Z"});
    let told = report(&app, &ada, &course, &body).await.is(200).data();
    assert_eq!(told["completedAt"], "2016-12-31T23:59:59Z");
    assert_eq!(view(&app, &ada, &course).await, told);
}
