//! The rule of every field: the contract's section "Fields".

use crate::harness::{ME, TestApp, call::bad_fields};
use serde_json::{Value, json};

fn xs(n: usize) -> Value {
    json!("x".repeat(n))
}

/// Characters are counted, not bytes.
fn accents(n: usize) -> Value {
    json!("é".repeat(n))
}

fn url(length: usize) -> String {
    let start = "https://example.test/";
    format!("{start}{}", "x".repeat(length - start.len()))
}

fn links(n: usize) -> Value {
    json!(vec![
        json!({"label": "Notes", "url": "https://example.test/"});
        n
    ])
}

fn link(label: &str, url: &str) -> Value {
    json!([{"label": "Good", "url": "https://example.test/"}, {"label": label, "url": url}])
}

fn skills(n: usize) -> Value {
    (0..n).map(|n| json!(format!("skill {n}"))).collect()
}

#[tokio::test]
async fn a_value_that_breaks_its_rule_is_named_with_its_code() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let (label, good) = ("Notes", "https://example.test/");
    #[rustfmt::skip]
    let cases = [
        ("firstName", json!(""), "firstName", "required"),
        ("firstName", json!(" \t\n"), "firstName", "required"),
        ("firstName", json!("\u{0}\u{202e}\u{2066}"), "firstName", "required"),
        ("firstName", json!(null), "firstName", "required"),
        ("firstName", accents(101), "firstName", "too_long"),
        ("firstName", json!(7), "firstName", "invalid_type"),
        ("lastName", json!(""), "lastName", "required"),
        ("lastName", json!(null), "lastName", "required"),
        ("lastName", xs(101), "lastName", "too_long"),
        ("displayName", xs(101), "displayName", "too_long"),
        ("displayName", json!(["x"]), "displayName", "invalid_type"),
        ("headline", xs(101), "headline", "too_long"),
        ("location", xs(101), "location", "too_long"),
        ("bio", xs(1001), "bio", "too_long"),
        ("bio", json!({"text": "x"}), "bio", "invalid_type"),
        ("username", json!("ab"), "username", "too_short"),
        ("username", xs(31), "username", "too_long"),
        ("username", json!("-ada"), "username", "invalid_username"),
        ("username", json!("ada."), "username", "invalid_username"),
        ("username", json!("ada l"), "username", "invalid_username"),
        ("username", json!("josé"), "username", "invalid_username"),
        ("username", json!("аdmin"), "username", "invalid_username"),
        ("username", json!("ada@l"), "username", "invalid_username"),
        ("username", json!("Admin"), "username", "reserved"),
        ("username", json!("sign-in"), "username", "reserved"),
        ("phone", json!("600123456"), "phone", "invalid_phone"),
        ("phone", json!("+123456"), "phone", "invalid_phone"),
        ("phone", json!("+1234567890123456"), "phone", "invalid_phone"),
        ("phone", json!("+34600x23456"), "phone", "invalid_phone"),
        ("phone", json!("+٣٤٦٠٠١٢٣"), "phone", "invalid_phone"),
        ("phone", json!(34_600_123_456_u64), "phone", "invalid_type"),
        ("timezone", json!("Mars/Olympus"), "timezone", "invalid_timezone"),
        ("timezone", json!(null), "timezone", "required"),
        ("timezone", json!(""), "timezone", "required"),
        ("language", json!("fr"), "language", "invalid_choice"),
        ("language", json!("EN"), "language", "invalid_choice"),
        ("language", json!(null), "language", "required"),
        ("language", json!(7), "language", "invalid_type"),
        ("avatarUrl", json!("http://example.test/a.png"), "avatarUrl", "invalid_url"),
        ("avatarUrl", json!("javascript:alert(1)"), "avatarUrl", "invalid_url"),
        ("avatarUrl", json!("//example.test/a.png"), "avatarUrl", "invalid_url"),
        ("avatarUrl", json!("https://"), "avatarUrl", "invalid_url"),
        ("avatarUrl", json!("https://ada:secret@example.test/"), "avatarUrl", "invalid_url"),
        ("avatarUrl", json!(url(2049)), "avatarUrl", "too_long"),
        ("visibility", json!("friends"), "visibility", "invalid_choice"),
        ("visibility", json!(null), "visibility", "required"),
        ("discoverable", json!("yes"), "discoverable", "invalid_type"),
        ("discoverable", json!(1), "discoverable", "invalid_type"),
        ("discoverable", json!(null), "discoverable", "required"),
        ("links", links(6), "links", "too_many"),
        ("links", json!("https://example.test/"), "links", "invalid_type"),
        ("links", json!({"label": "x", "url": "y"}), "links", "invalid_type"),
        ("links", json!([{"label": "x"}]), "links", "invalid_type"),
        ("links", json!([{"label": "x", "url": "https://example.test/", "rel": "me"}]), "links", "invalid_type"),
        ("links", link("", good), "links[1].label", "required"),
        ("links", link(&"x".repeat(51), good), "links[1].label", "too_long"),
        ("links", link(label, ""), "links[1].url", "required"),
        ("links", link(label, "http://example.test/"), "links[1].url", "invalid_url"),
        ("links", link(label, "javascript:alert(1)"), "links[1].url", "invalid_url"),
        ("links", link(label, &url(2049)), "links[1].url", "too_long"),
        ("skills", skills(21), "skills", "too_many"),
        ("skills", json!("Analysis"), "skills", "invalid_type"),
        ("skills", json!(["Analysis", 7]), "skills", "invalid_type"),
        ("skills", json!(["Analysis", " "]), "skills[1]", "required"),
        ("skills", json!(["Analysis", "x".repeat(51)]), "skills[1]", "too_long"),
    ];
    for (name, value, field, code) in cases {
        println!("{name}: {value}");
        app.put(ME, &json!({name: value}))
            .by(&ada)
            .await
            .refuses(&[(field, code)]);
    }
    assert_eq!(app.me(&ada).await["version"], 1, "nothing of it was saved");
}

#[tokio::test]
async fn a_value_at_the_edge_of_its_rule_is_kept() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for (name, value) in [
        ("firstName", xs(1)),
        ("firstName", accents(100)),
        ("lastName", json!("עדה לאבלייס")),
        ("displayName", json!("👩‍🔬".repeat(33))),
        ("headline", accents(100)),
        ("location", xs(100)),
        (
            "bio",
            json!(format!("{}\n{}", "é".repeat(499), "x".repeat(500))),
        ),
        ("username", json!("a1c")),
        ("username", xs(30)),
        ("username", json!("a.b_c-9")),
        ("phone", json!("+1234567")),
        ("phone", json!("+123456789012345")),
        ("timezone", json!("America/Argentina/Buenos_Aires")),
        ("language", json!("es")),
        ("avatarUrl", json!(url(2048))),
        ("visibility", json!("private")),
        ("discoverable", json!(false)),
        ("links", links(5)),
        (
            "links",
            json!([{"label": "x".repeat(50), "url": url(2048)}]),
        ),
        ("skills", skills(20)),
        ("skills", json!(["é".repeat(50)])),
    ] {
        println!("{name}: {value}");
        app.put(ME, &json!({name: value})).by(&ada).await.is(200);
        assert_eq!(app.me(&ada).await[name], value);
    }
}

#[tokio::test]
async fn text_is_cleaned_before_it_is_kept() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for (name, sent, kept) in [
        (
            "firstName",
            json!("  Jose\u{301} \u{0}\u{7}"),
            json!("José"),
        ),
        ("headline", json!("one\ntwo\tthree"), json!("one two three")),
        (
            "displayName",
            json!("a\u{202e}b\u{2066}c\u{2069}"),
            json!("abc"),
        ),
        (
            "bio",
            json!("one\r\ntwo\rthree\n\n\u{2028}<b>four</b> "),
            json!("one\ntwo\nthree\n\n\n<b>four</b>"),
        ),
        (
            "phone",
            json!(" +34 (600) 12-34.56 "),
            json!("+34600123456"),
        ),
        ("username", json!(" Ada.L "), json!("ada.l")),
        (
            "avatarUrl",
            json!("HTTPS://Example.test/a b"),
            json!("https://example.test/a%20b"),
        ),
        (
            "skills",
            json!([" Analysis ", "ANALYSIS", "Poetry"]),
            json!(["Analysis", "Poetry"]),
        ),
        (
            "links",
            json!([{"label": " Notes ", "url": " https://EXAMPLE.test "}]),
            json!([{"label": "Notes", "url": "https://example.test/"}]),
        ),
    ] {
        let me = app
            .put(ME, &json!({name: sent}))
            .by(&ada)
            .await
            .is(200)
            .data();
        assert_eq!(me[name], kept, "{name}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_or_is_not_there_is_named() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let me = app.me(&ada).await;
    let written = [
        "firstName",
        "lastName",
        "timezone",
        "language",
        "links",
        "skills",
        "visibility",
        "discoverable",
    ];
    for (name, value) in me.as_object().unwrap() {
        if !written.contains(&name.as_str()) {
            app.put(ME, &json!({name: value}))
                .by(&ada)
                .await
                .refuses(&[(name, "read_only")]);
        }
    }
    for name in ["avatarUrls", "lastActiveAt"] {
        app.put(ME, &json!({name: null}))
            .by(&ada)
            .await
            .refuses(&[(name, "read_only")]);
    }
    for name in [
        "password",
        "FirstName",
        "first_name",
        "",
        "isAdmin",
        "__proto__",
    ] {
        app.put(ME, &json!({name: "x"}))
            .by(&ada)
            .await
            .refuses(&[(name, "unknown_field")]);
    }
}

#[tokio::test]
async fn every_bad_field_is_listed_at_once_and_nothing_is_saved() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let body = json!({
        "headline": "a good one", "firstName": "", "lastName": 7, "username": "x", "bio": "x".repeat(1001),
        "phone": "12", "timezone": "Mars/Olympus", "language": "fr", "avatarUrl": "ftp://x",
        "visibility": "nobody", "discoverable": "yes", "role": "admin", "nothing": 1,
        "links": [{"label": "", "url": "x"}], "skills": [""],
    });
    let told = app
        .put(ME, &body)
        .by(&ada)
        .await
        .fails(400, "validation_failed");
    assert_eq!(told["error"], "Validation failed");
    let mut fields = bad_fields(&told);
    fields.sort_unstable();
    let expected = [
        ("avatarUrl", "invalid_url"),
        ("bio", "too_long"),
        ("discoverable", "invalid_type"),
        ("firstName", "required"),
        ("language", "invalid_choice"),
        ("lastName", "invalid_type"),
        ("links[0].label", "required"),
        ("links[0].url", "invalid_url"),
        ("nothing", "unknown_field"),
        ("phone", "invalid_phone"),
        ("role", "read_only"),
        ("skills[0]", "required"),
        ("timezone", "invalid_timezone"),
        ("username", "too_short"),
        ("visibility", "invalid_choice"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(app.me(&ada).await["version"], 1);
}

#[tokio::test]
async fn only_the_languages_on_offer_can_be_chosen() {
    let app = TestApp::with(&[("SUPPORTED_LANGUAGES", "en")]).await;
    let ada = app.person("ada").await;
    let reply = app.put(ME, &json!({"language": "es"})).by(&ada).await;
    reply.refuses(&[("language", "invalid_choice")]);
}
