//! `PUT` and `DELETE /admin/instructor-applications/{applicationId}/claim`

use super::at;
use crate::{
    admin::{APPLICATIONS, approve},
    harness::{Call, Person, TestApp, people},
    users::instructor_application::{apply, own},
};
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use service::Clock;

fn claim(app: &TestApp, by: &Person, application: &Value) -> Call {
    app.call(Method::PUT, &format!("{}/claim", at(application)))
        .by(by)
}

fn release(app: &TestApp, by: &Person, application: &Value) -> Call {
    app.call(Method::DELETE, &format!("{}/claim", at(application)))
        .by(by)
}

/// Who has taken an application up, as everybody is told.
async fn taken_by(app: &TestApp, by: &Person, application: &Value) -> Value {
    let list = app.get(APPLICATIONS).by(by).await.is(200).data();
    let one = app.get(&at(application)).by(by).await.is(200).data();
    assert_eq!(list, json!([one]));
    one["claimedBy"].clone()
}

#[tokio::test]
async fn others_are_told_who_has_taken_an_application_up_and_may_take_it_over() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (grace, joan) = (app.admin("grace").await, app.admin("joan").await);
    let ada = app.person("ada").await;
    let application = apply(&app, &ada).await.is(201).data();
    let by = |person: &Person, name: &str| json!({"id": person.id, "displayName": name});
    let (graces, joans) = (by(&grace, "Grace Example"), by(&joan, "Joan Example"));
    let body = claim(&app, &grace, &application).await.is(200).json();
    assert_eq!(body["message"], "Application claimed");
    assert_eq!(
        (&body["data"]["claimedBy"], &body["data"]["version"]),
        (&graces, &json!(1))
    );
    assert_eq!(taken_by(&other, &joan, &application).await, graces);
    // Once more is the same; whoever has not taken it up gives nothing back.
    claim(&other, &grace, &application).await.is(200);
    let kept = release(&other, &joan, &application).await.is(200).data();
    assert_eq!(kept["claimedBy"], graces);
    let taken = claim(&other, &joan, &application).await.is(200).data();
    assert_eq!(taken["claimedBy"], joans);
    let kept = release(&app, &grace, &application).await.is(200).data();
    assert_eq!(kept["claimedBy"], joans);
    let body = release(&app, &joan, &application).await.is(200).json();
    assert_eq!(body["message"], "Application released");
    assert_eq!(taken_by(&app, &grace, &application).await, Value::Null);
    // The applicant is not told, nor are followers; and it forbids nobody to decide.
    assert_eq!(own(&app, &ada).await, application);
    claim(&app, &joan, &application).await.is(200);
    let decided = approve(&app, &grace, &ada, 1).await.is(200).data();
    assert!(decided.get("claimedBy").is_none(), "{decided}");
    assert_eq!(app.kinds_since(&ada).await.len(), 5);
    for call in [
        claim(&app, &joan, &application),
        release(&app, &joan, &application),
    ] {
        call.await.fails(409, "no_pending_application");
    }
}

#[tokio::test]
async fn a_claim_lasts_half_an_hour() {
    let clock = Clock::fixed(Clock::system().now());
    let app = TestApp::by(clock.clone(), &[]).await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let application = apply(&app, &ada).await.is(201).data();
    claim(&app, &grace, &application).await.is(200);
    let begun = clock.now();
    for (seconds, is_taken) in [(0, true), (30 * 60 - 1, true), (30 * 60, false)] {
        clock.set(begun + TimeDelta::seconds(seconds));
        assert_eq!(
            taken_by(&app, &grace, &application).await.is_object(),
            is_taken,
            "{seconds}"
        );
    }
    // Taking it up again begins anew.
    claim(&app, &grace, &application).await.is(200);
    clock.set(clock.now() + TimeDelta::minutes(29));
    assert!(taken_by(&app, &grace, &application).await.is_object());
}

#[tokio::test]
async fn who_is_gone_has_taken_nothing_up() {
    let app = TestApp::start().await;
    let (grace, joan) = (app.admin("grace").await, app.admin("joan").await);
    let ada = app.person("ada").await;
    let application = apply(&app, &ada).await.is(201).data();
    claim(&app, &joan, &application).await.is(200);
    app.delete(&grace, &joan).await.is(200);
    assert_eq!(taken_by(&app, &grace, &application).await, Value::Null);
    let nobody = json!({"id": people::new_id()});
    for call in [claim(&app, &grace, &nobody), release(&app, &grace, &nobody)] {
        call.await.fails(404, "not_found");
    }
    for call in [
        claim(&app, &ada, &application),
        release(&app, &ada, &application),
    ] {
        call.await.fails(403, "forbidden");
    }
}
