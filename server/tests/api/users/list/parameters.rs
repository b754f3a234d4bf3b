//! What the parameters of the list may be.

use super::asked;
use crate::harness::{Pairs, TestApp, USERS, tokens};
use serde_json::json;

#[tokio::test]
async fn every_bad_parameter_is_told() {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    let longer = "ñ".repeat(101);
    let cases: &[(Pairs, Pairs)] = &[
        (&[("page", "0")], &[("page", "out_of_range")]),
        (&[("page", "one")], &[("page", "invalid_type")]),
        (&[("limit", "0")], &[("limit", "out_of_range")]),
        (&[("limit", "101")], &[("limit", "out_of_range")]),
        (&[("role", "boss")], &[("role", "invalid_choice")]),
        (&[("role", "")], &[("role", "invalid_choice")]),
        (&[("status", "gone")], &[("status", "invalid_choice")]),
        (&[("sortBy", "password")], &[("sortBy", "invalid_choice")]),
        (&[("sortBy", "created_at")], &[("sortBy", "invalid_choice")]),
        (
            &[("sortBy", "email; DROP TABLE users")],
            &[("sortBy", "invalid_choice")],
        ),
        (&[("sortOrder", "DESC")], &[("sortOrder", "invalid_choice")]),
        (
            &[("search", "a"), ("search", "b")],
            &[("search", "duplicate")],
        ),
        (&[("search", &longer)], &[("search", "too_long")]),
        (&[("cursor", "x"), ("page", "1")], &[("page", "duplicate")]),
        (
            &[
                ("search", &longer),
                ("role", "x"),
                ("status", "x"),
                ("sortBy", "x"),
                ("sortOrder", "x"),
                ("page", "0"),
                ("limit", "x"),
            ],
            &[
                ("role", "invalid_choice"),
                ("status", "invalid_choice"),
                ("sortBy", "invalid_choice"),
                ("sortOrder", "invalid_choice"),
                ("search", "too_long"),
                ("page", "out_of_range"),
                ("limit", "invalid_type"),
            ],
        ),
    ];
    for (parameters, expected) in cases {
        println!("{parameters:.80?}");
        asked(&app, &grace, parameters).await.refuses(expected);
        // Who may not look learns nothing of the rules.
        asked(&app, &ada, parameters).await.fails(403, "forbidden");
    }
    asked(
        &app,
        &grace,
        &[("other", "x"), ("search", &"ñ".repeat(100))],
    )
    .await
    .is(200);
    let path = format!("{USERS}?page=0");
    app.get(&path).await.fails(401, "unauthenticated");
    let token = tokens::service("users:write profiles:read");
    app.get(&path).bearer(&token).await.fails(403, "forbidden");
}

#[tokio::test]
async fn a_page_that_is_too_far_is_empty_and_says_where_it_is() {
    let app = TestApp::start().await;
    let grace = app.admin("grace").await;
    for (page, limit) in [("2", "1"), ("9", "20"), ("4294967295", "100")] {
        for search in ["", "grace"] {
            let reply = asked(
                &app,
                &grace,
                &[("page", page), ("limit", limit), ("search", search)],
            )
            .await;
            assert_eq!(reply.data(), json!([]));
            let pagination = &reply.json()["pagination"];
            assert_eq!(pagination["page"].to_string(), page);
            let rest = ["total", "hasNext", "hasPrev", "nextCursor"].map(|name| &pagination[name]);
            assert_eq!(json!(rest), json!([1, false, true, null]));
        }
    }
}
