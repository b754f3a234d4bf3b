//! Questions to our own server, and its answers.

use super::told::Read;
use crate::islands::post::{fetch, get, message};
use leptos::web_sys;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// What came of a question.
pub(super) enum Reply<T> {
    /// This.
    Told(T),
    /// A refusal: its status, and the sentence for the person, if there is one.
    Refused(u16, Option<String>),
    /// Nobody answered.
    Silence,
}

/// Posts pairs to an address.
pub(super) async fn post<T: Read>(address: &str, pairs: &[(&str, &str)]) -> Reply<T> {
    read(fetch(address, pairs).await.ok()).await
}

/// Asks for what is at an address.
pub(super) async fn look<T: Read>(address: &str) -> Reply<T> {
    read(get(address).await.ok()).await
}

async fn read<T: Read>(response: Option<Response>) -> Reply<T> {
    let Some(response) = response else {
        return Reply::Silence;
    };
    if !response.ok() || response.redirected() {
        return Reply::Refused(response.status(), message(&response).await);
    }
    // An answer that breaks off is none.
    told(&response).await.map_or(Reply::Silence, Reply::Told)
}

async fn told<T: Read>(response: &Response) -> Option<T> {
    T::read(&JsFuture::from(response.json().ok()?).await.ok()?)
}
