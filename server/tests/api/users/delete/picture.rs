//! Pictures go with the account.

use crate::{harness::TestApp, users::avatar::GIF};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// How the uploads of somebody stand, the oldest first.
const UPLOADS: &str = "SELECT jsonb_agg(jsonb_build_array(status, reason, sweep_at <= now()) ORDER BY id) \
    FROM avatar_uploads WHERE user_id = $1";

#[tokio::test]
async fn picture_and_uploads_are_let_go_and_their_files_go_with_the_next_sweep() {
    let mut app = TestApp::with_storage(&[]).await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    app.take_in_events().await;
    let media = app.make_pictures();
    let shown = app.upload(&ada, "image/gif", GIF).await;
    let ready = app.settled(&ada, &shown).await;
    assert_eq!(ready["status"], "ready");
    media.stop().await;
    // One more is under way.
    let waits = app.upload(&ada, "image/gif", GIF).await;
    let small = ready["avatarUrls"]["small"].as_str().unwrap();
    let client = reqwest::Client::new();
    let picture = async || client.get(small).send().await.unwrap().status();
    assert_eq!(picture().await, StatusCode::OK);
    app.delete(&grace, &ada).await.is(200);
    let row: Value = app
        .find("SELECT jsonb_build_array(avatar_url, avatar_urls) FROM user_profiles WHERE user_id = $1", &ada.id)
        .await;
    assert_eq!(row, json!([null, null]));
    let uploads: Value = app.find(UPLOADS, &ada.id).await;
    let gone = json!(["expired", "removed", true]);
    assert_eq!(uploads[0], gone);
    assert_eq!(
        (&uploads[1][0], &uploads[1][1]),
        (&gone[0], &gone[1]),
        "{uploads}"
    );
    let changes = &app.entries_of(&ada.id).await;
    let last = changes
        .iter()
        .find(|entry| entry["action"] == "user.deleted")
        .unwrap();
    assert_eq!(last["changes"][1], json!({"field": "avatarUrl"}));
    let avatar = &app.state().services.avatar;
    avatar
        .sweep(app.state().services.clock.now())
        .await
        .unwrap();
    assert_eq!(picture().await, StatusCode::NOT_FOUND);
    assert_eq!(app.storage().pictures_since(&shown), None);
    // Its message comes to the media-service after all: nothing of it comes back.
    let media = app.make_pictures();
    let ben = app.person("ben").await;
    let bens = app.upload(&ben, "image/gif", GIF).await;
    assert_eq!(app.settled(&ben, &bens).await["status"], "ready");
    let uploads: Value = app.find(UPLOADS, &ada.id).await;
    assert_eq!(uploads[1][0], gone[0], "{waits} stays gone");
    assert_eq!(*app.kinds_since(&ada).await.last().unwrap(), "user.deleted");
    media.stop().await;
}
