//! `/users/{id}/enrollments…`. Who may is in the table of `routes.rs`.

mod create;
mod events;
mod get_one;
mod if_match;
mod list;
mod progress;
mod race;
mod remove;
mod stats;
mod tenants;
mod update;

use crate::harness::{Call, ME, Person, TestApp, people, tokens};
use serde_json::{Value, json};

/// The caller's own.
const MINE: &str = "/api/v1/users/me/enrollments";

/// The caller's own in this course.
fn mine(course: &str) -> String {
    format!("{ME}/enrollments/{course}")
}

/// Somebody's, for staff.
fn of(person: &Person) -> String {
    format!("{}/enrollments", person.path())
}

fn enroll(app: &TestApp, person: &Person, course: &str) -> Call {
    app.post(MINE, &json!({"courseId": course})).by(person)
}

fn report(app: &TestApp, person: &Person, course: &str, body: &Value) -> Call {
    app.put(&format!("{}/progress", mine(course)), body)
        .by(person)
}

fn update(app: &TestApp, person: &Person, course: &str, status: &str) -> Call {
    let body = json!({"enrollmentStatus": status});
    app.put(&mine(course), &body).by(person)
}

/// As the course-service does.
fn decree(app: &TestApp, person: &Person, course: &str, status: &str) -> Call {
    let body = json!({"enrollmentStatus": status});
    let path = format!("{}/{course}", of(person));
    app.put(&path, &body)
        .bearer(&tokens::service("enrollments:write"))
}

fn remove(app: &TestApp, person: &Person, course: &str) -> Call {
    app.call(reqwest::Method::DELETE, &mine(course)).by(person)
}

async fn view(app: &TestApp, person: &Person, course: &str) -> Value {
    app.get(&mine(course)).by(person).await.is(200).data()
}

/// The page that everybody asks for.
async fn listed(app: &TestApp, person: &Person) -> Vec<Value> {
    let page = app.get(MINE).by(person).await.is(200).data();
    page.as_array().unwrap().clone()
}

/// Somebody who takes a course.
async fn learner() -> (TestApp, Person, String) {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let course = course_in(&app, &ada, "active").await;
    (app, ada, course)
}

/// One more course of theirs, brought to this status by the way that leads there.
async fn course_in(app: &TestApp, person: &Person, status: &str) -> String {
    let course = people::new_id();
    enroll(app, person, &course).await.is(201);
    if status != "active" {
        decree(app, person, &course, status).await.is(200);
    }
    course
}
