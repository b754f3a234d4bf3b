//! One question to the server, and its answer.

use super::{Offer, TOTAL_HEADER};
use leptos::{serde_json, wasm_bindgen::JsCast, web_sys};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response, Url};

/// The courses that the box offers.
pub(super) struct Answer {
    pub(super) offers: Vec<Offer>,
    /// How many courses there are, shown or not.
    pub(super) total: usize,
}

/// Why there is no answer.
pub(super) enum Failure {
    /// The session is over.
    SignedOut,
    /// It went wrong on the way, or at the server.
    Other,
}

/// Asks for the courses that have these words; the signal takes the question back.
pub(super) async fn ask(words: &str, signal: &AbortSignal) -> Result<Answer, Failure> {
    let response = fetch(words, signal).await.ok_or(Failure::Other)?;
    match response.status() {
        200 => read(&response).await.ok_or(Failure::Other),
        401 => Err(Failure::SignedOut),
        _ => Err(Failure::Other),
    }
}

async fn fetch(words: &str, signal: &AbortSignal) -> Option<Response> {
    let window = web_sys::window()?;
    let url = Url::new_with_base("/enrollments/courses", &window.location().origin().ok()?).ok()?;
    url.search_params().set("q", words);
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    let answer = JsFuture::from(window.fetch_with_str_and_init(&url.href(), &init)).await;
    answer.ok()?.dyn_into().ok()
}

async fn read(response: &Response) -> Option<Answer> {
    let total = response.headers().get(TOTAL_HEADER).ok()??;
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    Some(Answer {
        offers: serde_json::from_str(&text.as_string()?).ok()?,
        total: total.parse().ok()?,
    })
}
