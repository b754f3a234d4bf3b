//! Whom the directory lists: people who are seen and want to be found.

use super::{found, search};
use crate::{
    harness::{TestApp, people, tokens},
    profiles::{PROFILES, asked, change, names, profile, sees, sketch, somebody},
    users::blocks::{block, unblock},
};
use serde_json::json;

#[tokio::test]
async fn an_entry_is_what_the_persons_address_shows() {
    let app = TestApp::start().await;
    let more = json!({"username": "ada", "headline": "Numbers", "skills": ["Analysis"], "role": "instructor"});
    let ada = somebody(&app, "Ada Lovelace", more).await;
    let ben = app.person("ben").await;
    let shown = app.get(&profile(&ada.id)).by(&ben).await.is(200).data();
    let listed = found(&app, &ben, &[("search", "ada")]).await;
    assert_eq!(listed.data(), json!([shown]));
    assert_eq!(listed.header("cache-control"), "private, no-cache");
    assert_eq!(listed.header("etag"), "");
    let pagination = json!({"page": 1, "limit": 20, "total": 1, "totalPages": 1, "hasNext": false, "hasPrev": false});
    assert_eq!(listed.json()["pagination"], pagination);
    let service = tokens::service("profiles:read");
    let listed = app
        .get(&asked(&[("search", "ada")]))
        .bearer(&service)
        .await
        .is(200);
    assert_eq!(listed.data(), json!([shown]));
}

#[tokio::test]
async fn without_a_search_everybody_is_listed_by_name() {
    let app = TestApp::start().await;
    for name in [
        "Émile Zola",
        "ada lovelace",
        "Zoë Ünlü",
        "Edgar Poe",
        "Ben Other",
    ] {
        somebody(&app, name, json!({})).await;
    }
    let ada = somebody(&app, "Eve Own", json!({})).await;
    let all = [
        "ada lovelace",
        "Ben Other",
        "Edgar Poe",
        "Émile Zola",
        "Eve Own",
        "Zoë Ünlü",
    ];
    for parameters in [
        &[][..],
        &[("search", "")],
        &[("search", " \u{202e} ")],
        &[("search", "\u{301}")],
        &[("skill", " ")],
    ] {
        assert_eq!(
            names(&found(&app, &ada, parameters).await),
            all,
            "{parameters:?}"
        );
    }
}

#[tokio::test]
async fn who_does_not_want_to_be_found_has_an_address_and_is_in_no_list() {
    let app = TestApp::start().await;
    let more = json!({"username": "ada", "visibility": "public", "discoverable": false, "skills": ["Analysis"]});
    let ada = somebody(&app, "Ada Lovelace", more).await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    for viewer in [&ben, &grace, &ada] {
        assert!(sees(&app, viewer, &ada).await);
        for parameters in [
            &[("search", "ada")][..],
            &[("search", "@ada")],
            &[("search", "lovelac")],
            &[("search", "adda lovelace")],
            &[("skill", "analysis")],
        ] {
            let reply = found(&app, viewer, parameters).await;
            assert_eq!(reply.data(), json!([]), "{parameters:?}");
            assert_eq!(reply.json()["pagination"]["total"], 0, "{parameters:?}");
        }
        let all = found(&app, viewer, &[]).await;
        assert_eq!(names(&all), ["Ben Example", "Grace Example"]);
        assert_eq!(all.json()["pagination"]["total"], 2);
    }
    change(&app, &ada, json!({"discoverable": true})).await;
    assert_eq!(search(&app, &ben, "ada").await, ["Ada Lovelace"]);
}

#[tokio::test]
async fn who_is_private_finds_themselves_and_is_found_by_admins() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "private"})).await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    let service = tokens::service("profiles:read");
    let expected: [&[&str]; 2] = [&["Ada Lovelace"], &[]];
    for (token, expected) in [
        (ada.token(), expected[0]),
        (grace.token(), expected[0]),
        (ben.token(), expected[1]),
        (service, expected[1]),
    ] {
        let listed = app
            .get(&asked(&[("search", "ada")]))
            .bearer(&token)
            .await
            .is(200);
        assert_eq!(names(&listed), expected);
        assert_eq!(listed.json()["pagination"]["total"], expected.len());
    }
}

#[tokio::test]
async fn whose_account_is_closed_is_found_by_admins_alone() {
    let app = TestApp::start().await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    for status in ["suspended", "inactive", "deleted"] {
        let one = somebody(&app, &format!("Ada {status}"), json!({})).await;
        app.set_status(&one, status).await;
    }
    assert_eq!(search(&app, &ben, "ada").await, [""; 0]);
    assert_eq!(
        search(&app, &grace, "ada").await,
        ["Ada inactive", "Ada suspended"]
    );
}

#[tokio::test]
async fn another_tenants_people_are_in_its_own_directory() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let here = app.account(&sketch("Ada Here", &json!({})), None).await;
    let there = app
        .account(&sketch("Ada There", &json!({})), Some(&tenant))
        .await;
    assert_eq!(search(&app, &here, "ada").await, ["Ada Here"]);
    assert_eq!(search(&app, &there, "ada").await, ["Ada There"]);
    let service = tokens::service_in(&tenant, "profiles:read");
    let listed = app.get(PROFILES).bearer(&service).await.is(200);
    assert_eq!(names(&listed), ["Ada There"]);
}

#[tokio::test]
async fn a_block_takes_each_out_of_the_others_directory_until_it_ends() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"username": "ada"})).await;
    let ben = somebody(&app, "Ben Other", json!({"username": "ben"})).await;
    let joan = somebody(&app, "Joan Third", json!({})).await;
    let all = ["Ada Lovelace", "Ben Other", "Joan Third"];
    block(&app, &ada, &ben).await.is(201);
    assert_eq!(search(&app, &ada, "").await, ["Ada Lovelace", "Joan Third"]);
    assert_eq!(search(&app, &ben, "").await, ["Ben Other", "Joan Third"]);
    assert_eq!(search(&app, &joan, "").await, all);
    for (viewer, name) in [(&ada, "ben"), (&ben, "ada")] {
        let reply = found(&app, viewer, &[("search", name)]).await.json();
        assert_eq!(
            (&reply["data"], &reply["pagination"]["total"]),
            (&json!([]), &json!(0))
        );
    }
    unblock(&app, &ada, &ben).await.is(200);
    for viewer in [&ada, &ben] {
        assert_eq!(search(&app, viewer, "").await, all);
    }
}
