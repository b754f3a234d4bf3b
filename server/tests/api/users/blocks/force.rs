//! A block is in force as soon as it is made, and until it ends, whichever server is asked.

use super::{block, unblock};
use crate::{
    harness::{Person, TestApp, people},
    profiles::{asked, change, names, sees, somebody},
};
use futures::future::join_all;
use serde_json::json;

/// Whether the viewer meets somebody at their address, by id and by name, in the directory, among
/// suggestions: everywhere, or nowhere.
async fn meets(app: &TestApp, viewer: &Person, other: &Person, name: &str) -> bool {
    let at_address = sees(app, viewer, other).await;
    let username = name.split(' ').next().unwrap().to_lowercase();
    let by_name = app
        .get(&crate::profiles::profile(&username))
        .by(viewer)
        .await
        .status
        == 200;
    let all = app.get(&asked(&[])).by(viewer).await.is(200);
    let searched = app
        .get(&asked(&[("search", &username)]))
        .by(viewer)
        .await
        .is(200);
    let suggested = app
        .get("/api/v1/users/me/suggestions")
        .by(viewer)
        .await
        .is(200);
    let count =
        |reply: &crate::harness::Reply| reply.json()["pagination"]["total"].as_u64().unwrap();
    let listed = names(&all).contains(&name.to_owned());
    assert_eq!(names(&all).len() as u64, count(&all));
    assert_eq!((by_name, listed), (at_address, at_address));
    assert_eq!(
        (count(&all), count(&searched)),
        if at_address { (2, 1) } else { (1, 0) }
    );
    assert_eq!(names(&searched).contains(&name.to_owned()), at_address);
    assert_eq!(names(&suggested).contains(&name.to_owned()), at_address);
    at_address
}

async fn two_learners(app: &TestApp) -> (Person, Person) {
    let course = people::new_id();
    let ada = somebody(app, "Ada Lovelace", json!({"username": "ada"})).await;
    let ben = somebody(app, "Ben Other", json!({"username": "ben"})).await;
    for person in [&ada, &ben] {
        app.enroll(&person.id, &course).await.is(201);
    }
    (ada, ben)
}

#[tokio::test]
async fn it_is_in_force_at_once_on_every_server_in_both_directions() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = two_learners(&app).await;
    let meet = async |expected: bool| {
        for server in [&other, &app] {
            assert_eq!(meets(server, &ada, &ben, "Ben Other").await, expected);
            assert_eq!(meets(server, &ben, &ada, "Ada Lovelace").await, expected);
        }
    };
    // Every server has seen them, and keeps what it keeps.
    meet(true).await;
    for n in 0..4 {
        let (here, there) = if n % 2 == 0 {
            (&app, &other)
        } else {
            (&other, &app)
        };
        block(here, &ada, &ben).await.is(201);
        meet(false).await;
        unblock(there, &ada, &ben).await.is(200);
        meet(true).await;
    }
}

#[tokio::test]
async fn readers_beside_a_block_leave_nothing_old_behind() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = two_learners(&app).await;
    for n in 0..6 {
        let is_blocked = n % 2 == 0;
        let readers = join_all((0..8).map(|n| {
            let server = if n % 2 == 0 { &app } else { &other };
            server
                .get(&crate::profiles::profile(&ben.id))
                .by(&ada)
                .into_future()
        }));
        let change = if is_blocked {
            block(&app, &ben, &ada)
        } else {
            unblock(&app, &ben, &ada)
        };
        let (_, changed) = tokio::join!(readers, change.into_future());
        changed.is(if is_blocked { 201 } else { 200 });
        assert_eq!(sees(&other, &ada, &ben).await, !is_blocked);
        assert_eq!(sees(&app, &ben, &ada).await, !is_blocked);
    }
}

#[tokio::test]
async fn a_choice_of_privacy_is_in_force_at_once_on_every_server() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    let (ada, ben) = two_learners(&app).await;
    for (visibility, expected) in [
        ("private", false),
        ("public", true),
        ("private", false),
        ("members", true),
    ] {
        change(&app, &ben, json!({"visibility": visibility})).await;
        for server in [&other, &app] {
            assert_eq!(meets(server, &ada, &ben, "Ben Other").await, expected);
        }
    }
}

#[tokio::test]
async fn nothing_else_that_people_do_together_tells_of_it() {
    let app = TestApp::start().await;
    let (ada, ben) = two_learners(&app).await;
    let before = app.me(&ben).await;
    block(&app, &ada, &ben).await.is(201);
    assert_eq!(app.me(&ben).await, before, "not even a version moves");
    // A username that is taken is taken, by whomever.
    let taken = app
        .put(crate::harness::ME, &json!({"username": "ada"}))
        .by(&ben)
        .await;
    taken.fails(409, "username_taken");
    // What Ben does with courses goes on.
    let mine = "/api/v1/users/me/enrollments";
    let courses = app.get(mine).by(&ben).await.is(200).data();
    assert_eq!(courses.as_array().map(Vec::len), Some(1));
}
