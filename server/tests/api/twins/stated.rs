//! What may be told of somebody who is hidden after all.

use super::{
    hidden::{Caller, Hidden},
    hiding::BLOCKS,
    other::USERNAME,
    worlds::{Asked, Twins},
};
use crate::harness::{ME, TestApp};
use reqwest::Method;
use serde_json::json;

/// Somebody whom everybody sees.
const SEEN: &str = "quilla.zamora";

#[tokio::test]
async fn a_name_that_is_in_use_is_refused_in_the_same_words_whoever_has_it() {
    let twins = Twins::begin(Hidden::HasBlockedCaller).await;
    let take = |username: &str| Asked {
        method: Method::PUT,
        body: Some(json!({"username": username}).to_string()),
        ..twins.asked(Caller::Learner, ME)
    };
    let (seen, _) = twins.ask(&take(SEEN)).await;
    let asked = take(USERNAME);
    let (hidden, free) = twins.ask(&asked).await;
    assert_eq!(free.status, 200, "there is nobody of that name");
    assert_eq!(twins.difference(&asked, &hidden, &seen), None);
    hidden.fails(409, "username_taken");
}

/// Whoever sends a request again with its key gets what they were told the first time, and nothing of what
/// has become of it.
#[tokio::test]
async fn an_answer_from_before_a_block_is_given_again_under_its_key() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let block = async |key: &str| {
        let body = json!({"userId": ben.id});
        let call = app.post(BLOCKS, &body).by(&ada);
        call.header("idempotency-key", key).await
    };
    let first = block("first").await.is(201);
    let ended = app.call(Method::DELETE, &format!("{BLOCKS}/{}", ben.id));
    ended.by(&ada).await.is(200);
    let back = app.post(BLOCKS, &json!({"userId": ada.id})).by(&ben);
    back.await.is(201);
    assert_eq!(block("first").await.is(201).text, first.text);
    block("second").await.fails(404, "not_found");
}
