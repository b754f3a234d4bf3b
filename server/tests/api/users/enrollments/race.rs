//! Many requests at once, on two servers.

use super::{enroll, listed, remove, report, view};
use crate::harness::{TestApp, people};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn fifty_enrolments_at_once_are_one_row_one_201_and_one_event() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    app.published(&ears).await;
    let course = people::new_id();
    let servers = [&app, &other];
    let posts = (0..50).map(|n| enroll(servers[n % 2], &ada, &course).into_future());
    let replies = join_all(posts).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|r| r.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 49));
    for reply in refused {
        reply.fails(409, "already_enrolled");
    }
    let rows: i64 = app
        .find(
            "SELECT count(*) FROM user_enrollments WHERE user_id = $1",
            &ada.id,
        )
        .await;
    assert_eq!(rows, 1);
    let heard = app.published(&ears).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].routing_key, "user.enrolled");
    assert_eq!(heard[0].body["data"]["enrollmentId"], made[0].data()["id"]);
    for server in servers {
        assert_eq!(listed(server, &ada).await, [made[0].data()]);
    }
}

#[tokio::test]
async fn a_drop_among_reports_leaves_one_story() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    let ears = app.listen().await;
    let course = people::new_id();
    enroll(&app, &ada, &course).await.is(201);
    app.published(&ears).await;
    let servers = [&app, &other];
    let reports = (1..=20).map(|n| {
        let body = json!({"progress": n * 5});
        report(servers[n % 2], &ada, &course, &body).into_future()
    });
    let (reports, dropped) =
        tokio::join!(join_all(reports), remove(&app, &ada, &course).into_future());
    dropped.is(200);
    for reply in reports.into_iter().filter(|r| r.status != 200) {
        reply.fails(409, "enrollment_dropped");
    }
    let heard = app.published(&ears).await;
    let last = heard.last().unwrap();
    assert_eq!(
        last.routing_key, "user.unenrolled",
        "nothing is told of a course that is dropped"
    );
    let mut progress = json!(0);
    for event in heard
        .iter()
        .filter(|e| e.routing_key == "user.progress_updated")
    {
        assert_eq!(event.body["data"]["previousProgress"], progress);
        progress = event.body["data"]["progress"].clone();
    }
    let stands = view(&other, &ada, &course).await;
    assert_eq!(
        (&stands["progress"], &stands["enrollmentStatus"]),
        (&progress, &json!("dropped"))
    );
}
