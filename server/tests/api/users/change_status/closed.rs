//! Whoever is not in use any longer is out at once, on every server, in every browser.

use super::two;
use crate::{
    harness::{ME, TestApp, tokens},
    profiles::{PROFILES, asked, names, sees},
    users::sessions::{is_in, names as sessions},
};
use serde_json::json;
use service::Clock;

#[tokio::test]
async fn browsers_are_signed_out_and_tokens_open_nothing() {
    for (status, code) in [
        ("suspended", "account_suspended"),
        ("inactive", "account_inactive"),
    ] {
        let (app, grace, ada) = two().await;
        let other = app.replica().await;
        let mut cookies = Vec::new();
        for _ in 0..2 {
            // The next visit is due to keep the session alive.
            let at = tokens::in_seconds(-600);
            let begun = json!({"seen_at": at, "begun": {"id": Clock::system().new_id(), "at": at}});
            cookies.push(app.cookie_with(&ada, &begun).await);
        }
        let graces = app.cookie(&grace).await;
        for server in [&app, &other] {
            server.get(ME).by(&ada).await.is(200);
            for cookie in &cookies {
                assert!(is_in(server, cookie).await);
            }
        }
        app.put_status(&grace, &ada, status).await.is(200);
        for server in [&other, &app] {
            let told = server.get(ME).by(&ada).await;
            told.fails(403, code);
            let told = server.put(ME, &json!({"bio": "x"})).by(&ada).await;
            told.fails(403, code);
        }
        // And they stay out, also when the account is in use again.
        app.put_status(&grace, &ada, "active").await.is(200);
        for server in [&app, &other] {
            for cookie in &cookies {
                assert!(!is_in(server, cookie).await, "{status}");
            }
            server.get(ME).by(&ada).await.is(200);
        }
        assert_eq!(sessions(&app, &ada).await, [""; 0]);
        assert!(is_in(&other, &graces).await, "others stay signed in");
    }
}

#[tokio::test]
async fn others_do_not_see_them_any_more_until_they_are_back() {
    let (app, grace, ada) = two().await;
    let other = app.replica().await;
    let ben = app.person("ben").await;
    let found = async |server: &TestApp| {
        let page = server
            .get(&asked(&[("search", "ada")]))
            .by(&ben)
            .await
            .is(200);
        assert_eq!(
            page.json()["pagination"]["total"],
            page.data().as_array().unwrap().len()
        );
        names(&page).len() == 1 && sees(server, &ben, &ada).await
    };
    assert!(found(&app).await && found(&other).await);
    for status in ["suspended", "active", "inactive", "active"] {
        app.put_status(&grace, &ada, status).await.is(200);
        for server in [&app, &other] {
            assert_eq!(found(server).await, status == "active", "{status}");
        }
    }
    app.put_status(&grace, &ada, "suspended").await.is(200);
    assert!(sees(&other, &grace, &ada).await, "admins see all");
    app.get(PROFILES)
        .by(&ada)
        .await
        .fails(403, "account_suspended");
}
