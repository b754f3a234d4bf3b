//! `If-Match`: save only over the version that the caller has seen.

use crate::harness::{ME, Person, Reply, TestApp, call::bad_fields};
use futures::future::join_all;
use serde_json::json;

/// Somebody at version 2.
async fn at_two() -> (TestApp, Person) {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.put(ME, &json!({"bio": "first"})).by(&ada).await.is(200);
    (app, ada)
}

async fn save(app: &TestApp, ada: &Person, tag: &str) -> Reply {
    let body = json!({"bio": format!("over {tag}")});
    app.put(ME, &body).by(ada).header("if-match", tag).await
}

#[tokio::test]
async fn the_version_that_stands_may_be_saved_over() {
    for tag in ["\"2\"", "*", "\"1\", \"2\"", "\"2\",\"9\"", " \"2\" "] {
        let (app, ada) = at_two().await;
        let reply = save(&app, &ada, tag).await.is(200);
        assert_eq!(reply.header("etag"), "\"3\"", "{tag}");
    }
}

#[tokio::test]
async fn any_other_version_is_stale_and_the_answer_holds_the_current_one() {
    let (app, ada) = at_two().await;
    let current = app.me(&ada).await;
    for tag in [
        "\"1\"",
        "\"3\"",
        "W/\"2\"",
        "\"abc\"",
        "\"\"",
        "\"1\", \"3\"",
        "W/\"2\", \"1\"",
        "\"02a\"",
    ] {
        println!("{tag}");
        let told = save(&app, &ada, tag).await.fails(412, "stale_version");
        assert_eq!(told["current"], current);
    }
    assert_eq!(app.me(&ada).await, current);
}

#[tokio::test]
async fn what_is_no_tag_is_a_bad_header() {
    let (app, ada) = at_two().await;
    for tag in ["2", "\"2", "2\"", "W/2", "\"2\", 3", "", "nonsense"] {
        println!("{tag}");
        let told = save(&app, &ada, tag).await.fails(400, "validation_failed");
        assert_eq!(bad_fields(&told), [("If-Match", "invalid_format")]);
    }
    assert_eq!(app.me(&ada).await["version"], 2);
}

#[tokio::test]
async fn a_stale_caller_is_told_of_bad_fields_first() {
    let (app, ada) = at_two().await;
    let reply = app
        .put(ME, &json!({"firstName": ""}))
        .by(&ada)
        .header("if-match", "\"1\"")
        .await;
    reply.refuses(&[("firstName", "required")]);
}

#[tokio::test]
async fn of_twenty_who_save_over_one_version_one_does() {
    let (app, ada) = at_two().await;
    let saves = (0..20).map(|n| {
        app.put(ME, &json!({"bio": format!("by {n}")}))
            .by(&ada)
            .header("if-match", "\"2\"")
    });
    let replies = join_all(saves.map(IntoFuture::into_future)).await;
    assert_eq!(replies.iter().filter(|r| r.status == 200).count(), 1);
    for reply in replies.into_iter().filter(|r| r.status != 200) {
        let told = reply.fails(412, "stale_version");
        assert_eq!(told["current"]["version"], 3);
    }
    assert_eq!(app.me(&ada).await["version"], 3);
}

#[tokio::test]
async fn without_it_the_last_one_wins_and_no_version_is_given_twice() {
    let (app, ada) = at_two().await;
    let saves = (0..20).map(|n| app.put(ME, &json!({"bio": format!("by {n}")})).by(&ada));
    let replies = join_all(saves.map(IntoFuture::into_future)).await;
    let mut versions: Vec<_> = replies
        .into_iter()
        .map(|r| r.is(200).data()["version"].as_i64().unwrap())
        .collect();
    versions.sort_unstable();
    assert_eq!(versions, (3..23).collect::<Vec<_>>());
}
