//! What the box does while somebody types.

mod choice;

use super::{
    LIST, SearchWords, Shown,
    answer::{Answer, Failure, ask},
};
use leptos::{
    ev,
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use std::time::Duration;
use web_sys::{AbortController, Element, HtmlInputElement, Url};

/// So long does nobody who types on pause.
const PAUSE: Duration = Duration::from_millis(150);

/// The box, its list, and the question that is on its way.
#[derive(Clone, Copy)]
struct SearchBox {
    search: StoredValue<HtmlInputElement, LocalStorage>,
    chosen: StoredValue<HtmlInputElement, LocalStorage>,
    shown: Shown,
    words: StoredValue<SearchWords>,
    /// What the page was searched for.
    query: StoredValue<String>,
    /// Counts the questions: only the answer to the last one is shown.
    asked: StoredValue<u32>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    on_its_way: StoredValue<Option<AbortController>, LocalStorage>,
    is_leaving: StoredValue<bool>,
}

/// Listens for as long as the page lives. What was typed before is searched for at once.
pub(super) fn wake(
    search: HtmlInputElement,
    chosen: HtmlInputElement,
    shown: Shown,
    words: SearchWords,
    query: String,
) {
    let this = SearchBox {
        search: StoredValue::new_local(search),
        chosen: StoredValue::new_local(chosen),
        shown,
        words: StoredValue::new(words),
        query: StoredValue::new(query),
        asked: StoredValue::new(0),
        waiting: StoredValue::new(None),
        on_its_way: StoredValue::new_local(None),
        is_leaving: StoredValue::new(false),
    };
    this.listen();
    shown.is_awake.set(true);
    if this.is_focused() && this.typed() != this.query.get_value() {
        this.search();
    }
}

impl SearchBox {
    fn listen(self) {
        window_event_listener(ev::input, move |event| {
            if self.is_own(event.target()) {
                self.search();
            }
        });
        window_event_listener(ev::keydown, move |event| {
            if self.is_own(event.target()) && !event.is_composing() {
                self.press(&event);
            }
        });
        window_event_listener(ev::focusout, move |event| {
            if self.is_own(event.target()) {
                self.close();
            }
        });
        // A press on an option must not take the focus from the box, which would close the list.
        window_event_listener(ev::mousedown, move |event| {
            if option_of(event.target()).is_some() {
                event.prevent_default();
            }
        });
        window_event_listener(ev::click, move |event| {
            if let Some(index) = option_of(event.target()) {
                self.choose(index);
            }
        });
        // A page that comes back from the browser's memory is not on its way any more.
        window_event_listener(ev::pageshow, move |_| self.is_leaving.set_value(false));
    }

    fn is_own(self, target: Option<web_sys::EventTarget>) -> bool {
        let element = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        element.is_some_and(|element| self.search.with_value(|own| *own == element))
    }

    fn is_focused(self) -> bool {
        document()
            .active_element()
            .is_some_and(|element| self.is_own(Some(element.into())))
    }

    fn typed(self) -> String {
        self.search
            .with_value(|search| search.value().trim().to_owned())
    }

    /// Searches for what is typed when the typing pauses.
    fn search(self) {
        self.take_back();
        let words = self.typed();
        self.shown.is_other.set(words != self.query.get_value());
        if words.is_empty() {
            self.close();
            keep_in_address("");
            return;
        }
        self.search_after(words, PAUSE);
    }

    fn search_after(self, words: String, pause: Duration) {
        let waiting = set_timeout_with_handle(move || self.ask(words), pause);
        self.waiting.set_value(waiting.ok());
    }

    /// Neither the question that waits nor the one on its way is to be answered any more.
    fn take_back(self) {
        self.asked.update_value(|asked| *asked += 1);
        if let Some(waiting) = self.waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
        if let Some(question) = self.on_its_way.try_update_value(Option::take).flatten() {
            question.abort();
        }
    }

    fn ask(self, words: String) {
        let Ok(question) = AbortController::new() else {
            return;
        };
        let signal = question.signal();
        self.on_its_way.set_value(Some(question));
        keep_in_address(&words);
        let number = self.asked.get_value();
        spawn_local(async move {
            let answer = ask(&words, &signal).await;
            if self.asked.get_value() == number {
                self.show(answer);
            }
        });
    }

    fn show(self, answer: Result<Answer, Failure>) {
        match answer {
            Ok(Answer { offers, total }) => {
                let message = self.words.with_value(|words| match total {
                    0 => words.none.clone(),
                    1 => words.one.clone(),
                    n if n > offers.len() => words.more.replace("{n}", &n.to_string()),
                    n => words.many.replace("{n}", &n.to_string()),
                });
                self.shown.active.set(None);
                self.shown
                    .is_open
                    .set(!offers.is_empty() && self.is_focused());
                self.shown.offers.set(offers);
                self.shown.message.set(message);
            }
            // The page leads to sign-in, and back to this search.
            Err(Failure::SignedOut) => self.submit(),
            Err(Failure::Other) => {
                self.close();
                let failed = self.words.with_value(|words| words.failed.clone());
                self.shown.message.set(failed);
            }
        }
    }

    fn submit(self) {
        if let Some(form) = self.search.with_value(HtmlInputElement::form) {
            drop(form.request_submit());
        }
    }

    fn close(self) {
        self.shown.is_open.set(false);
        self.shown.active.set(None);
        self.shown.message.set(String::new());
    }
}

/// The option that was pressed, if it was one.
fn option_of(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let element = target?.dyn_into::<Element>().ok()?;
    let option = element.closest(&format!("#{LIST} [data-index]")).ok()??;
    option.get_attribute("data-index")?.parse().ok()
}

/// Keeps the words in the address, so that a reload and the way back find them.
fn keep_in_address(words: &str) {
    let window = window();
    let Some(url) = window
        .location()
        .href()
        .ok()
        .and_then(|href| Url::new(&href).ok())
    else {
        return;
    };
    if words.is_empty() {
        url.search_params().delete("q");
    } else {
        url.search_params().set("q", words);
    }
    if let Ok(history) = window.history() {
        // Browsers refuse it to pages that do it without end; the search works all the same.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&url.href())));
    }
}
