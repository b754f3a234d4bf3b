//! `If-Match` on the two `PUT`s.

use super::{course_in, learner, of, report, update, view};
use crate::harness::{Call, Person, TestApp, tokens};
use serde_json::json;

fn calls(app: &TestApp, ada: &Person, course: &str) -> [Call; 2] {
    [
        update(app, ada, course, "dropped"),
        report(app, ada, course, &json!({"progress": 90})),
    ]
}

#[tokio::test]
async fn another_version_is_stale_and_the_answer_holds_the_current_one() {
    let (app, ada, course) = learner().await;
    report(&app, &ada, &course, &json!({"progress": 10}))
        .await
        .is(200);
    let current = view(&app, &ada, &course).await;
    for tag in ["\"1\"", "\"3\"", "W/\"2\"", "\"1\", \"3\"", "\"abc\""] {
        for call in calls(&app, &ada, &course) {
            let told = call
                .header("if-match", tag)
                .await
                .fails(412, "stale_version");
            assert_eq!(told["current"], current, "{tag}");
        }
    }
    for call in calls(&app, &ada, &course) {
        let reply = call.header("if-match", "2").await;
        reply.refuses(&[("If-Match", "invalid_format")]);
    }
    assert_eq!(view(&app, &ada, &course).await, current);
}

#[tokio::test]
async fn the_version_that_stands_may_be_saved_over() {
    let (app, ada, _) = learner().await;
    for tag in ["\"1\"", "*", "\"9\", \"1\""] {
        for n in 0..2 {
            let course = course_in(&app, &ada, "active").await;
            let [first, second] = calls(&app, &ada, &course);
            let call = if n == 0 { first } else { second };
            let reply = call.header("if-match", tag).await.is(200);
            assert_eq!(reply.header("etag"), "\"2\"", "{tag}");
        }
    }
}

#[tokio::test]
async fn of_twenty_reports_over_one_version_one_is_applied() {
    let (app, ada, course) = learner().await;
    let saves = (1..=20).map(|progress| {
        let body = json!({"progress": progress});
        report(&app, &ada, &course, &body).header("if-match", "\"1\"")
    });
    let replies = futures::future::join_all(saves.map(IntoFuture::into_future)).await;
    assert_eq!(replies.iter().filter(|r| r.status == 200).count(), 1);
    for reply in replies.into_iter().filter(|r| r.status != 200) {
        let told = reply.fails(412, "stale_version");
        assert_eq!(told["current"]["version"], 2);
    }
}

#[tokio::test]
async fn a_service_that_may_only_write_names_several_versions_too() {
    let (app, ada, course) = learner().await;
    let writer = tokens::service("enrollments:write");
    let path = format!("{}/{course}/progress", of(&ada));
    for (tags, status) in [
        ("\"1\", \"7\"", 200),
        ("\"1\", \"7\"", 412),
        ("\"+2\", \"02\"", 412),
    ] {
        let call = app.put(&path, &json!({"progress": 5})).bearer(&writer);
        let reply = call.header("if-match", tags).await;
        assert_eq!(reply.status, status, "{tags}");
    }
}
