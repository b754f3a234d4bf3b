//! Searches that nobody means well with are answered like any other.

use super::{found, search};
use crate::{
    harness::TestApp,
    profiles::{PROFILES, asked, somebody},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn no_sign_has_a_meaning_of_its_own() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    somebody(
        &app,
        "Ada Lovelace",
        json!({"username": "ada_l", "skills": ["100%", "a_b", "C++", "🚀"]}),
    )
    .await;
    // Without a letter or digit a text finds nobody.
    let signs = r#"% _ %% * .* ^ $ \ ' " '' -- ; () [] {} 🚀 ? <> & | ! :* %_% \% + = @ @@ #"#;
    for text in signs.split(' ') {
        let reply = found(&app, &ben, &[("search", text)]).await;
        assert_eq!(reply.json()["pagination"]["total"], 0, "{text}");
        assert_eq!(reply.data(), json!([]), "{text}");
    }
    for text in [
        "ada%",
        "%ada",
        "a%a",
        "ada_love",
        "ad.",
        "ada' OR '1'='1",
        "ada | ben",
        "ada:*",
        "(ada)",
        "=ada",
    ] {
        let found = search(&app, &ben, text).await;
        assert!(
            !found.contains(&"Ben Other".to_owned()),
            "{text}: {found:?}"
        );
    }
    assert_eq!(search(&app, &ben, "100%").await, ["Ada Lovelace"]);
    assert_eq!(search(&app, &ben, "ada_l").await, ["Ada Lovelace"]);
    assert_eq!(search(&app, &ben, "adaXl").await, [""; 0]);
}

#[tokio::test]
async fn marks_of_the_index_are_not_words_that_can_be_looked_for() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    somebody(
        &app,
        "Ada Lovelace",
        json!({"role": "instructor", "skills": ["Analysis"]}),
    )
    .await;
    for text in [
        "@instructor",
        "instructor",
        "@member",
        "@shown",
        "shown",
        "=analysis numbers",
    ] {
        assert_eq!(search(&app, &ben, text).await, [""; 0], "{text}");
    }
}

#[tokio::test]
async fn any_text_can_be_looked_for() {
    let app = TestApp::start().await;
    let ben = somebody(&app, "Ben Other", json!({})).await;
    somebody(
        &app,
        "Ada Lovelace",
        json!({"displayName": "\u{5d0}\u{5d3}\u{5d4} שלום"}),
    )
    .await;
    let words = |count: usize| vec!["ada"; count].join(" ");
    for text in [
        "ada\0",
        "\0",
        "a\0da",
        "\u{feff}ada",
        "ada\u{200b}",
        "\u{202e}ada",
        "ada\n\t",
        &words(20),
        &words(25),
        &"ñ".repeat(100),
        &"🚀".repeat(100),
        &"a\u{301}".repeat(50),
        &"ﷺ".repeat(100),
        &"\u{1d173}".repeat(100),
        "שלום",
        "مرحبا",
        "微積分",
        "ㅎㅏㄴ",
        "한",
        "ǅ",
        "ß",
        "İ",
        "ı",
        "\u{10ffff}",
        "\u{fffd}",
        "1e308",
        "null",
    ] {
        let reply = found(&app, &ben, &[("search", text)]).await;
        let (total, listed) = (reply.json()["pagination"]["total"].clone(), reply.data());
        assert_eq!(total, listed.as_array().unwrap().len(), "{text:?}");
        found(
            &app,
            &ben,
            &[("skill", &text.chars().take(50).collect::<String>())],
        )
        .await;
    }
    assert_eq!(
        search(&app, &ben, "a\0da").await,
        ["אדה שלום"],
        "signs that cannot be seen do not count"
    );
    assert_eq!(search(&app, &ben, "שלו").await, ["אדה שלום"]);
    assert_eq!(
        search(&app, &ben, &words(20)).await,
        ["אדה שלום"],
        "twenty words, by first name"
    );
    // Octets that are no text.
    for query in [
        "search=%ff",
        "search=ada%ff",
        "search=%c3%28",
        "skill=%ed%a0%80",
    ] {
        app.get(&format!("{PROFILES}?{query}"))
            .by(&ben)
            .await
            .is(200);
    }
}

#[tokio::test]
async fn a_text_that_is_too_long_is_told_or_not_even_read() {
    let app = TestApp::start().await;
    let ben = app.person("ben").await;
    for length in [101, 1_000, 30_000] {
        let reply = app
            .get(&asked(&[("search", &"a".repeat(length))]))
            .by(&ben)
            .await;
        reply.refuses(&[("search", "too_long")]);
    }
    found(
        &app,
        &ben,
        &[("search", &"ñ".repeat(100)), ("skill", &"ñ".repeat(50))],
    )
    .await;
    // What surrounds a text does not count, nor what cannot be seen.
    let padded = format!(
        "{}{}{}",
        " ".repeat(500),
        "a".repeat(100),
        "\u{202e}".repeat(500)
    );
    found(&app, &ben, &[("search", &padded)]).await;
    // An address of 100 kB is refused before it is read.
    let mut stream = TcpStream::connect(app.origin.trim_start_matches("http://"))
        .await
        .unwrap();
    let head = format!(
        "GET {PROFILES}?search={} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "a".repeat(100_000)
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    found(&app, &ben, &[]).await;
}
