//! `GET /users`. Who may is in the table of `routes.rs`.

mod filters;
mod orders;
mod parameters;
mod tenants;

use crate::harness::{Person, Reply, TestApp, USERS, people};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use service::Clock;

/// An admin asks with these parameters.
async fn asked(app: &TestApp, by: &Person, parameters: &[(&str, &str)]) -> Reply {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    app.get(&format!("{USERS}?{query}")).by(by).await
}

/// The first names on a page, in their order.
fn firsts(reply: &Reply) -> Vec<String> {
    let users = reply.data();
    let name = |user: &Value| user["firstName"].as_str().unwrap().to_owned();
    users.as_array().unwrap().iter().map(name).collect()
}

fn total(reply: &Reply) -> u64 {
    reply.json()["pagination"]["total"].as_u64().unwrap()
}

/// A tenant of nine, who came one a minute.
struct Nine {
    app: TestApp,
    clock: Clock,
    begun: DateTime<Utc>,
    /// The first of them.
    admin: Person,
    all: Vec<Person>,
}

/// First and last name, the part of the address before the `@`, and whatever else is given.
fn nine() -> [(&'static str, &'static str, &'static str, Value); 9] {
    [
        ("Grace", "Hopper", "grace", json!({"role": "admin"})),
        ("José", "Núñez", "pepe", json!({"username": "pepe.n"})),
        (
            "Ángel",
            "núñez",
            "angel",
            json!({"role": "instructor", "displayName": "The Teacher"}),
        ),
        (
            "Zoë",
            "Ångström",
            "zoe_50",
            json!({"displayName": "100% Zoë"}),
        ),
        ("bob", "Hopper", "bob", json!({"displayName": "50_50 Bob"})),
        ("Émile", "Zola", "emile", json!({"role": "instructor"})),
        ("Jo", "O'Neil", "joneil", json!({"username": "quim"})),
        ("John", "Smith-Jones", "john.smith", json!({})),
        ("Joan", "Smith", "joan+list", json!({})),
    ]
}

impl Nine {
    async fn gather() -> Self {
        let begun = Clock::system().now() - TimeDelta::hours(1);
        let clock = Clock::fixed(begun);
        let app = TestApp::by(clock.clone(), &[]).await;
        let mut all = Vec::new();
        for (first, last, local, more) in nine() {
            clock.set(clock.now() + TimeDelta::minutes(1));
            let mut sketch = json!({
                "authId": people::new_id(), "email": format!("{local}@example.test"), "firstName": first, "lastName": last,
            });
            sketch
                .as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            all.push(app.account(&sketch, None).await);
        }
        let admin = all[0].clone();
        Self {
            app,
            clock,
            begun,
            admin,
            all,
        }
    }

    async fn asked(&self, parameters: &[(&str, &str)]) -> Reply {
        asked(&self.app, &self.admin, parameters).await.is(200)
    }
}

#[tokio::test]
async fn everybody_is_shown_as_at_their_own_address_the_newest_first() {
    let nine = Nine::gather().await;
    let reply = nine.asked(&[]).await;
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    let users = reply.data();
    let users = users.as_array().unwrap();
    assert_eq!(users.len(), 9);
    for (user, person) in users.iter().zip(nine.all.iter().rev()) {
        let alone = nine
            .app
            .get(&person.path())
            .by(&nine.admin)
            .await
            .is(200)
            .data();
        assert_eq!(*user, alone);
    }
    let pagination = json!({
        "page": 1, "limit": 20, "total": 9, "totalPages": 1, "hasNext": false, "hasPrev": false,
    });
    assert_eq!(reply.json()["pagination"], pagination);
    assert!(reply.json().get("message").is_none());
}

#[tokio::test]
async fn what_changes_is_seen_at_once_on_every_server() {
    let nine = Nine::gather().await;
    let (app, jo) = (&nine.app, &nine.all[6]);
    let other = app.replica().await;
    let found = async |server: &TestApp, parameters: &[(&str, &str)]| {
        let reply = asked(server, &nine.admin, parameters).await.is(200);
        (firsts(&reply), total(&reply))
    };
    let one = |name: &str| (vec![name.to_owned()], 1);
    let nobody = (Vec::new(), 0);
    for server in [app, &other] {
        assert_eq!(found(server, &[("search", "o'neil")]).await, one("Jo"));
    }
    app.put(
        crate::harness::ME,
        &json!({"lastName": "Quimby", "firstName": "Josephine"}),
    )
    .by(jo)
    .await
    .is(200);
    app.give_role(&nine.admin, jo, "instructor").await.is(200);
    app.put_status(&nine.admin, jo, "suspended").await.is(200);
    for server in [&other, app] {
        assert_eq!(found(server, &[("search", "o'neil")]).await, nobody);
        assert_eq!(
            found(server, &[("search", "quimb")]).await,
            one("Josephine")
        );
        assert_eq!(
            found(server, &[("status", "suspended"), ("role", "instructor")]).await,
            one("Josephine")
        );
    }
    app.delete(&nine.admin, jo).await.is(200);
    for server in [&other, app] {
        assert_eq!(found(server, &[("search", "quimb")]).await, nobody);
        assert_eq!(found(server, &[("status", "deleted")]).await, nobody);
        assert_eq!(found(server, &[("search", &jo.id)]).await, nobody);
        assert_eq!(found(server, &[]).await.1, 8);
    }
}
