//! Pages of the audit log, by number and by cursor.

use super::asked;
use crate::harness::{Person, TestApp};
use serde_json::{Value, json};

/// Twelve changes of one person.
async fn twelve() -> (TestApp, Person, Person) {
    let app = TestApp::start().await;
    let (grace, ada) = (app.admin("grace").await, app.person("ada").await);
    for n in 0..6 {
        for role in ["instructor", "student"] {
            let call = app.give_role(&grace, &ada, role);
            call.header("x-request-id", &format!("r-{n}-{role}"))
                .await
                .is(200);
        }
    }
    (app, grace, ada)
}

fn ids(page: &Value) -> Vec<String> {
    let entries = page["data"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_are_read_to_the_end_by_number_and_by_cursor() {
    let (app, grace, ada) = twelve().await;
    let filter = [("target", ada.id.as_str()), ("action", "user.role_changed")];
    let whole = asked(&app, &grace, &filter).await.is(200).json();
    let whole = ids(&whole);
    assert_eq!(whole.len(), 12);
    for limit in ["1", "5", "6", "12"] {
        let (mut numbered, mut followed) = (Vec::new(), Vec::new());
        let mut cursor: Option<String> = None;
        for page in 1.. {
            let number = page.to_string();
            let common = [&filter[..], &[("limit", limit)]].concat();
            let by_number = [&common[..], &[("page", number.as_str())]].concat();
            let by_cursor = match &cursor {
                Some(cursor) => [&common[..], &[("cursor", cursor.as_str())]].concat(),
                None => common,
            };
            let one = asked(&app, &grace, &by_number).await.is(200).json();
            let two = asked(&app, &grace, &by_cursor).await.is(200).json();
            assert_eq!(one["pagination"], two["pagination"]);
            assert_eq!(
                (&one["pagination"]["total"], &one["pagination"]["page"]),
                (&json!(12), &json!(page))
            );
            numbered.extend(ids(&one));
            followed.extend(ids(&two));
            cursor = two["pagination"]["nextCursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(
            (numbered, followed),
            (whole.clone(), whole.clone()),
            "{limit} a page"
        );
    }
    let far = asked(
        &app,
        &grace,
        &[&filter[..], &[("page", "4294967295"), ("limit", "100")]].concat(),
    )
    .await;
    assert_eq!(
        (far.data(), &far.json()["pagination"]["total"]),
        (json!([]), &json!(12))
    );
}

#[tokio::test]
async fn a_cursor_goes_on_whatever_is_added_meanwhile() {
    let (app, grace, ada) = twelve().await;
    let filter = [
        ("target", ada.id.as_str()),
        ("limit", "5"),
        ("action", "user.role_changed"),
    ];
    let first = asked(&app, &grace, &filter).await.is(200).json();
    let cursor = first["pagination"]["nextCursor"].as_str().unwrap();
    app.give_role(&grace, &ada, "admin").await.is(200);
    let second = asked(&app, &grace, &[&filter[..], &[("cursor", cursor)]].concat())
        .await
        .is(200)
        .json();
    let (first, second) = (ids(&first), ids(&second));
    assert_eq!((first.len(), second.len()), (5, 5));
    assert!(second.iter().all(|id| !first.contains(id)));
    let now = asked(
        &app,
        &grace,
        &[("target", ada.id.as_str()), ("action", "user.role_changed")],
    )
    .await;
    let now = ids(&now.json());
    assert_eq!(now[1..11], [first, second].concat());
}

#[tokio::test]
async fn the_total_of_everything_is_exact_also_when_entries_are_sealed() {
    let (app, grace, _) = twelve().await;
    let all = async || {
        let page = asked(&app, &grace, &[("limit", "1")]).await.is(200).json();
        page["pagination"]["total"].as_i64().unwrap()
    };
    let counted = async || {
        let sql = "SELECT count(*) FROM audit_log WHERE tenant_id = $1";
        app.find::<i64>(sql, &app.default_tenant()).await
    };
    // Reading is told of from the next page on.
    let first = all().await;
    assert_eq!(first + 1, counted().await);
    assert_eq!(all().await, counted().await);
    app.state().services.audit.seal().await.unwrap();
    assert_eq!(all().await, counted().await);
    app.person("ben").await;
    assert_eq!(all().await, counted().await);
}
