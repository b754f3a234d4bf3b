//! What the parameters of the directory may be.

use super::found;
use crate::{
    harness::{TestApp, people, tokens},
    profiles::{PROFILES, asked, names, somebody},
};
use serde_json::json;

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    let (long, longer) = ("x".repeat(51), "x".repeat(101));
    let all = format!("search={longer}&skill={long}&role=admin&page=0&limit=101");
    let cases: [(&str, &[(&str, &str)]); 14] = [
        ("page=0", &[("page", "out_of_range")]),
        ("page=one", &[("page", "invalid_type")]),
        ("limit=0", &[("limit", "out_of_range")]),
        ("limit=101", &[("limit", "out_of_range")]),
        ("role=admin", &[("role", "invalid_choice")]),
        ("role=", &[("role", "invalid_choice")]),
        ("role=Instructor", &[("role", "invalid_choice")]),
        ("role=student&role=student", &[("role", "duplicate")]),
        ("search=a&search=b", &[("search", "duplicate")]),
        ("cursor=x&cursor=y", &[("cursor", "duplicate")]),
        (&format!("skill={long}"), &[("skill", "too_long")]),
        (
            &all,
            &[
                ("role", "invalid_choice"),
                ("search", "too_long"),
                ("skill", "too_long"),
                ("page", "out_of_range"),
                ("limit", "out_of_range"),
            ],
        ),
        ("cursor=x&page=1", &[("page", "duplicate")]),
        (
            "cursor=x&page=0&limit=0",
            &[("page", "duplicate"), ("limit", "out_of_range")],
        ),
    ];
    for (query, expected) in cases {
        println!("{query:.80}");
        app.get(&format!("{PROFILES}?{query}"))
            .by(&ben)
            .await
            .refuses(expected);
    }
    app.get(&format!("{PROFILES}?other=x"))
        .by(&ben)
        .await
        .is(200);
}

#[tokio::test]
async fn a_cursor_is_one_of_ours_or_refused() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    for n in 0..3 {
        somebody(&app, &format!("Ada {n}"), json!({})).await;
    }
    let first = found(&app, &ben, &[("limit", "1")]).await.json();
    let cursor = first["pagination"]["nextCursor"]
        .as_str()
        .unwrap()
        .to_owned();
    for bad in [
        "",
        "x",
        "e30",
        "bnVsbA",
        &cursor[..cursor.len() - 4],
        &format!("{cursor}="),
        &"A".repeat(20_000),
    ] {
        let reply = app.get(&asked(&[("cursor", bad)])).by(&ben).await;
        reply.refuses(&[("cursor", "invalid_format")]);
    }
    found(&app, &ben, &[("cursor", &cursor)]).await;
}

#[tokio::test]
async fn a_cursor_goes_on_whatever_the_limit_and_whoever_comes_or_goes() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    let mut adas = Vec::new();
    for n in 1..=7 {
        adas.push(somebody(&app, &format!("Ada {n}"), json!({})).await);
    }
    let next =
        |page: &serde_json::Value| page["pagination"]["nextCursor"].as_str().map(str::to_owned);
    let first = found(&app, &ben, &[("search", "ada"), ("limit", "2")]).await;
    assert_eq!(names(&first), ["Ada 1", "Ada 2"]);
    let cursor = next(&first.json()).unwrap();
    // Somebody before the place, and the one at it, go.
    for gone in &adas[..2] {
        app.set_status(gone, "suspended").await;
    }
    let second = found(
        &app,
        &ben,
        &[("search", "ada"), ("limit", "3"), ("cursor", &cursor)],
    )
    .await;
    assert_eq!(names(&second), ["Ada 3", "Ada 4", "Ada 5"]);
    let cursor = next(&second.json()).expect("two are left");
    let third = found(
        &app,
        &ben,
        &[("search", "ada"), ("limit", "1"), ("cursor", &cursor)],
    )
    .await;
    assert_eq!(names(&third), ["Ada 6"]);
    let cursor = next(&third.json()).expect("one is left");
    let last = found(
        &app,
        &ben,
        &[("search", "ada"), ("limit", "100"), ("cursor", &cursor)],
    )
    .await;
    assert_eq!(names(&last), ["Ada 7"]);
    assert_eq!(next(&last.json()), None);
    assert_eq!(last.json()["pagination"]["total"], 5);
}

#[tokio::test]
async fn a_page_that_is_too_far_is_empty_and_says_where_it_is() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    for (page, limit) in [("2", "1"), ("9", "20"), ("4294967295", "100")] {
        let reply = found(&app, &ben, &[("page", page), ("limit", limit)]).await;
        assert_eq!(reply.data(), json!([]));
        let pagination = &reply.json()["pagination"];
        assert_eq!(pagination["page"].to_string(), page);
        let rest = ["total", "hasNext", "hasPrev", "nextCursor"].map(|name| &pagination[name]);
        assert_eq!(json!(rest), json!([1, false, true, null]));
    }
}

#[tokio::test]
async fn who_may_not_look_learns_nothing_of_the_rules() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    let mut stranger = ben.clone();
    (stranger.id, stranger.auth_id) = (people::new_id(), people::new_id());
    let path = format!("{PROFILES}?page=0&role=x&cursor=");
    app.get(&path).await.fails(401, "unauthenticated");
    app.get(&path)
        .by(&stranger)
        .await
        .fails(404, "user_not_found");
    let told = app.get(&path).bearer(&tokens::service("users:read")).await;
    told.fails(403, "forbidden");
    for (status, code) in [
        ("suspended", "account_suspended"),
        ("inactive", "account_inactive"),
    ] {
        app.set_status(&ben, status).await;
        app.get(&path).by(&ben).await.fails(403, code);
        app.get(PROFILES).by(&ben).await.fails(403, code);
    }
}

#[tokio::test]
async fn the_deployment_says_how_long_pages_are() {
    let app = TestApp::with(&[("DEFAULT_PAGE_SIZE", "2"), ("MAX_PAGE_SIZE", "3")]).await;
    let ben = app.person("ben").await;
    for n in 0..4 {
        somebody(&app, &format!("Ada {n}"), json!({})).await;
    }
    let first = found(&app, &ben, &[]).await;
    assert_eq!(
        (names(&first).len(), &first.json()["pagination"]["limit"]),
        (2, &json!(2))
    );
    let cursor = first.json()["pagination"]["nextCursor"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        names(&found(&app, &ben, &[("cursor", &cursor)]).await).len(),
        2
    );
    let reply = app
        .get(&asked(&[("limit", "4"), ("cursor", &cursor)]))
        .by(&ben)
        .await;
    reply.refuses(&[("limit", "out_of_range")]);
}
