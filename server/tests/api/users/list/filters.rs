//! Whom a search, a role and a status find.

use super::{Nine, firsts, total};
use crate::harness::{Pairs, Reply};

/// The first names that were found, in the order of their characters.
fn sorted(reply: &Reply) -> Vec<String> {
    let mut found = firsts(reply);
    found.sort_unstable();
    found
}

#[tokio::test]
async fn any_part_of_a_name_an_address_or_a_username_finds_whatever_its_case_and_accents() {
    let nine = Nine::gather().await;
    let jose = nine.all[1].id.clone();
    let upper = jose.to_uppercase();
    let cases: &[(&str, &[&str])] = &[
        ("jo", &["Jo", "Joan", "John", "José"]),
        ("JO", &["Jo", "Joan", "John", "José"]),
        ("smith", &["Joan", "John"]),
        ("mith-j", &["John"]),
        ("nunez", &["José", "Ángel"]),
        ("NÚÑEZ", &["José", "Ángel"]),
        ("uñe", &["José", "Ángel"]),
        ("ngstrom", &["Zoë"]),
        ("angstr", &["Zoë"]),
        ("teach", &["Ángel"]),
        ("e.n", &["José"]),
        ("pepe.n", &["José"]),
        ("hopper", &["Grace", "bob"]),
        (
            "@example",
            &[
                "Grace", "Jo", "Joan", "John", "José", "Zoë", "bob", "Ángel", "Émile",
            ],
        ),
        ("emile@example.test", &["Émile"]),
        ("Emile@Example.TEST", &["Émile"]),
        ("joan+list", &["Joan"]),
        ("john.smith", &["John"]),
        // Ordinary characters.
        ("%", &["Zoë"]),
        ("100%", &["Zoë"]),
        ("_", &["Zoë", "bob"]),
        ("50_5", &["bob"]),
        ("0_0", &[]),
        ("%%", &[]),
        ("\\", &[]),
        ("o'n", &["Jo"]),
        ("' OR 1=1 --", &[]),
        ("*", &[]),
        ("(", &[]),
        // A whole id.
        (&jose, &["José"]),
        (&upper, &["José"]),
        (&jose[..35], &[]),
        // What is in two fields is in none.
        ("hopperbob", &[]),
        ("n@e", &[]),
        ("nobody", &[]),
    ];
    for (search, expected) in cases {
        let reply = nine.asked(&[("search", search)]).await;
        assert_eq!(sorted(&reply), *expected, "{search}");
        // The total does not depend on how much of it is shown.
        let few = nine.asked(&[("search", search), ("limit", "1")]).await;
        assert_eq!(
            [total(&reply), total(&few)],
            [expected.len() as u64; 2],
            "{search}"
        );
    }
    for nothing in ["", " ", "\u{7}\t", "\u{202e}"] {
        assert_eq!(total(&nine.asked(&[("search", nothing)]).await), 9);
    }
}

#[tokio::test]
async fn roles_and_statuses_narrow_it_down_together() {
    let nine = Nine::gather().await;
    let (app, admin) = (&nine.app, &nine.admin);
    for (who, status) in [
        (1, "suspended"),
        (2, "inactive"),
        (4, "suspended"),
        (5, "suspended"),
    ] {
        app.put_status(admin, &nine.all[who], status).await.is(200);
    }
    crate::users::instructor_application::apply(app, &nine.all[7])
        .await
        .is(201);
    let cases: &[(Pairs, &[&str])] = &[
        (&[("role", "admin")], &["Grace"]),
        (&[("role", "instructor")], &["Ángel", "Émile"]),
        (
            &[("role", "student")],
            &["Jo", "Joan", "John", "José", "Zoë", "bob"],
        ),
        (&[("status", "active")], &["Grace", "Jo", "Joan", "Zoë"]),
        (&[("status", "suspended")], &["José", "bob", "Émile"]),
        (&[("status", "inactive")], &["Ángel"]),
        (&[("status", "pending_instructor_review")], &["John"]),
        (&[("status", "deleted")], &[]),
        (
            &[("role", "student"), ("status", "suspended")],
            &["José", "bob"],
        ),
        (&[("role", "instructor"), ("status", "active")], &[]),
        (
            &[("role", "student"), ("status", "active"), ("search", "jo")],
            &["Jo", "Joan"],
        ),
        (&[("search", "jo"), ("status", "suspended")], &["José"]),
        (&[("search", "hopper"), ("role", "admin")], &["Grace"]),
        (
            &[("search", "emile@example.test"), ("role", "student")],
            &[],
        ),
        (
            &[("search", "emile@example.test"), ("role", "instructor")],
            &["Émile"],
        ),
    ];
    for (parameters, expected) in cases {
        let reply = nine.asked(parameters).await;
        assert_eq!(sorted(&reply), *expected, "{parameters:?}");
        assert_eq!(total(&reply), expected.len() as u64, "{parameters:?}");
    }
    let id = &nine.all[1].id;
    let found = nine.asked(&[("search", id), ("status", "active")]).await;
    assert_eq!(total(&found), 0);
    let found = nine.asked(&[("search", id), ("status", "suspended")]).await;
    assert_eq!(firsts(&found), ["José"]);
}
