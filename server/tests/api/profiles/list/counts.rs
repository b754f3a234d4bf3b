//! What is counted is what is listed, however the list is read.

use crate::{
    harness::{Person, Reply, TestApp, people, tokens},
    profiles::{asked, profile, sketch, somebody},
    users::blocks::block,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A crowd with names and skills that overlap, of whom some are hidden in every way there is; and whether
/// each wants to be found. The first has blocked others, the second is blocked, the third is private.
async fn crowd(app: &TestApp) -> Vec<(Person, bool)> {
    let mut crowd = Vec::new();
    for name in ["Ada Blocks", "Ben Blocked"] {
        crowd.push((somebody(app, name, json!({})).await, true));
    }
    let private = json!({"visibility": "private"});
    crowd.push((somebody(app, "Ada Private", private).await, true));
    for n in 0..24 {
        let first = ["Ada", "Adam", "Ana", "Ben"][n % 4];
        let last = ["Lovelace", "Love", "Adams"][n % 3];
        let skill = ["Adaptive systems", "Logic"][n % 2];
        let role = ["instructor", "student", "student"][n % 3];
        let visibility = ["public", "members", "members", "private"][n % 5 % 4];
        let is_discoverable = n % 11 != 10;
        let more = json!({
            "skills": [skill],
            "role": role,
            "visibility": visibility,
            "discoverable": is_discoverable,
            "username": if n == 12 { "ada".to_owned() } else { format!("person-{n}") },
        });
        let person = somebody(app, &format!("{first} {last}"), more).await;
        crowd.push((person, is_discoverable));
    }
    let statuses = [
        "suspended",
        "inactive",
        "deleted",
        "pending_instructor_review",
    ];
    for ((person, _), status) in crowd[20..].iter().zip(statuses) {
        app.set_status(person, status).await;
    }
    let abroad = sketch("Ada Abroad", &json!({}));
    let abroad = app.account(&abroad, Some(&people::new_id())).await;
    crowd.push((abroad, true));
    let (ada, ben, shy) = (&crowd[0].0, &crowd[1].0, &crowd[7].0);
    for other in [ben, &crowd[3].0, &crowd[8].0, &crowd[15].0] {
        block(app, ada, other).await.is(201);
    }
    block(app, shy, ada).await.is(201);
    crowd
}

fn ids(reply: &Reply) -> Vec<String> {
    let people = reply.data();
    let id = |person: &Value| person["id"].as_str().unwrap().to_owned();
    people.as_array().unwrap().iter().map(id).collect()
}

/// The whole list by number of page, and by cursor; each page says the same of the whole.
async fn read(
    app: &TestApp,
    token: &str,
    parameters: &[(&str, &str)],
    limit: &str,
) -> [Vec<String>; 2] {
    let ask = async |more: (&str, &str)| {
        let all = [parameters, &[("limit", limit), more]].concat();
        app.get(&asked(&all)).bearer(token).await.is(200)
    };
    let mut by_page = Vec::new();
    let mut by_cursor = Vec::new();
    let first = ask(("page", "1")).await;
    let total = first.json()["pagination"]["total"].clone();
    let mut cursor = first.json()["pagination"]["nextCursor"]
        .as_str()
        .map(str::to_owned);
    by_page.extend(ids(&first));
    by_cursor.extend(ids(&first));
    let mut page = 1;
    loop {
        page += 1;
        let reply = ask(("page", &page.to_string())).await;
        let pagination = reply.json()["pagination"].clone();
        assert_eq!(pagination["total"], total, "{parameters:?} page {page}");
        assert_eq!(
            pagination["hasNext"],
            pagination["nextCursor"].is_string(),
            "{pagination}"
        );
        if let Some(place) = &cursor {
            let same = ask(("cursor", place)).await;
            // Both ways come to the same page.
            assert_eq!(
                same.json()["pagination"],
                pagination,
                "{parameters:?} page {page}"
            );
            by_cursor.extend(ids(&same));
            cursor = same.json()["pagination"]["nextCursor"]
                .as_str()
                .map(str::to_owned);
        }
        let found = ids(&reply);
        if found.is_empty() {
            assert_eq!(
                cursor, None,
                "{parameters:?}: nothing follows the last page"
            );
            break;
        }
        by_page.extend(found);
    }
    assert_eq!(total, by_page.len(), "{parameters:?} by {limit}");
    [by_page, by_cursor]
}

#[tokio::test]
async fn everybody_is_counted_who_is_listed_and_nobody_else() {
    let app = TestApp::start().await;
    let crowd = crowd(&app).await;
    let grace = app.admin("grace").await;
    let viewers = [
        ("with blocks", crowd[0].0.token()),
        ("blocked", crowd[1].0.token()),
        ("private", crowd[2].0.token()),
        ("admin", grace.token()),
        ("service", tokens::service("profiles:read")),
    ];
    for (turn, (who, token)) in viewers.iter().enumerate() {
        for (step, query) in QUERIES.into_iter().enumerate() {
            let [whole, by_cursor] = read(&app, token, query, "100").await;
            assert_eq!(whole, by_cursor);
            let once: BTreeSet<_> = whole.iter().collect();
            assert_eq!(
                once.len(),
                whole.len(),
                "{who} {query:?}: somebody stands twice"
            );
            // Each reads in both ways, and each list is read in both.
            let limit = ["1", "3"][(turn + step) % 2];
            let [by_page, by_cursor] = read(&app, token, query, limit).await;
            assert_eq!(by_page, whole, "{who} {query:?} by {limit}");
            assert_eq!(by_cursor, whole, "{who} {query:?} by {limit}");
        }
        // Whoever is seen at their address is in the list, if they want to be found.
        let [listed, _] = read(&app, token, &[], "100").await;
        let mut seen = 0;
        for (person, is_discoverable) in &crowd {
            let shown = app.get(&profile(&person.id)).bearer(token).await.status == 200;
            assert_eq!(
                listed.contains(&person.id),
                shown && *is_discoverable,
                "{who}"
            );
            seen += usize::from(shown && *is_discoverable);
        }
        assert_eq!(listed.len(), seen + 1, "{who}: and the admin");
        assert!((8..27).contains(&seen), "{who}: {seen}");
    }
}

const QUERIES: [&[(&str, &str)]; 11] = [
    &[],
    &[("search", "a")],
    &[("search", "ada")],
    &[("search", "adam")],
    &[("search", "ada love")],
    &[("search", "@ada")],
    &[("search", "adapti")],
    &[("search", "adda lovelace")],
    &[("role", "instructor")],
    &[("search", "ada"), ("role", "student")],
    &[("skill", "logic"), ("search", "a")],
];
