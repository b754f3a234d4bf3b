//! `DELETE /users/{id}/enrollments/{courseId}`

use super::{decree, learner, listed, mine, of, remove, report, view};
use crate::harness::{people, tokens};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_dropped_course_leaves_the_list_and_stays_for_history() {
    let (app, ada, course) = learner().await;
    report(&app, &ada, &course, &json!({"progress": 40}))
        .await
        .is(200);
    let reply = remove(&app, &ada, &course).await.is(200);
    assert_eq!(reply.data(), json!({"deleted": true}));
    assert_eq!(reply.json()["message"], "Enrollment deleted successfully");
    assert!(listed(&app, &ada).await.is_empty());
    let kept = view(&app, &ada, &course).await;
    assert_eq!(
        (&kept["enrollmentStatus"], &kept["progress"]),
        (&json!("dropped"), &json!(40))
    );
    remove(&app, &ada, &course).await.fails(404, "not_found");
}

#[tokio::test]
async fn a_suspended_one_is_for_staff_to_drop() {
    let (app, ada, course) = learner().await;
    decree(&app, &ada, &course, "suspended").await.is(200);
    remove(&app, &ada, &course)
        .await
        .fails(409, "enrollment_suspended");
    let path = format!("{}/{course}", of(&ada));
    let token = tokens::service("enrollments:write");
    app.call(Method::DELETE, &path).bearer(&token).await.is(200);
    app.call(Method::DELETE, &path)
        .bearer(&token)
        .await
        .fails(404, "not_found");
}

#[tokio::test]
async fn what_is_not_there_cannot_be_dropped() {
    let (app, ada, course) = learner().await;
    let ben = app.person("ben").await;
    remove(&app, &ada, &people::new_id())
        .await
        .fails(404, "not_found");
    remove(&app, &ben, &course).await.fails(404, "not_found");
    let path = format!("{}/{course}", of(&ada));
    app.call(Method::DELETE, &path)
        .by(&ben)
        .await
        .fails(403, "forbidden");
    let bad = remove(&app, &ada, "algebra").await;
    bad.refuses(&[("courseId", "invalid_id")]);
    app.call(Method::DELETE, &mine(&course))
        .await
        .fails(401, "unauthenticated");
    assert_eq!(view(&app, &ada, &course).await["version"], 1);
}
