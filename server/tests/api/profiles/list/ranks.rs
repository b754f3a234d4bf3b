//! Who comes first, and whom a search finds at all.

use super::{found, search};
use crate::{
    harness::TestApp,
    profiles::{change, names, somebody},
};
use serde_json::json;

#[tokio::test]
async fn first_the_username_then_names_that_begin_so_then_words_and_by_name_within_each() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    for (name, more) in [
        ("Zed Last", json!({"username": "maria"})),
        ("Maria Zuse", json!({})),
        ("Mariana Abel", json!({})),
        ("Anna Maria", json!({})),
        ("Yan Skilled", json!({"skills": ["Mariachi"]})),
        ("Carl Named", json!({"username": "x.mariam"})),
        ("Rosa First", json!({"displayName": "Rosa"})),
        ("Marla Similar", json!({})),
    ] {
        somebody(&app, name, more).await;
    }
    let rosa = somebody(&app, "Marian Hidden", json!({"displayName": "Rosa M."})).await;
    let expected = [
        "Zed Last",
        "Maria Zuse",
        "Mariana Abel",
        "Anna Maria",
        "Carl Named",
        "Rosa M.",
        "Yan Skilled",
    ];
    for text in ["maria", "MARIA", " maría ", "@maria"] {
        let mut expected = expected.to_vec();
        if text.starts_with('@') {
            // Nobody's name begins with a sign, so these are words too.
            expected = vec![
                "Zed Last",
                "Anna Maria",
                "Carl Named",
                "Maria Zuse",
                "Mariana Abel",
                "Rosa M.",
                "Yan Skilled",
            ];
        }
        assert_eq!(search(&app, &ben, text).await, expected, "{text}");
    }
    change(&app, &rosa, json!({"displayName": "Maria"})).await;
    assert_eq!(search(&app, &ben, "maria").await[1], "Maria");
}

#[tokio::test]
async fn each_word_of_a_search_has_to_begin_one_of_the_persons() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    somebody(
        &app,
        "Ada Lovelace",
        json!({"username": "countess", "skills": ["Analytical engines"]}),
    )
    .await;
    somebody(&app, "Ada Other", json!({})).await;
    for text in [
        "ada love",
        "love ada",
        "lovel countess",
        "engin ada",
        "analytical engines",
        "A L C E",
        "ada-lovelace",
    ] {
        assert_eq!(search(&app, &ben, text).await, ["Ada Lovelace"], "{text}");
    }
    assert_eq!(
        search(&app, &ben, "ada").await,
        ["Ada Lovelace", "Ada Other"]
    );
    for text in ["qqqq", "vela", "gines", "countess ada smith"] {
        assert_eq!(search(&app, &ben, text).await, [""; 0], "{text}");
    }
}

#[tokio::test]
async fn accents_case_and_spellings_do_not_count() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    for (name, spellings) in [
        (
            "José Núñez",
            [
                "jose nunez",
                "JOSÉ NÚÑEZ",
                "jose\u{301} nun\u{303}ez",
                "núñ",
            ],
        ),
        (
            "Zoë Ångström",
            ["zoe angstrom", "ZOË", "A\u{30a}ngstro\u{308}m", "ang"],
        ),
        ("Σίσυφος Άλλος", ["σισυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ", "αλλ"]),
        ("Ёлка Йод", ["елка", "ЁЛКА", "иод", "йо"]),
        ("Ｗｉｄｅ ﬁne", ["wide", "fine", "ＷＩＤＥ", "fin"]),
    ] {
        somebody(&app, name, json!({})).await;
        for text in spellings {
            assert_eq!(search(&app, &ben, text).await, [name], "{text}");
        }
    }
}

#[tokio::test]
async fn similar_names_are_found_where_there_is_nobody_else() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    somebody(&app, "Katherine Johnson", json!({})).await;
    assert_eq!(
        search(&app, &ben, "kathrine johnson").await,
        ["Katherine Johnson"]
    );
    let reply = found(&app, &ben, &[("search", "kathrine johnson")]).await;
    assert_eq!(reply.json()["pagination"]["total"], 1);
    // Now somebody's words begin so.
    somebody(&app, "Kathrine Johnson", json!({})).await;
    assert_eq!(
        search(&app, &ben, "kathrine johnson").await,
        ["Kathrine Johnson"]
    );
    assert_eq!(search(&app, &ben, "zzyzx").await, [""; 0]);
}

#[tokio::test]
async fn filters_narrow_a_search() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    for (name, role, skills) in [
        ("Ada One", "student", vec!["Análisis"]),
        ("Ada Two", "instructor", vec!["análisis", "C++"]),
        ("Ada Three", "admin", vec!["Análisis numérico"]),
        ("Joan Four", "instructor", vec!["ANALISIS"]),
    ] {
        somebody(&app, name, json!({"role": role, "skills": skills})).await;
    }
    for (parameters, expected) in [
        (&[("role", "instructor")][..], &["Ada Two", "Joan Four"][..]),
        (
            &[("role", "student")],
            &["Ada One", "Ada Three", "Ben Other"],
        ),
        (
            &[("skill", "analisis")],
            &["Ada One", "Ada Two", "Joan Four"],
        ),
        (&[("skill", "C++")], &["Ada Two"]),
        (&[("skill", "C")], &[]),
        (&[("skill", "análisis numérico")], &["Ada Three"]),
        (&[("search", "ada"), ("role", "instructor")], &["Ada Two"]),
        (
            &[("search", "ada"), ("skill", "Analisis")],
            &["Ada One", "Ada Two"],
        ),
        (
            &[("search", "analisis"), ("role", "student")],
            &["Ada One", "Ada Three"],
        ),
        (
            &[
                ("search", "ada"),
                ("skill", "analisis"),
                ("role", "instructor"),
            ],
            &["Ada Two"],
        ),
        (&[("search", "ada xyzzy"), ("role", "student")], &[]),
        (&[("skill", "%")], &[]),
        (&[("skill", "@instructor")], &[]),
    ] {
        let reply = found(&app, &ben, parameters).await;
        assert_eq!(names(&reply), expected, "{parameters:?}");
        assert_eq!(
            reply.json()["pagination"]["total"],
            expected.len(),
            "{parameters:?}"
        );
    }
}
