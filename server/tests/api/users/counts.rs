//! `GET /users/stats`. Who may is in the table of `routes.rs`.

use crate::{
    harness::{TestApp, people},
    users::instructor_application::apply,
};
use reqwest::Method;
use serde_json::{Value, json};

const STATS: &str = "/api/v1/users/stats";

fn counts(total: i64, status: [i64; 4], role: [i64; 3], known: [i64; 2]) -> Value {
    let [active, inactive, pending, suspended] = status;
    let [admin, instructor, student] = role;
    json!({
        "total": total,
        "byStatus": {
            "active": active, "inactive": inactive, "pending_instructor_review": pending, "suspended": suspended,
        },
        "byRole": {"admin": admin, "instructor": instructor, "student": student},
        "verification": {"emailVerified": known[0], "profileCompleted": known[1]},
    })
}

#[tokio::test]
async fn everybody_is_counted_once_and_what_changes_counts_at_once() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let grace = app.admin("grace").await;
    let told = async |server: &TestApp| {
        let reply = server.get(STATS).by(&grace).await.is(200);
        assert!(reply.json().get("message").is_none());
        reply.data()
    };
    assert_eq!(told(&app).await, counts(1, [1, 0, 0, 0], [1, 0, 0], [0, 0]));
    let mut all = Vec::new();
    for name in ["ada", "ben", "cleo", "dora", "eve"] {
        all.push(app.person(name).await);
    }
    let [ada, ben, cleo, dora, eve] = all.as_slice() else {
        panic!()
    };
    // Nobody of another tenant.
    let mut abroad = people::sketch("abroad");
    abroad["role"] = json!("admin");
    let abroad = app.account(&abroad, Some(&people::new_id())).await;
    assert_eq!(
        told(&other).await,
        counts(6, [6, 0, 0, 0], [1, 0, 5], [0, 0])
    );
    app.give_role(&grace, ada, "instructor").await.is(200);
    apply(&app, ben).await.is(201);
    app.put_status(&grace, cleo, "suspended").await.is(200);
    app.put_status(&grace, dora, "inactive").await.is(200);
    app.delete(&grace, eve).await.is(200);
    let whole = json!({
        "username": "ada", "bio": "Numbers.", "phone": "+442079460000", "avatarUrl": "https://example.test/a.png",
        "timezone": "Europe/London", "language": "en",
    });
    app.put(crate::harness::ME, &whole).by(ada).await.is(200);
    let known = "UPDATE users SET email_verified = true WHERE id = $1 RETURNING 1";
    for person in [ada, cleo] {
        assert_eq!(app.find::<i32>(known, &person.id).await, 1);
    }
    let expected = counts(5, [2, 1, 1, 1], [1, 1, 3], [2, 1]);
    for server in [&app, &other] {
        assert_eq!(told(server).await, expected);
    }
    // Also when the rows of the counts are added up.
    app.state().services.sweeper.add_up().await.unwrap();
    assert_eq!(told(&app).await, expected);
    let theirs = app.get(STATS).by(&abroad).await.is(200).data();
    assert_eq!(theirs, counts(1, [1, 0, 0, 0], [1, 0, 0], [0, 0]));
}

#[tokio::test]
async fn stats_is_not_taken_for_somebody() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    for method in [Method::DELETE, Method::PUT] {
        let reply = app.call(method, STATS).by(&grace).await;
        assert_eq!(reply.header("allow"), "GET,HEAD");
        reply.fails(405, "method_not_allowed");
    }
    let page = app.get("/api/v1/users/stats?page=0").by(&grace).await;
    page.is(200);
}
