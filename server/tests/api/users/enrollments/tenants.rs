//! A tenant's edge: beyond it nobody is there.

use super::of;
use crate::harness::{TestApp, USERS, people, tokens};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn admins_and_services_of_another_tenant_find_nobody() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let ada = app.account(&people::sketch("ada"), Some(&tenant)).await;
    let grace = app.admin("grace").await;
    let here = tokens::service("enrollments:read enrollments:write");
    let there = tokens::service_in(&tenant, "enrollments:read enrollments:write");
    let course = people::new_id();
    let body = json!({"courseId": course});
    app.post(&of(&ada), &body).bearer(&there).await.is(201);
    let one = format!("{}/{course}", of(&ada));
    for bearer in [&here, &grace.token()] {
        for (method, path, body) in [
            (Method::GET, of(&ada), None),
            (Method::GET, format!("{}/stats", of(&ada)), None),
            (Method::GET, one.clone(), None),
            (
                Method::POST,
                of(&ada),
                Some(json!({"courseId": people::new_id()})),
            ),
            (Method::PUT, one.clone(), Some(json!({"status": "dropped"}))),
            (
                Method::PUT,
                format!("{one}/progress"),
                Some(json!({"progress": 5})),
            ),
            (Method::DELETE, one.clone(), None),
        ] {
            println!("{method} {path}");
            let mut call = app.call(method, &path).bearer(bearer);
            if let Some(body) = body {
                call = call.json(&body);
            }
            let told = call.await.fails(404, "not_found");
            let nobody = format!("{USERS}/{}/enrollments", people::new_id());
            let unknown = app
                .get(&nobody)
                .bearer(bearer)
                .await
                .fails(404, "not_found");
            assert_eq!(told["error"], unknown["error"]);
        }
    }
    let stands = app.get(&one).bearer(&there).await.is(200).data();
    assert_eq!(
        (&stands["version"], &stands["enrollmentStatus"]),
        (&json!(1), &json!("active"))
    );
}
