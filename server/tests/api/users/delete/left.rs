//! Who is gone while they do something does nothing any more.

use super::two;
use crate::harness::{ME, people};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn what_somebody_does_while_they_are_deleted_is_done_before_or_not_at_all() {
    let (app, grace, ada) = two().await;
    let other = app.replica().await;
    let servers = [&app, &other];
    let saves = (0..20).map(|n| {
        let body = json!({"headline": format!("line {n}")});
        servers[n % 2].put(ME, &body).by(&ada).into_future()
    });
    let enrolls = (0..20).map(|n| {
        let path = format!("{ME}/enrollments");
        let body = json!({"courseId": people::new_id()});
        servers[n % 2].post(&path, &body).by(&ada).into_future()
    });
    let (headlines, enrolled, gone) = tokio::join!(
        join_all(saves),
        join_all(enrolls),
        app.delete(&grace, &ada).into_future()
    );
    gone.is(200);
    let done = |reply: &crate::harness::Reply| reply.status < 300;
    let count = headlines
        .iter()
        .chain(&enrolled)
        .filter(|reply| done(reply))
        .count();
    for reply in headlines
        .into_iter()
        .chain(enrolled)
        .filter(|reply| !done(reply))
    {
        let body = reply.is(404).json();
        let known = ["user_not_found", "not_found"];
        assert!(known.contains(&body["code"].as_str().unwrap()), "{body}");
    }
    // The end is the last word that followers hear.
    let kinds = app.kinds_since(&ada).await;
    assert_eq!(kinds.last().unwrap(), "user.deleted");
    assert_eq!(kinds.len(), count + 1);
}
