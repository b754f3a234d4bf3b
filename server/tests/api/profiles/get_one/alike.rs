//! Who is not there, and who is not to be seen, are answered alike.

use crate::{
    harness::{Person, TestApp, people},
    profiles::{change, lasting, profile, sketch, somebody},
    users::blocks::block,
};
use serde_json::json;

/// Handles of people whom Ben does not see, for whatever reason.
async fn unseen(app: &TestApp, ben: &Person) -> Vec<(&'static str, String)> {
    let mut found = vec![
        ("unknown id", people::new_id()),
        ("unknown name", "nobody".into()),
    ];
    let mut add = |why, person: &Person, username: &str| {
        found.push((why, person.id.clone()));
        found.push((why, username.to_owned()));
    };
    for (why, status) in [
        ("suspended", "suspended"),
        ("inactive", "inactive"),
        ("deleted", "deleted"),
    ] {
        let one = somebody(app, "Ada One", json!({"username": why})).await;
        app.set_status(&one, status).await;
        add(why, &one, why);
    }
    let private = json!({"username": "hidden", "visibility": "private"});
    add(
        "private",
        &somebody(app, "Ada Two", private).await,
        "hidden",
    );
    let shut_out = somebody(app, "Ada Three", json!({"username": "shut-out"})).await;
    block(app, ben, &shut_out).await.is(201);
    add("blocked", &shut_out, "shut-out");
    let shy = somebody(app, "Ada Four", json!({"username": "shy"})).await;
    block(app, &shy, ben).await.is(201);
    add("has blocked", &shy, "shy");
    let public = json!({"username": "abroad", "visibility": "public"});
    let abroad = app
        .account(&sketch("Ada Five", &public), Some(&people::new_id()))
        .await;
    add("of another tenant", &abroad, "abroad");
    let renamed = somebody(app, "Ada Six", json!({"username": "former"})).await;
    change(app, &renamed, json!({"username": "latter"})).await;
    found.push(("former name", "former".into()));
    found
}

#[tokio::test]
async fn nobody_can_tell_who_is_hidden_from_who_is_not_there() {
    let app = TestApp::start().await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    let unseen = unseen(&app, &ben).await;
    let expected = lasting(&app.get(&profile("nobody-at-all")).by(&ben).await);
    assert_eq!(expected.1["error"], "Not found");
    assert_eq!(expected.1["code"], "not_found");
    for (why, handle) in &unseen {
        let reply = app.get(&profile(handle)).by(&ben).await;
        assert_eq!(lasting(&reply), expected, "{why}: {handle}");
        // Nor by what they know of a representation.
        let known = app
            .get(&profile(handle))
            .by(&ben)
            .header("if-none-match", "*");
        assert_eq!(lasting(&known.await), expected, "{why}: {handle}");
        // Whoever is not signed in is told the same: nobody in the list is public.
        let reply = app.get(&profile(handle)).await;
        assert_eq!(lasting(&reply), expected, "{why}: {handle}");
    }
    let mut seen = Vec::new();
    for (why, handle) in &unseen {
        if app.get(&profile(handle)).by(&grace).await.status == 200 {
            seen.push(*why);
        }
    }
    seen.dedup();
    assert_eq!(
        seen,
        ["suspended", "inactive", "private", "blocked", "has blocked"]
    );
}

#[tokio::test]
async fn whatever_stands_in_the_address_is_somebody_or_nobody() {
    let app = TestApp::start().await;
    let ada = somebody(
        &app,
        "Ada Lovelace",
        json!({"username": "ada", "visibility": "public"}),
    )
    .await;
    let id = &ada.id;
    let long = "a".repeat(10_000);
    let odd = [
        "%ff",
        "ada%ff",
        "%00",
        "ada%00",
        "%c3%28",
        "%ED%A0%80",
        "%2f",
        "ada%2f",
        "%5c",
        "%0a",
        "%20ada",
        "ada%20",
        "%40ada",
        "%25",
        "ada%25",
        "ad_",
        "%F0%9F%9A%80",
        "%E2%80%AEada",
        "me",
        "null",
        "undefined",
        "%27%20OR%201=1",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        &id.replace('-', ""),
        &format!("%7B{id}%7D"),
        &format!("urn:uuid:{id}"),
        &id[..35],
        &format!("{id}0"),
        &id.replacen('-', "_", 1),
        &long,
        &"%ff".repeat(3_000),
        &"%F0%9F%9A%80".repeat(800),
    ];
    let expected = lasting(&app.get(&profile("nobody")).await.is(404));
    for handle in odd {
        let reply = app.get(&profile(handle)).await;
        assert_eq!(lasting(&reply), expected, "{handle:.80}");
        let reply = app.get(&profile(handle)).by(&ada).await;
        assert_eq!(lasting(&reply), expected, "{handle:.80}");
    }
    for handle in [&**id, &id.to_uppercase(), "ada", "ADA", "%61da", "Ad%41"] {
        assert_eq!(
            app.get(&profile(handle)).await.is(200).data()["id"],
            *id,
            "{handle}"
        );
    }
}
