//! `GET /users/me/blocks`

use super::{BLOCKS, block, blocked};
use crate::{
    harness::{Person, TestApp, people},
    profiles::{change, somebody},
};
use serde_json::{Value, json};

/// Somebody who has blocked three people, one after the other.
async fn with_three() -> (TestApp, Person, [Person; 3]) {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let three = [
        somebody(&app, "José Núñez", json!({"username": "pepe"})).await,
        somebody(&app, "Ben Other", json!({"skills": ["Chess"]})).await,
        somebody(&app, "Joan Third", json!({"displayName": "J. T."})).await,
    ];
    for (other, note) in three.iter().zip(["one", "two", "three"]) {
        let body = json!({"userId": other.id, "note": note});
        app.post(BLOCKS, &body).by(&ada).await.is(201);
    }
    (app, ada, three)
}

fn notes(page: &Value) -> Vec<&str> {
    let entries = page["data"].as_array().unwrap();
    entries
        .iter()
        .map(|view| view["note"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_newest_comes_first_and_a_search_finds_by_words_that_begin_so() {
    let (app, ada, _) = with_three().await;
    for (query, expected, total) in [
        ("", &["three", "two", "one"][..], 3),
        ("?search=", &["three", "two", "one"], 3),
        ("?search=j", &["three", "one"], 2),
        // What is not shown is not searched: they may be hidden by now.
        ("?search=joan", &[], 0),
        ("?search=NUNEZ", &["one"], 1),
        ("?search=n%C3%BA%C3%B1ez%20jos", &["one"], 1),
        ("?search=pepe", &["one"], 1),
        ("?search=che", &[], 0),
        ("?search=third", &[], 0),
        ("?search=%25", &[], 0),
        ("?search=_", &[], 0),
        ("?search=ther", &[], 0),
        ("?search=%00ben%ff", &["two"], 1),
        ("?search=nobody", &[], 0),
        ("?limit=2", &["three", "two"], 3),
        ("?limit=2&page=2", &["one"], 3),
        ("?limit=1&page=2&search=j", &["one"], 2),
        ("?page=9", &[], 3),
    ] {
        let page = app
            .get(&format!("{BLOCKS}{query}"))
            .by(&ada)
            .await
            .is(200)
            .json();
        assert_eq!(notes(&page), expected, "{query}");
        assert_eq!(page["pagination"]["total"], total, "{query}");
        assert_eq!(page["pagination"].get("nextCursor"), None);
    }
}

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let long = format!("search={}", "x".repeat(101));
    let cases: [(&str, &[(&str, &str)]); 5] = [
        ("page=0", &[("page", "out_of_range")]),
        (
            "limit=101&page=x",
            &[("page", "invalid_type"), ("limit", "out_of_range")],
        ),
        ("search=a&search=b", &[("search", "duplicate")]),
        ("limit=0", &[("limit", "out_of_range")]),
        (&long, &[("search", "too_long")]),
    ];
    for (query, expected) in cases {
        app.get(&format!("{BLOCKS}?{query}"))
            .by(&ada)
            .await
            .refuses(expected);
    }
    app.get(&format!("{BLOCKS}?page=0"))
        .await
        .fails(401, "unauthenticated");
    app.set_status(&ada, "suspended").await;
    let refused = app.get(&format!("{BLOCKS}?page=0")).by(&ada).await;
    refused.fails(403, "account_suspended");
}

#[tokio::test]
async fn it_shows_its_owner_whom_it_holds_whatever_else_hides_them() {
    let (app, ada, [pepe, ben, joan]) = with_three().await;
    change(
        &app,
        &pepe,
        json!({"visibility": "private", "displayName": "Pepe", "discoverable": false}),
    )
    .await;
    app.set_status(&ben, "suspended").await;
    block(&app, &joan, &ada).await.fails(404, "not_found");
    let listed = blocked(&app, &ada).await;
    let names: Vec<_> = listed
        .iter()
        .map(|view| &view["user"]["displayName"])
        .collect();
    assert_eq!(names, ["J. T.", "Ben Other", "Pepe"]);
    let page = app
        .get(&format!("{BLOCKS}?search=pepe"))
        .by(&ada)
        .await
        .is(200)
        .json();
    assert_eq!(notes(&page), ["one"]);
    // Who is deleted is nowhere, and is not counted either.
    app.set_status(&ben, "deleted").await;
    let page = app.get(BLOCKS).by(&ada).await.is(200).json();
    assert_eq!(
        (notes(&page), &page["pagination"]["total"]),
        (vec!["three", "one"], &json!(2))
    );
}

#[tokio::test]
async fn nobody_else_is_told_whom_somebody_has_blocked() {
    let (app, _, three) = with_three().await;
    let grace = app.admin("grace").await;
    for person in [&three[0], &three[1], &grace] {
        assert_eq!(blocked(&app, person).await, [Value::Null; 0]);
    }
    // There is no such list under somebody's id.
    for id in [&three[0].id, &people::new_id()] {
        let path = format!("/api/v1/users/{id}/blocks");
        app.get(&path).by(&grace).await.fails(404, "not_found");
    }
}
