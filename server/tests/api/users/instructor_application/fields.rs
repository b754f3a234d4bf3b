//! What an application is made of.

use super::{APPLY, application, own, withdraw};
use crate::harness::TestApp;
use serde_json::{Value, json};

fn with(field: &str, value: Value) -> Value {
    let mut body = application();
    body[field] = value;
    body
}

#[tokio::test]
async fn every_bad_field_is_told() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let link = json!({"label": "Notes", "url": "https://example.test/notes"});
    let cases: Vec<(Value, &[(&str, &str)])> = vec![
        (
            json!({}),
            &[("motivation", "required"), ("expertise", "required")],
        ),
        (
            with("motivation", json!(null)),
            &[("motivation", "required")],
        ),
        (
            with("motivation", json!("  \n ")),
            &[("motivation", "required")],
        ),
        (
            with("motivation", json!("ñ".repeat(49))),
            &[("motivation", "too_short")],
        ),
        // What is taken away does not count.
        (
            with("motivation", json!(format!("{}\u{202e}  ", "ñ".repeat(49)))),
            &[("motivation", "too_short")],
        ),
        (
            with("motivation", json!("ñ".repeat(2_001))),
            &[("motivation", "too_long")],
        ),
        (
            with("motivation", json!(7)),
            &[("motivation", "invalid_type")],
        ),
        (with("expertise", json!([])), &[("expertise", "required")]),
        (with("expertise", json!(null)), &[("expertise", "required")]),
        (
            with("expertise", json!("Algebra")),
            &[("expertise", "invalid_type")],
        ),
        (
            with("expertise", json!(["Algebra", ""])),
            &[("expertise[1]", "required")],
        ),
        (
            with("expertise", json!(["x".repeat(51)])),
            &[("expertise[0]", "too_long")],
        ),
        (
            with(
                "expertise",
                json!((0..11).map(|n| format!("x{n}")).collect::<Vec<_>>()),
            ),
            &[("expertise", "too_many")],
        ),
        (
            with("links", json!(vec![link; 6])),
            &[("links", "too_many")],
        ),
        (
            with(
                "links",
                json!([{"label": "Notes", "url": "http://example.test"}]),
            ),
            &[("links[0].url", "invalid_url")],
        ),
        (
            with(
                "links",
                json!([{"label": "", "url": "https://example.test"}]),
            ),
            &[("links[0].label", "required")],
        ),
        (
            with("status", json!("approved")),
            &[("status", "unknown_field")],
        ),
        (
            json!({"motivation": "short", "expertise": [1], "links": [], "version": 2}),
            &[
                ("expertise", "invalid_type"),
                ("motivation", "too_short"),
                ("version", "unknown_field"),
            ],
        ),
        (json!([application()]), &[("body", "invalid_type")]),
    ];
    for (body, expected) in cases {
        println!("{body:.120}");
        app.post(APPLY, &body).by(&ada).await.refuses(expected);
    }
    let call = app.call(reqwest::Method::POST, APPLY).by(&ada);
    let told = call.body("text/plain", "let me teach").await;
    told.fails(415, "unsupported_media_type");
    assert_eq!(app.me(&ada).await["status"], "active");
    app.get(APPLY).by(&ada).await.fails(404, "not_found");
}

#[tokio::test]
async fn what_is_given_is_cleaned_and_kept() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let long = format!("  Jose\u{301}\u{202e} teaches.\r\n{}  ", "ñ".repeat(60));
    let body = json!({
        "motivation": long, "expertise": [" Algebra ", "Patience", "algebra"],
        "links": [{"label": " Notes ", "url": "https://example.test/notes"}],
    });
    let view = app.post(APPLY, &body).by(&ada).await.is(201).data();
    let expected = format!("José teaches.\n{}", "ñ".repeat(60));
    assert_eq!(view["motivation"], expected);
    assert_eq!(view["expertise"], json!(["Algebra", "Patience"]));
    assert_eq!(view["links"][0]["label"], "Notes");
    assert_eq!(own(&app, &ada).await, view);
    withdraw(&app, &ada).await.is(200);
    // The limits themselves are within them; links may be left out.
    for (least, most) in [(50, 1), (2_000, 10)] {
        let expertise: Vec<_> = (0..most)
            .map(|n| format!("{n}{}", "x".repeat(49)))
            .collect();
        let body = json!({"motivation": "ñ".repeat(least), "expertise": expertise});
        let view = app.post(APPLY, &body).by(&ada).await.is(201).data();
        assert_eq!(
            (&view["links"], view["expertise"].as_array().unwrap().len()),
            (&json!([]), most)
        );
        withdraw(&app, &ada).await.is(200);
    }
}
