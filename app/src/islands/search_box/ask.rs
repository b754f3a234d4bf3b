//! One question to the server, and its answer.

use crate::islands::{json, post::send};
use js_sys::Array;
use leptos::{wasm_bindgen::JsCast, web_sys};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

/// What is offered.
pub(super) struct Answer {
    /// What is announced.
    pub(super) said: String,
    /// The options, as JSON.
    pub(super) offers: Array,
}

/// Why there is no answer.
pub(super) enum Failure {
    /// The session is over.
    SignedOut,
    /// It went wrong on the way, or at the server.
    Other,
}

/// Asks what is at the address; the signal takes the question back.
pub(super) async fn ask(address: &str, signal: &AbortSignal) -> Result<Answer, Failure> {
    let request = RequestInit::new();
    request.set_signal(Some(signal));
    let response = send(address, &request).await.map_err(|_| Failure::Other)?;
    match response.status() {
        200 => read(&response).await.ok_or(Failure::Other),
        401 => Err(Failure::SignedOut),
        _ => Err(Failure::Other),
    }
}

async fn read(response: &Response) -> Option<Answer> {
    let body = JsFuture::from(response.json().ok()?).await.ok()?;
    Some(Answer {
        said: json::text(&body, "said")?,
        offers: json::get(&body, "offers")?.dyn_into().ok()?,
    })
}
