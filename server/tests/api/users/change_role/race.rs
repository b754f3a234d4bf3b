//! Admins against each other, on two servers: one active admin of a tenant is left, whatever they do.

use crate::harness::{Call, Person, Reply, TestApp, eventually, people};
use futures::future::join_all;
use serde_json::json;

/// What takes an admin away.
const WAYS: [&str; 5] = ["role", "roles", "suspended", "inactive", "delete"];

fn take_away(server: &TestApp, way: &str, by: &Person, whom: &Person) -> Call {
    match way {
        "role" => server.give_role(by, whom, "student"),
        "roles" => server.give_roles(by, [whom.id.as_str()], "instructor"),
        "delete" => server.delete(by, whom),
        status => server.put_status(by, whom, status),
    }
}

/// Whether somebody was taken away; if not, whether because nobody would be left.
fn came_through(way: &str, reply: &Reply) -> Result<(), String> {
    if way == "roles" && reply.status == 200 {
        let outcome = reply.data();
        let failed = outcome["errors"][0]["code"].as_str();
        return failed.map_or(Ok(()), |code| Err(code.to_owned()));
    }
    match reply.status {
        200 => Ok(()),
        403 | 404 | 409 => Err(reply.json()["code"].as_str().unwrap().to_owned()),
        _ => panic!("{}", reply.text),
    }
}

/// Admins of a new tenant.
async fn admins(app: &TestApp, count: usize) -> Vec<Person> {
    let tenant = people::new_id();
    let mut admins = Vec::new();
    for n in 0..count {
        let mut sketch = people::sketch(&format!("admin{n}"));
        sketch["role"] = json!("admin");
        admins.push(app.account(&sketch, Some(&tenant)).await);
    }
    admins
}

/// How many transactions of this database wait for the lock on a tenant's admins.
async fn waiting(app: &TestApp) -> i64 {
    let sql = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    sqlx::query_scalar(sql).fetch_one(app.pool()).await.unwrap()
}

#[tokio::test]
async fn of_two_admins_who_take_each_other_away_one_stays_whichever_way_they_choose() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    for first in WAYS {
        for second in WAYS {
            let pair = admins(&app, 2).await;
            let (ada, ben) = (&pair[0], &pair[1]);
            // Both are let in as admins; then they wait for each other.
            let held = "SELECT pg_advisory_xact_lock(hashtextextended('admins of ' || $1, 0))";
            let mut holder = app.pool().begin().await.unwrap();
            let held = sqlx::query(held).bind(ada.tenant.as_ref().unwrap());
            held.execute(&mut *holder).await.unwrap();
            let both = async {
                tokio::join!(
                    take_away(&app, first, ada, ben).into_future(),
                    take_away(&other, second, ben, ada).into_future()
                )
            };
            let release = async {
                eventually("both come as far as the lock", async || {
                    waiting(&app).await == 2
                })
                .await;
                holder.rollback().await.unwrap();
            };
            let ((one, two), ()) = tokio::join!(both, release);
            let outcomes = [came_through(first, &one), came_through(second, &two)];
            let refused: Vec<_> = outcomes.iter().filter_map(|o| o.as_ref().err()).collect();
            assert_eq!(refused, ["last_admin"], "{first} against {second}");
            assert_eq!(app.active_admins(ada).await, 1, "{first} against {second}");
        }
    }
}

#[tokio::test]
async fn nor_does_it_matter_when_they_come() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    for round in 0..20 {
        let pair = admins(&app, 2).await;
        let way = WAYS[round % WAYS.len()];
        let (one, two) = tokio::join!(
            take_away(&app, way, &pair[0], &pair[1]).into_future(),
            take_away(&other, way, &pair[1], &pair[0]).into_future()
        );
        let outcomes = [came_through(way, &one), came_through(way, &two)];
        let refused = outcomes.iter().filter_map(|o| o.as_ref().err());
        let refused: Vec<_> = refused.map(String::as_str).collect();
        // Who came too late is no admin any more.
        let known = [
            "last_admin",
            "forbidden",
            "account_suspended",
            "account_inactive",
        ];
        assert!(
            refused.len() == 1 && known.contains(&refused[0]),
            "{way}: {outcomes:?}"
        );
        assert_eq!(app.active_admins(&pair[0]).await, 1, "{way}");
    }
}

#[tokio::test]
async fn of_eight_who_all_take_each_other_away_at_once_at_least_one_is_left() {
    let app = TestApp::start().await;
    let other = app.replica().await;
    for _ in 0..3 {
        let all = admins(&app, 8).await;
        let mut calls = Vec::new();
        for (n, by) in all.iter().enumerate() {
            for (m, whom) in all.iter().enumerate().filter(|(m, _)| *m != n) {
                let server = [&app, &other][(n + m) % 2];
                let way = WAYS[(n * 3 + m) % WAYS.len()];
                calls.push(
                    async move { came_through(way, &take_away(server, way, by, whom).await) },
                );
            }
        }
        let outcomes = join_all(calls).await;
        let left = app.active_admins(&all[0]).await;
        assert!(left >= 1, "nobody is left: {outcomes:?}");
        assert!(left < 8, "nobody was taken away: {outcomes:?}");
    }
}
