//! Who sees whom, at the person's address.

use crate::{
    harness::{Call, Person, TestApp, people, tokens},
    profiles::{change, profile, sketch, somebody},
};
use serde_json::json;

const SEEN: &str = "seen";
const HIDDEN: &str = "hidden";
const REFUSED: &str = "refused";

async fn told(call: Call) -> &'static str {
    let reply = call.await;
    match reply.status {
        200 => SEEN,
        403 => {
            reply.fails(403, "forbidden");
            REFUSED
        }
        _ => {
            reply.fails(404, "not_found");
            HIDDEN
        }
    }
}

#[tokio::test]
async fn a_person_is_seen_as_far_as_they_choose() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    let tenant = people::new_id();
    let mut boss = people::sketch("boss");
    boss["role"] = json!("admin");
    let boss = app.account(&boss, Some(&tenant)).await;
    let mut stranger = ben.clone();
    (stranger.id, stranger.auth_id) = (people::new_id(), people::new_id());
    let others = tokens::service("users:read users:write enrollments:read enrollments:write");
    for (visibility, expected) in [
        (
            "public",
            [SEEN, SEEN, SEEN, SEEN, SEEN, SEEN, REFUSED, HIDDEN],
        ),
        (
            "members",
            [HIDDEN, HIDDEN, SEEN, SEEN, SEEN, SEEN, REFUSED, HIDDEN],
        ),
        (
            "private",
            [HIDDEN, HIDDEN, HIDDEN, SEEN, SEEN, HIDDEN, REFUSED, HIDDEN],
        ),
    ] {
        change(&app, &ada, json!({"visibility": visibility})).await;
        let ask = || app.get(&profile(&ada.id));
        let calls = [
            ask(),
            ask().by(&stranger),
            ask().by(&ben),
            ask().by(&ada),
            ask().by(&grace),
            ask().bearer(&tokens::service("profiles:read")),
            ask().bearer(&others),
            ask().by(&boss),
        ];
        let mut got = Vec::new();
        for call in calls {
            got.push(told(call).await);
        }
        assert_eq!(got, expected, "{visibility}");
    }
}

#[tokio::test]
async fn whose_account_is_closed_is_seen_by_admins_alone_and_who_is_deleted_by_nobody() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let (ben, grace) = (app.person("ben").await, app.admin("grace").await);
    for (status, to_all, to_admins) in [
        ("pending_instructor_review", SEEN, SEEN),
        ("suspended", HIDDEN, SEEN),
        ("inactive", HIDDEN, SEEN),
        ("active", SEEN, SEEN),
        ("deleted", HIDDEN, HIDDEN),
    ] {
        app.set_status(&ada, status).await;
        let ask = || app.get(&profile(&ada.id));
        assert_eq!(told(ask()).await, to_all, "{status}");
        assert_eq!(told(ask().by(&ben)).await, to_all, "{status}");
        assert_eq!(told(ask().by(&grace)).await, to_admins, "{status}");
    }
}

#[tokio::test]
async fn whose_own_account_is_closed_sees_nobody_not_even_who_is_public() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let ben = app.person("ben").await;
    for (status, code) in [
        ("suspended", "account_suspended"),
        ("inactive", "account_inactive"),
    ] {
        app.set_status(&ben, status).await;
        for handle in [&*ada.id, &people::new_id(), "%ff"] {
            app.get(&profile(handle)).by(&ben).await.fails(403, code);
        }
    }
}

#[tokio::test]
async fn a_bad_token_is_not_nobody() {
    let app = TestApp::start().await;
    let ada = somebody(&app, "Ada Lovelace", json!({"visibility": "public"})).await;
    let path = profile(&ada.id);
    let mut late = ada.claims();
    late["exp"] = json!(tokens::in_seconds(-600));
    for (token, error) in [
        ("x.y.z", "Invalid token"),
        (&*tokens::signed(&late), "Token has expired"),
    ] {
        let reply = app.get(&path).bearer(token).await;
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(reply.fails(401, "unauthenticated")["error"], error);
    }
    app.get(&path)
        .header("authorization", "Bearer ")
        .await
        .fails(401, "unauthenticated");
    app.get(&path).await.is(200);
}

#[tokio::test]
async fn everybody_looks_at_the_people_of_their_tenant() {
    let app = TestApp::start().await;
    let tenant = people::new_id();
    let more = json!({"username": "ada", "visibility": "public"});
    let here = app.account(&sketch("Ada Here", &more), None).await;
    let there = app
        .account(&sketch("Ada There", &more), Some(&tenant))
        .await;
    let ben = app.account(&people::sketch("ben"), Some(&tenant)).await;
    let joan = app.person("joan").await;
    // Somebody without an account here, whose token names the tenant.
    let mut stranger = ben.clone();
    (stranger.id, stranger.auth_id) = (people::new_id(), people::new_id());
    let of = |person: &Person, viewer: Option<&Person>| {
        let call = app.get(&profile(&person.id));
        viewer.map_or_else(|| app.get(&profile(&person.id)), |viewer| call.by(viewer))
    };
    for (viewer, seen, hidden) in [
        (None, &here, &there),
        (Some(&joan), &here, &there),
        (Some(&ben), &there, &here),
        (Some(&stranger), &there, &here),
    ] {
        assert_eq!(told(of(seen, viewer)).await, SEEN);
        assert_eq!(told(of(hidden, viewer)).await, HIDDEN);
        let named = app.get(&profile("ada"));
        let named = match viewer {
            Some(viewer) => named.by(viewer),
            None => named,
        };
        assert_eq!(named.await.is(200).data()["id"], seen.id);
    }
    let service = app
        .get(&profile("ada"))
        .bearer(&tokens::service_in(&tenant, "profiles:read"));
    assert_eq!(service.await.is(200).data()["id"], there.id);
}
