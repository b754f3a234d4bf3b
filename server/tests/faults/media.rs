//! The media-service when the broker dies under it, and when it dies itself.

mod process;

use crate::{
    app::{App, Person},
    ears::Ears,
    parts::Parts,
    patience::eventually,
    storage::Storage,
};
use process::MediaProcess;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const QUEUE: &str = "media-service.storage";
const PROCESSED: &str = "user.avatar.processed";
/// A picture of one pixel.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
const PEOPLE: usize = 6;

/// Those of these events that tell of pictures, by their ids.
fn told(came: &[(String, Value)]) -> Vec<&str> {
    let processed = came.iter().filter(|(_, event)| event["type"] == PROCESSED);
    processed.map(|(id, _)| id.as_str()).collect()
}

async fn version_of(app: &App, person: &Person) -> i64 {
    let me = app.callers.read_me(person).await;
    me.body["data"]["version"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_that_the_broker_was_away_for_are_told_and_count_once() {
    let mut parts = Parts::start("media-broker", &["postgres", "rabbitmq"]).await;
    let mut storage = Storage::start("media-broker", &mut parts.variables).await;
    let app = App::start(&parts.variables).await;
    let url = &parts.variables["RABBITMQ_URL"];
    let messages = &app.process.state().config.storage.messages;
    broker::prepare(messages, media::PATTERNS).await.unwrap();
    let ears = Ears::at(url).await;
    ears.follow().await;
    let ada = app.callers.newcomer().await;
    let id = app.callers.upload(&ada, "image/gif", GIF).await;
    eventually("storage does not tell", async || {
        ears.waiting(QUEUE).await == 1
    })
    .await;

    // It is in hand, but nothing of it can be read before the broker is away.
    storage.shut().await;
    let service = app.process.media_service();
    app.process.run(service.run(app.process.stopping().clone()));
    eventually("nobody takes it", async || ears.waiting(QUEUE).await == 0).await;
    parts.kill("rabbitmq").await;
    storage.open().await;
    assert_eq!(version_of(&app, &ada).await, 1);
    parts.start_again("rabbitmq").await;
    app.callers.becomes_ready(&ada, &id).await;

    // The broker has given it to whoever listened first when it was back.
    let came = Ears::at(url).await.kept().await;
    let ids: BTreeSet<_> = told(&came).into_iter().collect();
    assert_eq!(ids.len(), 1, "one, or twins");
    assert_eq!(storage.pictures_of(&id), 3);
    // Whatever was told before is taken in when this is.
    let ben = app.callers.newcomer().await;
    let next = app.callers.upload(&ben, "image/gif", GIF).await;
    app.callers.becomes_ready(&ben, &next).await;
    assert_eq!(version_of(&app, &ada).await, 2);
    let taken_in: i64 = sqlx::query_scalar("SELECT count(*) FROM processed_events WHERE type = $1")
        .bind(PROCESSED)
        .fetch_one(app.pool())
        .await
        .unwrap();
    assert_eq!(taken_in, 2, "one each");
    app.process.shut_down(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_media_service_that_is_killed_in_the_middle_of_work_loses_nothing() {
    const TOKEN: &str = "what-storage-proves-itself-with-here";
    let mut parts = Parts::start("media-killed", &["postgres", "rabbitmq"]).await;
    let variables = &mut parts.variables;
    variables.insert("STORAGE_WEBHOOK_TOKEN".into(), TOKEN.into());
    let _storage = Storage::start("media-killed", variables).await;
    let app = App::start(variables).await;
    let mut own = variables.clone();
    // It knows nothing of the users' database, and needs nothing of what only the server needs.
    own.remove("DATABASE_URL");
    let photo = media::sample::photo().unwrap();
    let mut uploads = Vec::new();
    for _ in 0..PEOPLE {
        let person = app.callers.newcomer().await;
        let id = app.callers.upload(&person, "image/jpeg", &photo).await;
        uploads.push((person, id));
    }
    let first = MediaProcess::start(&own).await;
    let ready = async || {
        let sql = "SELECT count(*) FROM avatar_uploads WHERE status = 'ready'";
        let count = sqlx::query_scalar::<_, i64>(sql).fetch_one(app.pool());
        usize::try_from(count.await.unwrap()).unwrap()
    };
    eventually("no picture is made", async || ready().await > 0).await;
    first.kill();
    assert!(ready().await < PEOPLE, "it was not in the middle of work");

    let second = MediaProcess::start(&own).await;
    for (person, id) in &uploads {
        app.callers.becomes_ready(person, id).await;
        assert_eq!(version_of(&app, person).await, 2);
    }
    assert!(second.has_said("a message came back unsettled"));
    let ears = Ears::at(&parts.variables["RABBITMQ_URL"]).await;
    assert_eq!(ears.waiting(&format!("{QUEUE}.dead")).await, 0);

    second.answers_for_itself(TOKEN).await;
    second.ends_well().await;
    app.process.shut_down(false).await;
}

/// Storage tells of an object that concerns nobody.
fn nothing_of_ours() -> Value {
    let place = json!({"bucket": {"name": "others"}, "object": {"key": "a"}});
    json!({"Records": [{"eventName": "s3:ObjectCreated:Put", "s3": place}]})
}
