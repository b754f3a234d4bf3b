//! `GET /admin/instructor-applications…`

mod claim;

use super::{APPLICATIONS, approve, reject};
use crate::{
    harness::{ME, Pairs, Person, Reply, TestApp, people},
    profiles::{profile, somebody},
    users::instructor_application::{apply, own, withdraw},
};
use serde_json::{Value, json};

async fn asked(app: &TestApp, by: &Person, parameters: &[(&str, &str)]) -> Reply {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    app.get(&format!("{APPLICATIONS}?{query}")).by(by).await
}

/// Whose applications are on a page.
fn names(reply: &Reply) -> Vec<String> {
    let page = reply.data();
    let name = |view: &Value| {
        view["applicant"]["displayName"]
            .as_str()
            .unwrap_or("nobody")
            .to_owned()
    };
    page.as_array().unwrap().iter().map(name).collect()
}

/// The address of an application.
fn at(application: &Value) -> String {
    format!("{APPLICATIONS}/{}", application["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_application_is_shown_with_who_applies() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let ada = json!({
        "username": "ada", "displayName": "Countess", "bio": "Numbers.", "skills": ["Analysis"], "visibility": "private",
    });
    let ada = somebody(&app, "Ada Lovelace", ada).await;
    let application = apply(&app, &ada).await.is(201).data();
    let reply = app.get(&at(&application)).by(&grace).await.is(200);
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    let mut expected = application.clone();
    // What others see of them, whomever they let see it, and the address.
    let mut applicant = app.get(&profile(&ada.id)).by(&grace).await.is(200).data();
    applicant["email"] = json!(ada.email);
    expected["applicant"] = applicant;
    assert_eq!(reply.data(), expected);
    let list = asked(&app, &grace, &[]).await.is(200);
    assert_eq!(list.data(), json!([expected]));
    let tag = reply.header("etag").to_owned();
    let known = async || {
        let call = app.get(&at(&application)).by(&grace);
        call.header("if-none-match", &tag).await.status == 304
    };
    assert!(known().await);
    app.put(ME, &json!({"bio": "Numbers, and more."}))
        .by(&ada)
        .await
        .is(200);
    assert!(!known().await, "the applicant's profile is part of it");
}

#[tokio::test]
async fn the_oldest_comes_first_and_statuses_are_apart() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let grace = app.admin("grace").await;
    let mut all = Vec::new();
    for name in [
        "Ada One",
        "Ben Two",
        "Cleo Three",
        "Dora Four",
        "Eve Five",
        "Fay Six",
    ] {
        let person = somebody(&app, name, json!({})).await;
        apply(&app, &person).await.is(201);
        all.push(person);
    }
    let names_of = async |parameters: &[(&str, &str)]| {
        let reply = asked(&other, &grace, parameters).await.is(200);
        let pagination = reply.json()["pagination"].clone();
        assert!(pagination.get("nextCursor").is_none());
        (names(&reply), pagination["total"].as_u64().unwrap())
    };
    let texts = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let (found, total) = names_of(&[]).await;
    assert_eq!(
        (found, total),
        (
            texts(&[
                "Ada One",
                "Ben Two",
                "Cleo Three",
                "Dora Four",
                "Eve Five",
                "Fay Six"
            ]),
            6
        )
    );
    let (found, total) = names_of(&[("limit", "4"), ("page", "2")]).await;
    assert_eq!((found, total), (texts(&["Eve Five", "Fay Six"]), 6));
    assert_eq!(
        names_of(&[("limit", "4"), ("page", "3")]).await,
        (vec![], 6)
    );
    approve(&app, &grace, &all[1], 1).await.is(200);
    reject(&app, &grace, &all[2], 1, "No").await.is(200);
    withdraw(&app, &all[3]).await.is(200);
    // Who applies anew stands at the end.
    withdraw(&app, &all[0]).await.is(200);
    apply(&app, &all[0]).await.is(201);
    for (status, expected) in [
        ("pending", &["Eve Five", "Fay Six", "Ada One"][..]),
        ("approved", &["Ben Two"]),
        ("rejected", &["Cleo Three"]),
        ("withdrawn", &["Ada One", "Dora Four"]),
    ] {
        let expected = (texts(expected), expected.len() as u64);
        assert_eq!(names_of(&[("status", status)]).await, expected, "{status}");
        if status == "pending" {
            assert_eq!(names_of(&[]).await, expected);
        }
    }
    app.delete(&grace, &all[4]).await.is(200);
    let (found, total) = names_of(&[("status", "withdrawn")]).await;
    assert_eq!(
        (found, total),
        (texts(&["Ada One", "Dora Four", "nobody"]), 3)
    );
}

#[tokio::test]
async fn a_search_finds_any_part_of_names_username_and_address() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    let jose = json!({"username": "pepe", "email": "jota_ene@example.test"});
    let ben = json!({"displayName": "100% Ben", "email": "ben.other@example.test"});
    for (name, more) in [("José Núñez", jose), ("Ben Other", ben)] {
        let person = somebody(&app, name, more).await;
        apply(&app, &person).await.is(201);
    }
    for (search, expected) in [
        ("", &["José Núñez", "100% Ben"][..]),
        ("NUNEZ", &["José Núñez"]),
        ("sé nú", &["José Núñez"]),
        ("epe", &["José Núñez"]),
        ("a_e", &["José Núñez"]),
        ("_", &["José Núñez"]),
        ("%", &["100% Ben"]),
        ("other", &["100% Ben"]),
        ("n.o", &["100% Ben"]),
        ("@example", &["José Núñez", "100% Ben"]),
        ("algebra", &[]),
        ("\\", &[]),
        ("'", &[]),
    ] {
        let reply = asked(&app, &grace, &[("search", search)]).await.is(200);
        assert_eq!(names(&reply), expected, "{search}");
        assert_eq!(
            reply.json()["pagination"]["total"],
            expected.len(),
            "{search}"
        );
        let reply = asked(&app, &grace, &[("search", search), ("status", "approved")]).await;
        assert_eq!(names(&reply), [""; 0]);
    }
}

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let longer = "ñ".repeat(101);
    let cases: &[(Pairs, Pairs)] = &[
        (&[("status", "open")], &[("status", "invalid_choice")]),
        (&[("status", "")], &[("status", "invalid_choice")]),
        (&[("search", &longer)], &[("search", "too_long")]),
        (
            &[
                ("limit", "101"),
                ("page", "0"),
                ("search", "a"),
                ("search", "b"),
                ("status", "x"),
            ],
            &[
                ("status", "invalid_choice"),
                ("search", "duplicate"),
                ("page", "out_of_range"),
                ("limit", "out_of_range"),
            ],
        ),
    ];
    for (parameters, expected) in cases {
        asked(&app, &grace, parameters).await.refuses(expected);
        asked(&app, &ada, parameters).await.fails(403, "forbidden");
    }
    for id in ["x", "pending", &ada.id.to_uppercase()[..20]] {
        let call = app.get(&format!("{APPLICATIONS}/{id}")).by(&grace);
        call.await.refuses(&[("applicationId", "invalid_id")]);
    }
    let nobody = format!("{APPLICATIONS}/{}", people::new_id());
    app.get(&nobody).by(&grace).await.fails(404, "not_found");
}

#[tokio::test]
async fn readings_are_in_the_audit_log_once() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let application = apply(&app, &ada).await.is(201).data();
    for _ in 0..2 {
        app.get(&at(&application)).by(&grace).await.is(200);
        asked(&app, &grace, &[("search", "ada")]).await.is(200);
        own(&app, &ada).await;
    }
    let entries = app.entries_of(application["id"].as_str().unwrap()).await;
    let told: Vec<_> = entries
        .iter()
        .map(|e| [&e["action"], &e["actor_id"], &e["target_kind"]])
        .collect();
    assert_eq!(
        json!(told),
        json!([["application.read", grace.id, "instructor_application"]])
    );
    let entries = app.entries_of(&app.default_tenant()).await;
    let told: Vec<_> = entries
        .iter()
        .map(|e| [&e["action"], &e["changes"]])
        .collect();
    let changes =
        json!([{"field": "status", "after": "pending"}, {"field": "search", "after": "ada"}]);
    assert_eq!(json!(told), json!([["applications.listed", changes]]));
}
