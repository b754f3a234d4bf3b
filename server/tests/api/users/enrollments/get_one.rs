//! `GET /users/{id}/enrollments/{courseId}`

use super::{learner, mine, of, remove};
use crate::harness::{people, tokens};

#[tokio::test]
async fn one_enrollment_has_its_version_as_a_tag() {
    let (app, ada, course) = learner().await;
    let reply = app.get(&mine(&course)).by(&ada).await.is(200);
    assert_eq!(reply.header("etag"), "\"1\"");
    remove(&app, &ada, &course).await.is(200);
    // A title may change without the version: it is always told.
    let known = app
        .get(&mine(&course))
        .by(&ada)
        .header("if-none-match", "\"2\"");
    let reply = known.await.is(200);
    assert_eq!(reply.header("etag"), "\"2\"");
    assert_eq!(
        reply.data()["enrollmentStatus"],
        "dropped",
        "kept for history"
    );
}

#[tokio::test]
async fn a_course_that_is_not_taken_is_not_there_and_a_bad_id_is_told() {
    let (app, ada, course) = learner().await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    app.get(&mine(&people::new_id()))
        .by(&ada)
        .await
        .fails(404, "not_found");
    app.get(&mine(&course))
        .by(&ben)
        .await
        .fails(404, "not_found");
    for bad in ["algebra", "7", "%20", "%ff"] {
        let reply = app.get(&mine(bad)).by(&ada).await;
        reply.refuses(&[("courseId", "invalid_id")]);
    }
    app.get(&mine("algebra"))
        .await
        .fails(401, "unauthenticated");
    let upper = mine(&course.to_uppercase());
    app.get(&upper).by(&ada).await.is(200);
    let path = format!("{}/{course}", of(&ada));
    app.get(&path).by(&grace).await.is(200);
    app.get(&path).by(&ben).await.fails(403, "forbidden");
    let reader = tokens::service("enrollments:read");
    app.get(&path).bearer(&reader).await.is(200);
}
