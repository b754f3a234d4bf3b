//! The log: one JSON object a line, whatever is sent.

use crate::harness::{ME, TestApp, USERS, tokens};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt};

/// What was logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Would end a line, begin another, or speak to a terminal.
const FORGED: &str = "x\",\"level\":\"ERROR\"}\n{\"level\":\"ERROR\",\"message\":\"forged\"}\r\u{1b}[31m\u{7f}\u{85}\u{2028}";

#[tokio::test]
async fn nothing_that_is_sent_forges_a_line_or_speaks_to_a_terminal() {
    let lines = Lines::default();
    let layer = server::logging::json().with_writer(lines.clone());
    // The tasks of the server run on this thread too.
    let logging = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let app = TestApp::start().await;
    let ada = app.admin("ada").await;
    let cookie = app.cookie(&ada).await;
    let legal: String = FORGED.chars().filter(|c| !c.is_ascii_control()).collect();
    let escaped = reqwest::Url::parse_with_params(&app.origin, [("x", FORGED)]).unwrap();
    let escaped = escaped
        .query()
        .unwrap()
        .trim_start_matches("x=")
        .replace('+', "%20");

    for path in [
        "/",
        "/people/",
        "/api/v1/users/",
        "/api/v1/profiles/",
        "/pkg/",
        "/fonts/",
    ] {
        app.get(&format!("{path}{escaped}")).by(&ada).await;
        let call = app.get(&format!("{path}?search={escaped}&return_to={escaped}"));
        call.header("user-agent", &legal)
            .header("x-request-id", &legal)
            .header("x-forwarded-for", &legal)
            .header("accept-language", &legal)
            .header("cookie", &format!("session={escaped}; language={escaped}"))
            .await;
    }
    let claims =
        json!({"sub": FORGED, "role": "service", "scope": FORGED, "exp": tokens::in_seconds(60)});
    let calls = [
        app.get(ME).bearer(&tokens::signed(&claims)),
        app.get(ME).bearer(&escaped),
        app.post(
            USERS,
            &json!({"authId": FORGED, "email": FORGED, "firstName": FORGED}),
        )
        .by(&ada),
        app.put(ME, &json!({"bio": FORGED, FORGED: FORGED}))
            .by(&ada),
        app.call(Method::POST, "/sign-in")
            .form(&[("return_to", FORGED)]),
        app.call(Method::POST, "/settings")
            .form(&[("theme", FORGED)])
            .header("cookie", &cookie),
        app.get(&format!(
            "/auth/callback?code={escaped}&state={escaped}&error={escaped}"
        )),
        app.call(Method::from_bytes(b"FORGED").unwrap(), "/"),
        app.call(Method::POST, "/webhooks/storage")
            .bearer(&escaped)
            .body("application/json", FORGED),
    ];
    for call in calls {
        let reply = call.await;
        assert!(reply.status < 500, "{}", reply.text);
    }
    drop(logging);

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.lines().count() > 20, "{text}");
    for line in text.split_terminator('\n') {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line:?}"));
        assert!(event.is_object() && event["message"] != "forged", "{line}");
        assert_ne!(event["level"], "ERROR", "{line}");
        let harmless = |c: char| !c.is_control();
        assert!(line.chars().all(harmless), "{line:?}");
    }
    // Nor does it say who they are.
    assert!(!text.contains(&ada.email) && !text.contains(&cookie["session=".len()..]));
}
