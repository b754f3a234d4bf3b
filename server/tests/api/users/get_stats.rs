//! `GET /users/{id}/stats`

use crate::harness::{TestApp, people, tokens};
use serde_json::{Value, json};
use service::inbox::Verdict;

const MINE: &str = "/api/v1/users/me/stats";

/// The auth-service tells of a sign-in.
async fn sign_in(app: &TestApp, auth_id: &str, at: &str, id: &str) -> Verdict {
    let event = json!({
        "id": id, "type": "auth.user.login", "source": "auth-service", "timestamp": at,
        "data": {"authId": auth_id},
    });
    app.state()
        .services
        .inbox
        .apply(event.to_string().as_bytes())
        .await
}

#[tokio::test]
async fn somebody_new_has_done_nothing_yet() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let expected = json!({
        "totalEnrollments": 0, "activeEnrollments": 0, "completedEnrollments": 0, "totalProgress": 0.0,
        "averageProgress": 0.0, "totalLoginCount": 0, "profileCompletionPercentage": 65,
    });
    assert_eq!(app.get(MINE).by(&ada).await.is(200).data(), expected);
}

#[tokio::test]
async fn enrollments_are_added_up_exactly() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let writer = tokens::service("enrollments:write");
    let enrollments = format!("{}/enrollments", ada.path());
    let progress = [json!(100), json!(33.33), json!(0.01), json!(62.5)];
    for (n, progress) in progress.iter().enumerate() {
        let course = people::new_id();
        let enrolled = app
            .post(&enrollments, &json!({"courseId": course}))
            .bearer(&writer);
        enrolled.await.is(201);
        let path = format!("{enrollments}/{course}");
        let report = app.put(&format!("{path}/progress"), &json!({"progress": progress}));
        report.bearer(&writer).await.is(200);
        if n == 3 {
            app.call(reqwest::Method::DELETE, &path)
                .bearer(&writer)
                .await
                .is(200);
        }
    }
    let stats = app.get(MINE).by(&ada).await.is(200).data();
    assert_eq!(stats["totalEnrollments"], 4);
    assert_eq!(stats["activeEnrollments"], 2);
    assert_eq!(stats["completedEnrollments"], 1);
    assert_eq!(stats["totalProgress"], json!(195.84));
    assert_eq!(stats["averageProgress"], json!(48.96));
}

#[tokio::test]
async fn sign_ins_are_counted_once_each_and_the_last_one_stays_the_last() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (first, second, third) = (people::new_id(), people::new_id(), people::new_id());
    for (at, id, verdict) in [
        ("2026-11-20T08:00:00Z", &first, Verdict::Applied),
        ("2026-11-20T10:00:00Z", &second, Verdict::Applied),
        ("2026-11-20T10:00:00Z", &second, Verdict::Ignored),
        // Late.
        ("2026-11-20T09:00:00Z", &third, Verdict::Applied),
    ] {
        assert_eq!(sign_in(&app, &ada.auth_id, at, id).await, verdict);
    }
    let stats = app.get(MINE).by(&ada).await.is(200).data();
    assert_eq!(stats["totalLoginCount"], 3);
    assert_eq!(stats["lastLoginAt"], "2026-11-20T10:00:00Z");
}

#[tokio::test]
async fn completion_follows_the_profile_at_once_and_is_left_out_where_it_is_not_tracked() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.get(MINE).by(&ada).await.is(200);
    let more = json!({"username": "countess", "bio": "Numbers."});
    app.put("/api/v1/users/me", &more).by(&ada).await.is(200);
    let stats = app.get(MINE).by(&ada).await.is(200).data();
    assert_eq!(stats["profileCompletionPercentage"], 85);
    let app = TestApp::with(&[("ENABLE_PROFILE_COMPLETION_TRACKING", "false")]).await;
    let ada = app.person("ada").await;
    let stats = app.get(MINE).by(&ada).await.is(200).data();
    assert_eq!(stats.get("profileCompletionPercentage"), None::<&Value>);
}

#[tokio::test]
async fn admins_and_services_see_those_of_others_of_their_tenant() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let admin = app.admin("alan").await;
    let path = format!("{}/stats", ada.path());
    let expected = app.get(MINE).by(&ada).await.is(200).data();
    for token in [admin.token(), tokens::service("users:read")] {
        assert_eq!(app.get(&path).bearer(&token).await.is(200).data(), expected);
        let nobody = format!("/api/v1/users/{}/stats", people::new_id());
        app.get(&nobody)
            .bearer(&token)
            .await
            .fails(404, "not_found");
    }
    let bob = app.person("bob").await;
    app.get(&path).by(&bob).await.fails(403, "forbidden");
}
