//! `PUT /users/{id}/enrollments/{courseId}`

use super::{course_in, decree, learner, mine, of, update, view};
use crate::harness::{Reply, people};
use serde_json::{Value, json};

fn told(reply: &Reply) -> String {
    match reply.json()["code"].as_str() {
        Some(code) => format!("{} {code}", reply.status),
        None => reply.status.to_string(),
    }
}

const STATUSES: [&str; 4] = ["active", "completed", "dropped", "suspended"];

#[tokio::test]
async fn the_person_may_drop_and_resume_and_nothing_else() {
    const OK: &str = "200";
    const NO: &str = "403 forbidden";
    const SUSPENDED: &str = "409 enrollment_suspended";
    let (app, ada, _) = learner().await;
    for (from, row) in [
        //             active                      completed  dropped     suspended
        ("active", [OK, NO, OK, NO]),
        ("completed", ["409 invalid_transition", OK, OK, NO]),
        ("dropped", [OK, NO, OK, NO]),
        ("suspended", [SUSPENDED, NO, SUSPENDED, OK]),
    ] {
        let course = course_in(&app, &ada, from).await;
        for (to, expected) in STATUSES.into_iter().zip(row) {
            let reply = update(&app, &ada, &course, to).await;
            assert_eq!(told(&reply), expected, "{from} to {to}");
            if reply.status == 200 {
                assert_eq!(reply.data()["enrollmentStatus"], to);
                assert_eq!(reply.json()["message"], "Enrollment updated successfully");
            }
            // Back to where it was, by the way that staff have.
            for back in ["active", from] {
                decree(&app, &ada, &course, back).await.is(200);
            }
        }
    }
}

#[tokio::test]
async fn staff_may_move_it_anywhere_but_from_dropped() {
    const LEFT: &str = "409 enrollment_dropped";
    let (app, ada, _) = learner().await;
    for (from, row) in [
        ("active", ["200"; 4]),
        ("completed", ["200"; 4]),
        ("dropped", ["200", LEFT, "200", LEFT]),
        ("suspended", ["200"; 4]),
    ] {
        for (to, expected) in STATUSES.into_iter().zip(row) {
            let course = course_in(&app, &ada, from).await;
            let reply = decree(&app, &ada, &course, to).await;
            assert_eq!(told(&reply), expected, "{from} to {to}");
            let stands = if reply.status == 200 { to } else { from };
            assert_eq!(view(&app, &ada, &course).await["enrollmentStatus"], stands);
        }
    }
}

#[tokio::test]
async fn an_admin_completes_a_course_by_decree() {
    let (app, ada, course) = learner().await;
    let grace = app.admin("grace").await;
    let path = format!("{}/{course}", of(&ada));
    let body = json!({"status": "completed"});
    let reply = app.put(&path, &body).by(&grace).await.is(200);
    assert_eq!(reply.header("etag"), "\"2\"");
    let view = reply.data();
    assert_eq!(
        (&view["enrollmentStatus"], &view["progress"]),
        (&json!("completed"), &json!(100))
    );
    assert_eq!(view["completedAt"], view["updatedAt"]);
    // An admin is staff for their own courses too.
    let own = people::new_id();
    super::enroll(&app, &grace, &own).await.is(201);
    super::update(&app, &grace, &own, "completed").await.is(200);
}

#[tokio::test]
async fn bad_bodies_are_told_by_field() {
    let (app, ada, course) = learner().await;
    let cases: [(Value, &[(&str, &str)]); 5] = [
        (json!({}), &[("enrollmentStatus", "required")]),
        (
            json!({"enrollmentStatus": "paused"}),
            &[("enrollmentStatus", "invalid_choice")],
        ),
        (json!({"status": 7}), &[("status", "invalid_type")]),
        (
            json!({"status": "dropped", "progress": 5}),
            &[("progress", "read_only")],
        ),
        (
            json!({"enrollmentStatus": "dropped", "why": "bored"}),
            &[("why", "unknown_field")],
        ),
    ];
    for (body, expected) in cases {
        app.put(&mine(&course), &body)
            .by(&ada)
            .await
            .refuses(expected);
    }
    let body = json!({"status": "dropped"});
    let bad = app.put(&mine("algebra"), &body).by(&ada).await;
    bad.refuses(&[("courseId", "invalid_id")]);
    let unknown = app.put(&mine(&people::new_id()), &body).by(&ada).await;
    unknown.fails(404, "not_found");
    let ben = app.person("ben").await;
    let path = format!("{}/{course}", of(&ada));
    app.put(&path, &json!({}))
        .by(&ben)
        .await
        .fails(403, "forbidden");
    assert_eq!(view(&app, &ada, &course).await["version"], 1);
}
