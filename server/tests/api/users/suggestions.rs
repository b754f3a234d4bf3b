//! `GET /users/me/suggestions`

use crate::{
    harness::{ME, Person, Reply, TestApp, people},
    profiles::{change, names, profile, sketch, somebody},
    users::blocks::{block, unblock},
};
use reqwest::Method;
use serde_json::{Value, json};

const SUGGESTIONS: &str = "/api/v1/users/me/suggestions";

async fn suggested(app: &TestApp, person: &Person) -> Reply {
    app.get(SUGGESTIONS).by(person).await.is(200)
}

/// Somebody of this name who takes these courses.
async fn learner(app: &TestApp, name: &str, courses: &[&String]) -> Person {
    let person = somebody(app, name, json!({})).await;
    for course in courses {
        app.enroll(&person.id, course).await.is(201);
    }
    person
}

#[tokio::test]
async fn whoever_shares_the_most_courses_comes_first_as_their_address_shows_them() {
    let app = TestApp::start().await;
    let courses: [String; 3] = std::array::from_fn(|_| people::new_id());
    let [a, b, c] = &courses;
    let ada = learner(&app, "Ada Own", &[a, b, c]).await;
    learner(&app, "One Shared", &[a]).await;
    let three = learner(&app, "Three Shared", &[a, b, c]).await;
    learner(&app, "Two Shared", &[b, c]).await;
    learner(&app, "None Shared", &[&people::new_id()]).await;
    let reply = suggested(&app, &ada).await;
    assert_eq!(names(&reply), ["Three Shared", "Two Shared", "One Shared"]);
    let shown = app.get(&profile(&three.id)).by(&ada).await.is(200).data();
    assert_eq!(reply.data()[0], shown);
    for course in &courses {
        assert!(!reply.text.contains(course), "which courses is not told");
    }
    let mut keys: Vec<_> = reply.json().as_object().unwrap().keys().cloned().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["data", "success", "timestamp"]);
    let nobody = somebody(&app, "No Courses", json!({})).await;
    assert_eq!(suggested(&app, &nobody).await.data(), json!([]));
}

#[tokio::test]
async fn nobody_is_suggested_who_is_not_in_the_directory() {
    let app = TestApp::start().await;
    let course = people::new_id();
    let ada = learner(&app, "Ada Own", &[&course]).await;
    let ben = learner(&app, "Ben Other", &[&course]).await;
    let is_suggested = async || names(&suggested(&app, &ada).await) == ["Ben Other"];
    assert!(is_suggested().await);
    for (hidden, shown) in [
        (
            json!({"visibility": "private"}),
            json!({"visibility": "members"}),
        ),
        (
            json!({"discoverable": false}),
            json!({"discoverable": true}),
        ),
    ] {
        change(&app, &ben, hidden).await;
        assert!(!is_suggested().await);
        change(&app, &ben, shown).await;
        assert!(is_suggested().await);
    }
    for (by, whom) in [(&ada, &ben), (&ben, &ada)] {
        block(&app, by, whom).await.is(201);
        assert!(!is_suggested().await);
        unblock(&app, by, whom).await.is(200);
        assert!(is_suggested().await);
    }
    for status in ["suspended", "inactive", "deleted"] {
        app.set_status(&ben, status).await;
        assert!(!is_suggested().await, "{status}");
        app.set_status(&ben, "active").await;
        assert!(is_suggested().await);
    }
    let taken = format!("{ME}/enrollments/{course}");
    app.call(Method::DELETE, &taken).by(&ben).await.is(200);
    assert!(!is_suggested().await, "who has dropped the course");
    app.enroll(&ben.id, &course).await.is(201);
    app.call(Method::DELETE, &taken).by(&ada).await.is(200);
    assert!(!is_suggested().await, "a course that one has dropped");
}

#[tokio::test]
async fn courses_of_the_same_id_in_another_tenant_are_others() {
    let app = TestApp::start().await;
    let course = people::new_id();
    let ada = learner(&app, "Ada Own", &[&course]).await;
    let abroad = people::new_id();
    let ben = app
        .account(&sketch("Ben Abroad", &json!({})), Some(&abroad))
        .await;
    let mine = format!("{ME}/enrollments");
    app.post(&mine, &json!({"courseId": course}))
        .by(&ben)
        .await
        .is(201);
    for person in [&ada, &ben] {
        assert_eq!(suggested(&app, person).await.data(), json!([]));
    }
}

#[tokio::test]
async fn there_are_six_unless_it_is_said_how_many_and_at_most_twenty_four() {
    let app = TestApp::start().await;
    let course = people::new_id();
    let ada = learner(&app, "Ada Own", &[&course]).await;
    for n in 0..26 {
        learner(&app, &format!("Learner {n}"), &[&course]).await;
    }
    for (query, count) in [("", 6), ("?limit=1", 1), ("?limit=24", 24), ("?page=2", 6)] {
        let reply = app
            .get(&format!("{SUGGESTIONS}{query}"))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(
            reply.data().as_array().map(Vec::len),
            Some(count),
            "{query}"
        );
    }
    for (query, code) in [
        ("limit=0", "out_of_range"),
        ("limit=25", "out_of_range"),
        ("limit=-1", "out_of_range"),
        ("limit=x", "invalid_type"),
        ("limit=", "invalid_type"),
        ("limit=1&limit=2", "duplicate"),
    ] {
        let reply = app.get(&format!("{SUGGESTIONS}?{query}")).by(&ada).await;
        let told: Value = reply.json();
        reply.refuses(&[("limit", code)]);
        if code == "out_of_range" {
            assert_eq!(
                told["fields"][0]["message"],
                "Must be a number from 1 to 24"
            );
        }
    }
    app.get(&format!("{SUGGESTIONS}?limit=0"))
        .await
        .fails(401, "unauthenticated");
    app.set_status(&ada, "suspended").await;
    let path = format!("{SUGGESTIONS}?limit=0");
    app.get(&path)
        .by(&ada)
        .await
        .fails(403, "account_suspended");
}
