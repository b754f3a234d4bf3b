//! Orders, pages and cursors.

use super::{Nine, firsts, total};
use crate::harness::{ME, TestApp};
use chrono::TimeDelta;
use serde_json::json;

/// Each order from the least on, by the place in which people came; those of one line are equal, and in the
/// order of ids, which is that in which they came.
const ORDERS: [(&str, [usize; 9]); 5] = [
    ("createdAt", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
    // Who was changed last comes last.
    ("updatedAt", [0, 1, 2, 4, 6, 7, 8, 5, 3]),
    // angel, bob, emile, grace, jo, joan, john, jose, zoe
    ("firstName", [2, 4, 5, 0, 6, 8, 7, 1, 3]),
    // angstrom, hopper ×2, nunez ×2, o'neil, smith, smith-jones, zola
    ("lastName", [3, 0, 4, 1, 2, 6, 8, 7, 5]),
    // angel, bob, emile, grace, joan+list, john.smith, joneil, pepe, zoe_50
    ("email", [2, 4, 5, 0, 8, 7, 6, 1, 3]),
];
/// Who was seen, the longest ago first; all others come last in either direction.
const SEEN: [usize; 3] = [7, 2, 5];

async fn nine() -> Nine {
    let nine = Nine::gather().await;
    for who in [5, 3] {
        nine.clock.set(nine.clock.now() + TimeDelta::minutes(1));
        let call = nine
            .app
            .put(ME, &json!({"headline": "x"}))
            .by(&nine.all[who]);
        call.await.is(200);
    }
    for (minutes, who) in (1..).zip(SEEN) {
        let at = nine.begun + TimeDelta::minutes(minutes);
        let seen = "UPDATE users SET last_active_at = $2 WHERE id = $1::uuid";
        let seen = sqlx::query(seen).bind(&nine.all[who].id).bind(at);
        seen.execute(nine.app.pool()).await.unwrap();
    }
    nine
}

fn ids(nine: &Nine, places: impl IntoIterator<Item = usize>) -> Vec<&str> {
    places
        .into_iter()
        .map(|place| nine.all[place].id.as_str())
        .collect()
}

/// All ids of a list, page by page: by number, and by cursor, with pages of this length.
async fn read(nine: &Nine, parameters: &[(&str, &str)], limit: usize) -> [Vec<String>; 2] {
    let limit_text = limit.to_string();
    let mut read = [Vec::new(), Vec::new()];
    let mut cursor: Option<String> = None;
    for page in 1.. {
        let number = page.to_string();
        let common = [parameters, &[("limit", limit_text.as_str())]].concat();
        let by_number = [common.as_slice(), &[("page", number.as_str())]].concat();
        let by_cursor = match &cursor {
            Some(cursor) => [common.as_slice(), &[("cursor", cursor.as_str())]].concat(),
            None => common,
        };
        let replies = [nine.asked(&by_number).await, nine.asked(&by_cursor).await];
        let [one, two] = replies.each_ref().map(|reply| reply.json());
        assert_eq!(one["pagination"], two["pagination"]);
        assert_eq!(
            (&one["pagination"]["page"], &one["pagination"]["limit"]),
            (&json!(page), &json!(limit))
        );
        assert_eq!(one["pagination"]["hasPrev"], json!(page > 1));
        for (reply, read) in replies.iter().zip(&mut read) {
            let users = reply.data();
            read.extend(
                users
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|u| u["id"].as_str().unwrap().to_owned()),
            );
        }
        let next = &two["pagination"]["nextCursor"];
        assert_eq!(one["pagination"]["hasNext"], json!(next.is_string()));
        cursor = next.as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    read
}

#[tokio::test]
async fn every_order_is_kept_in_both_directions_from_page_to_page() {
    let nine = nine().await;
    let unseen: Vec<_> = (0..9).filter(|place| !SEEN.contains(place)).collect();
    let mut orders: Vec<(&str, &str, Vec<usize>)> = Vec::new();
    for (sort, places) in ORDERS {
        orders.push((sort, "asc", places.to_vec()));
        orders.push((sort, "desc", places.iter().rev().copied().collect()));
    }
    orders.push((
        "lastActiveAt",
        "asc",
        [SEEN.to_vec(), unseen.clone()].concat(),
    ));
    let back = |places: &[usize]| places.iter().rev().copied().collect::<Vec<_>>();
    orders.push((
        "lastActiveAt",
        "desc",
        [back(&SEEN), back(&unseen)].concat(),
    ));
    for (sort, order, places) in orders {
        let expected = ids(&nine, places);
        for limit in [1, 2, 4, 100] {
            for read in read(&nine, &[("sortBy", sort), ("sortOrder", order)], limit).await {
                assert_eq!(read, expected, "{sort} {order}, {limit} a page");
            }
        }
    }
    // What is left out is the newest first.
    for read in read(&nine, &[], 4).await {
        assert_eq!(read, ids(&nine, (0..9).rev()));
    }
    let both = read(
        &nine,
        &[("sortBy", "lastName"), ("role", "student"), ("search", "o")],
        2,
    )
    .await;
    let students = ids(&nine, [7, 8, 6, 1, 4, 3]);
    assert_eq!(both, [students.clone(), students]);
}

#[tokio::test]
async fn a_cursor_goes_on_whoever_comes_or_goes_meanwhile() {
    let nine = nine().await;
    let (app, admin) = (&nine.app, &nine.admin);
    let sorted = |cursor: Option<&str>| {
        let mut parameters = vec![
            ("sortBy", "firstName".to_owned()),
            ("sortOrder", "asc".to_owned()),
            ("limit", "3".to_owned()),
        ];
        parameters.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        parameters
    };
    let page = async |cursor: Option<&str>| {
        let parameters = sorted(cursor);
        let parameters: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let reply = nine.asked(&parameters).await;
        let next = reply.json()["pagination"]["nextCursor"]
            .as_str()
            .map(str::to_owned);
        (firsts(&reply), next, total(&reply))
    };
    let (first, next, all) = page(None).await;
    assert_eq!(
        (first.as_slice(), all),
        (&["Ángel", "bob", "Émile"].map(str::to_owned)[..], 9)
    );
    // Before the place somebody comes and somebody goes; the one at it is called otherwise.
    app.person("aaron").await;
    app.delete(admin, &nine.all[4]).await.is(200);
    app.put(ME, &json!({"firstName": "Zacharias"}))
        .by(&nine.all[5])
        .await
        .is(200);
    let (second, next, all) = page(next.as_deref()).await;
    assert_eq!(
        (second.as_slice(), all),
        (&["Grace", "Jo", "Joan"].map(str::to_owned)[..], 9)
    );
    let (third, next, _) = page(next.as_deref()).await;
    assert_eq!(third, ["John", "José", "Zacharias"]);
    let (last, next, _) = page(next.as_deref()).await;
    assert_eq!((last, next), (vec!["Zoë".to_owned()], None));
}

#[tokio::test]
async fn a_cursor_is_one_of_ours_for_this_order_or_refused() {
    let nine = nine().await;
    let (app, admin) = (&nine.app, &nine.admin);
    let first = nine
        .asked(&[("limit", "2"), ("sortBy", "email")])
        .await
        .json();
    let cursor = first["pagination"]["nextCursor"].as_str().unwrap();
    let refused = async |app: &TestApp, parameters: &[(&str, &str)]| {
        let reply = super::asked(app, admin, parameters).await;
        reply.refuses(&[("cursor", "invalid_format")]);
    };
    for bad in [
        "",
        "x",
        "e30",
        "bnVsbA",
        &cursor[..cursor.len() - 4],
        &"A".repeat(20_000),
    ] {
        refused(app, &[("sortBy", "email"), ("cursor", bad)]).await;
    }
    for (sort, order) in [
        ("email", "asc"),
        ("firstName", "desc"),
        ("createdAt", "desc"),
        ("lastActiveAt", "desc"),
    ] {
        refused(
            app,
            &[("sortBy", sort), ("sortOrder", order), ("cursor", cursor)],
        )
        .await;
    }
    nine.asked(&[
        ("sortBy", "email"),
        ("sortOrder", "desc"),
        ("cursor", cursor),
    ])
    .await;
}
