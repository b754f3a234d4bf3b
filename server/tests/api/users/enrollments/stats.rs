//! `GET /users/{id}/enrollments/stats`

use super::{MINE, decree, enroll, of, remove, report};
use crate::harness::{TestApp, people, tokens};
use serde_json::json;

#[tokio::test]
async fn enrollments_come_to_exact_numbers() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.person("ada").await, app.admin("grace").await);
    let stats = format!("{MINE}/stats");
    let none = json!({
        "totalCourses": 0, "activeCourses": 0, "completedCourses": 0, "droppedCourses": 0, "suspendedCourses": 0,
        "averageProgress": 0.0, "totalTimeSpent": 0,
    });
    assert_eq!(app.get(&stats).by(&ada).await.is(200).data(), none);
    let courses: [String; 4] = std::array::from_fn(|_| people::new_id());
    for (course, progress) in courses.iter().zip([62.5, 100.0, 10.0, 0.0]) {
        enroll(&app, &ada, course).await.is(201);
        let body = json!({"progress": progress, "timeSpentSeconds": 30});
        report(&app, &ada, course, &body).await.is(200);
    }
    remove(&app, &ada, &courses[2]).await.is(200);
    decree(&app, &ada, &courses[3], "suspended").await.is(200);
    let last = super::view(&app, &ada, &courses[3]).await["lastAccessedAt"].clone();
    let expected = json!({
        "totalCourses": 4, "activeCourses": 1, "completedCourses": 1, "droppedCourses": 1, "suspendedCourses": 1,
        // 172.5 / 4
        "averageProgress": 43.13, "totalTimeSpent": 120, "lastAccessedCourse": courses[3], "lastAccessedAt": last,
    });
    let path = format!("{}/stats", of(&ada));
    let token = tokens::service("enrollments:read");
    for call in [
        app.get(&stats).by(&ada),
        app.get(&path).by(&grace),
        app.get(&path).bearer(&token),
    ] {
        assert_eq!(call.await.is(200).data(), expected);
    }
}

#[tokio::test]
async fn statistics_can_be_switched_off() {
    let app = TestApp::with(&[("ENABLE_ENROLLMENT_ANALYTICS", "false")]).await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let reply = app.get(&format!("{MINE}/stats")).by(&ada).await;
    reply.fails(404, "feature_disabled");
    // Who may not see them is not told whether they are there.
    let reply = app.get(&format!("{}/stats", of(&ada))).by(&ben).await;
    reply.fails(403, "forbidden");
}
