//! Sends bytes to storage. `fetch` does not tell how much has gone.

use super::told::Ticket;
use leptos::{
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

/// Whoever has not taken it by then is not there.
const PATIENCE_MS: u32 = 120_000;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Storage has it.
    Taken,
    /// Storage does not take it, such as after the end of the ticket.
    Refused,
    /// Nobody took it.
    Silence,
}

/// What browsers say themselves, and let nobody else say.
const OWN_HEADERS: [&str; 2] = ["content-length", "host"];

/// A request that has begun, and can be stopped.
pub(super) struct Sending {
    request: XmlHttpRequest,
    ended: js_sys::Promise,
    // Called for as long as it lives.
    _progress: Closure<dyn FnMut(ProgressEvent)>,
}

/// Begins to send; `tell` hears how much of it has gone, of 100.
pub(super) fn begin(
    ticket: &Ticket,
    body: &Blob,
    tell: impl Fn(u8) + 'static,
) -> Result<Sending, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("PUT", &ticket.url)?;
    request.set_timeout(PATIENCE_MS);
    for (name, value) in &ticket.headers {
        if !OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            request.set_request_header(name, value)?;
        }
    }
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() {
            tell(percent(event.loaded(), event.total()));
        }
    });
    let upload = request.upload()?;
    upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = js_sys::Promise::new(&mut |done, _| {
        let ended = Closure::once_into_js(move || {
            // Nobody else settles it.
            done.call0(&JsValue::NULL).ok();
        });
        request.set_onloadend(Some(ended.unchecked_ref()));
    });
    request.send_with_opt_blob(Some(body))?;
    Ok(Sending {
        request,
        ended,
        _progress: progress,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to 100"
)]
fn percent(loaded: f64, total: f64) -> u8 {
    (loaded / total * 100.0).clamp(0.0, 100.0) as u8
}

impl Sending {
    /// What stops it.
    pub(super) fn request(&self) -> XmlHttpRequest {
        self.request.clone()
    }

    /// Waits for the end.
    pub(super) async fn end(self) -> Outcome {
        // It is settled in one way only.
        JsFuture::from(self.ended).await.ok();
        match self.request.status() {
            Ok(200..=299) => Outcome::Taken,
            Ok(400..=499) => Outcome::Refused,
            _ => Outcome::Silence,
        }
    }
}
