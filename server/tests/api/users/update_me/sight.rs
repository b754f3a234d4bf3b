//! A writer sees their own write at once, wherever the next request lands.

use crate::harness::{ME, TestApp};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn the_next_request_sees_the_write_on_every_server() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    for n in 0..20 {
        // Both have it in the cache.
        for server in [&app, &other] {
            server.me(&ada).await;
        }
        let (writer, reader) = if n % 2 == 0 {
            (&app, &other)
        } else {
            (&other, &app)
        };
        let line = format!("line {n}");
        writer
            .put(ME, &json!({"headline": line}))
            .by(&ada)
            .await
            .is(200);
        assert_eq!(reader.me(&ada).await["headline"], line);
        assert_eq!(writer.me(&ada).await["headline"], line);
    }
}

#[tokio::test]
async fn readers_beside_a_write_leave_nothing_old_behind() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let ada = app.person("ada").await;
    for n in 0..10 {
        let line = format!("line {n}");
        let readers = join_all((0..8).map(|n| {
            if n % 2 == 0 {
                app.me(&ada)
            } else {
                other.me(&ada)
            }
        }));
        let body = json!({"headline": line});
        let (_, written) = tokio::join!(readers, app.put(ME, &body).by(&ada).into_future());
        written.is(200);
        for server in [&app, &other] {
            assert_eq!(server.me(&ada).await["headline"], line);
        }
    }
}

#[tokio::test]
async fn without_redis_reads_and_writes_go_on() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.me(&ada).await;
    app.state().parts.redis.close().await;
    let me = app
        .put(ME, &json!({"bio": "x"}))
        .by(&ada)
        .await
        .is(200)
        .data();
    assert_eq!(app.me(&ada).await, me);
}
