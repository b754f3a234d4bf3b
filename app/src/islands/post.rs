//! Sends a form's data without leaving the page.

use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response, UrlSearchParams};

/// Whoever has not answered by then is not there.
const PATIENCE_MS: u32 = 20_000;

/// What came of it.
pub(super) enum Answer {
    /// Done.
    Done,
    /// Done, and the page is another now.
    DoneElsewhere,
    /// Not done: the status, and the sentence for the person, if there is one.
    Refused(u16, Option<String>),
    /// Nobody answered.
    Silence,
}

/// Posts the pairs to the address. The request outlives the page.
pub(super) async fn post(address: &str, pairs: &[(&str, &str)]) -> Answer {
    match fetch(address, pairs).await {
        Ok(response) => read(response).await,
        Err(_) => Answer::Silence,
    }
}

/// Posts the pairs, and gives whatever is answered.
pub(super) async fn fetch(address: &str, pairs: &[(&str, &str)]) -> Result<Response, JsValue> {
    let body = UrlSearchParams::new()?;
    for (name, value) in pairs {
        body.append(name, value);
    }
    let request = request()?;
    request.set_method("POST");
    request.set_body(&body);
    js_sys::Reflect::set(&request, &"keepalive".into(), &true.into())?;
    send(address, &request).await
}

/// Gives whatever is at the address.
pub(super) async fn get(address: &str) -> Result<Response, JsValue> {
    send(address, &request()?).await
}

fn request() -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    let request = RequestInit::new();
    request.set_headers(&headers);
    request.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    Ok(request)
}

/// Sends a request, and gives whatever is answered.
pub(super) async fn send(address: &str, request: &RequestInit) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let answer = window.fetch_with_str_and_init(address, request);
    JsFuture::from(answer).await?.dyn_into()
}

async fn read(response: Response) -> Answer {
    // A redirect leads to some page, which says nothing of what was sent.
    match response.status() {
        _ if response.redirected() => Answer::Refused(response.status(), None),
        204 => Answer::Done,
        205 => Answer::DoneElsewhere,
        status => Answer::Refused(status, message(&response).await),
    }
}

/// The sentence for the person, if there is one.
pub(super) async fn message(response: &Response) -> Option<String> {
    let body = JsFuture::from(response.json().ok()?).await.ok()?;
    js_sys::Reflect::get(&body, &"message".into())
        .ok()?
        .as_string()
}
