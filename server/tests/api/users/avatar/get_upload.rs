//! `GET /users/me/avatar/uploads/{uploadId}`

use super::{UPLOADS, asked, processed, urls};
use crate::harness::{TestApp, people};

#[tokio::test]
async fn an_upload_is_told_as_it_stands_on_every_server() {
    let app = TestApp::start().await;
    let replica = app.replica().await;
    let ada = app.person("ada").await;
    let upload = asked(&app, &ada).await;
    let seen = async |server: &TestApp| {
        let reply = server.get(&format!("{UPLOADS}/{upload}")).by(&ada).await;
        reply.is(200).json()["data"].clone()
    };
    let pending = seen(&replica).await;
    assert_eq!(pending["status"], "pending");
    assert!(pending.get("avatarUrls").is_none() && pending.get("reason").is_none());
    processed(&app, &ada, &upload).await;
    for server in [&app, &replica] {
        let ready = seen(server).await;
        assert_eq!(ready["status"], "ready");
        assert_eq!(ready["avatarUrls"], urls(&app, &upload));
        let me = server.get(crate::harness::ME).by(&ada).await.is(200);
        let me = me.json()["data"].clone();
        assert_eq!(me["avatarUrls"], ready["avatarUrls"]);
        assert_eq!(me["avatarUrl"], ready["avatarUrls"]["large"]);
        assert_eq!(me["version"], 2);
    }
}

#[tokio::test]
async fn nobody_sees_an_upload_of_somebody_else() {
    let app = TestApp::start().await;
    let (ada, ben) = (app.person("ada").await, app.person("ben").await);
    let admin = app.admin("admin").await;
    let upload = asked(&app, &ada).await;
    for person in [&ben, &admin] {
        let reply = app.get(&format!("{UPLOADS}/{upload}")).by(person).await;
        reply.fails(404, "not_found");
    }
    let nobodys = format!("{UPLOADS}/{}", people::new_id());
    app.get(&nobodys).by(&ada).await.fails(404, "not_found");
    let bad = app.get(&format!("{UPLOADS}/seven")).by(&ada).await;
    bad.refuses(&[("uploadId", "invalid_id")]);
}
