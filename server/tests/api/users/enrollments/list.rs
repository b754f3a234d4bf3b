//! `GET /users/{id}/enrollments`

use super::{MINE, decree, enroll, listed, of, remove, report};
use crate::harness::{Person, TestApp, people, tokens};
use serde_json::{Value, json};

/// Somebody with one course in each status, and a second active one; named by status.
async fn with_five() -> (TestApp, Person, [String; 5]) {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let courses: [String; 5] = std::array::from_fn(|_| people::new_id());
    for course in &courses {
        enroll(&app, &ada, course).await.is(201);
    }
    for (course, status) in courses.iter().zip(["dropped", "completed", "suspended"]) {
        decree(&app, &ada, course, status).await.is(200);
    }
    (app, ada, courses)
}

fn courses(page: &Value) -> Vec<&str> {
    let entries = page["data"].as_array().unwrap();
    entries
        .iter()
        .map(|view| view["courseId"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn what_goes_on_comes_first_and_the_newest_of_it() {
    let (app, ada, [dropped, completed, suspended, older, newer]) = with_five().await;
    let all = [&newer, &older, &suspended, &completed, &dropped];
    for (query, expected) in [
        ("", &all[..4]),
        ("?status=all", &all[..]),
        ("?status=active", &all[..2]),
        ("?status=suspended", &all[2..3]),
        ("?status=completed", &all[3..4]),
        ("?status=dropped", &all[4..]),
        ("?status=all&limit=2&page=2", &all[2..4]),
        ("?page=9", &[]),
    ] {
        let page = app
            .get(&format!("{MINE}{query}"))
            .by(&ada)
            .await
            .is(200)
            .json();
        assert_eq!(courses(&page), expected, "{query}");
    }
}

#[tokio::test]
async fn a_page_says_where_in_the_list_it_stands() {
    let (app, ada, _) = with_five().await;
    for (query, page, limit, total, pages, next, prev) in [
        ("", 1, 20, 4, 1, false, false),
        ("?status=all&limit=2", 1, 2, 5, 3, true, false),
        ("?status=all&limit=2&page=2", 2, 2, 5, 3, true, true),
        ("?status=all&limit=2&page=3", 3, 2, 5, 3, false, true),
        ("?status=all&limit=5", 1, 5, 5, 1, false, false),
        ("?limit=100&page=4", 4, 100, 4, 1, false, true),
    ] {
        let reply = app.get(&format!("{MINE}{query}")).by(&ada).await.is(200);
        assert_eq!(
            reply.json()["pagination"],
            json!({"page": page, "limit": limit, "total": total, "totalPages": pages, "hasNext": next, "hasPrev": prev}),
            "{query}"
        );
    }
}

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let cases: [(&str, &[(&str, &str)]); 7] = [
        ("page=0", &[("page", "out_of_range")]),
        ("limit=0", &[("limit", "out_of_range")]),
        ("limit=101", &[("limit", "out_of_range")]),
        ("page=one", &[("page", "invalid_type")]),
        ("status=paused", &[("status", "invalid_choice")]),
        ("status=", &[("status", "invalid_choice")]),
        (
            "status=ALL&limit=-1&page=1.5",
            &[
                ("page", "invalid_type"),
                ("limit", "out_of_range"),
                ("status", "invalid_choice"),
            ],
        ),
    ];
    for (query, expected) in cases {
        println!("{query}");
        app.get(&format!("{MINE}?{query}"))
            .by(&ada)
            .await
            .refuses(expected);
    }
    // Who may not read learns nothing of the rules.
    let ben = app.person("ben").await;
    let path = format!("{}?page=0", of(&ada));
    app.get(&path).by(&ben).await.fails(403, "forbidden");
    app.get(&path).await.fails(401, "unauthenticated");
}

#[tokio::test]
async fn the_deployment_says_how_long_pages_are() {
    let app = TestApp::with(&[("DEFAULT_PAGE_SIZE", "2"), ("MAX_PAGE_SIZE", "3")]).await;
    let ada = app.person("ada").await;
    for _ in 0..4 {
        enroll(&app, &ada, &people::new_id()).await.is(201);
    }
    let pagination = async |query: &str| {
        let reply = app
            .get(&format!("{MINE}{query}"))
            .by(&ada)
            .await
            .is(200)
            .json();
        (
            reply["data"].as_array().unwrap().len(),
            reply["pagination"]["limit"].clone(),
        )
    };
    assert_eq!(pagination("").await, (2, json!(2)));
    assert_eq!(pagination("?limit=3").await, (3, json!(3)));
    let reply = app.get(&format!("{MINE}?limit=4")).by(&ada).await;
    reply.refuses(&[("limit", "out_of_range")]);
}

#[tokio::test]
async fn owner_admin_and_service_see_the_same() {
    let (app, ada, _) = with_five().await;
    let grace = app.admin("grace").await;
    let token = tokens::service("enrollments:read");
    let own = listed(&app, &ada).await;
    for call in [
        app.get(&of(&ada)).by(&ada),
        app.get(&of(&ada)).by(&grace),
        app.get(&of(&ada)).bearer(&token),
    ] {
        let reply = call.await.is(200);
        assert_eq!(reply.data(), json!(own));
        assert_eq!(reply.header("cache-control"), "private, no-cache");
    }
}

#[tokio::test]
async fn every_change_is_seen_at_once_on_every_server() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, course) = (app.person("ada").await, people::new_id());
    let (here, there) = (&app, &other);
    let seen = async |expected: Value| {
        for server in [here, there] {
            let page = listed(server, &ada).await;
            let seen: Vec<_> = page
                .iter()
                .map(|view| json!([view["enrollmentStatus"], view["progress"]]))
                .collect();
            assert_eq!(json!(seen), expected);
        }
    };
    seen(json!([])).await;
    enroll(there, &ada, &course).await.is(201);
    seen(json!([["active", 0]])).await;
    report(here, &ada, &course, &json!({"progress": 62.5}))
        .await
        .is(200);
    seen(json!([["active", 62.5]])).await;
    decree(there, &ada, &course, "suspended").await.is(200);
    seen(json!([["suspended", 62.5]])).await;
    decree(here, &ada, &course, "active").await.is(200);
    seen(json!([["active", 62.5]])).await;
    remove(there, &ada, &course).await.is(200);
    seen(json!([])).await;
}

#[tokio::test]
async fn a_person_who_is_gone_has_no_list() {
    let (app, ada, _) = with_five().await;
    let grace = app.admin("grace").await;
    app.get(&of(&ada)).by(&grace).await.is(200);
    app.set_status(&ada, "deleted").await;
    app.get(&of(&ada)).by(&grace).await.fails(404, "not_found");
    app.get(MINE).by(&ada).await.fails(404, "user_not_found");
}
