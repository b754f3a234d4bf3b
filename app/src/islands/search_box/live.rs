//! What the box does while somebody types.

mod choice;
mod options;

use super::{
    ask::{Answer, Failure, ask},
    parts::{ASK, CHOICE, FAILED, FORM, INPUT, LIST, RESULTS, SAID},
};
use crate::islands::elements::{controls, listen, part, set};
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{document, set_timeout_with_handle, window},
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use std::{cell::Cell, rc::Rc, time::Duration};
use web_sys::{
    AbortController, Element, Event, HtmlDivElement, HtmlElement, HtmlFormElement,
    HtmlInputElement, HtmlSelectElement, KeyboardEvent, Url,
};

/// So long does nobody who types on pause.
const PAUSE: Duration = Duration::from_millis(150);
/// The parameter for a place in the results of another search.
const CURSOR: &str = "cursor";

/// The box, its list, and the question that is on its way. Cheap to clone.
#[derive(Clone)]
struct SearchBox(Rc<Parts>);

struct Parts {
    form: HtmlFormElement,
    input: HtmlInputElement,
    list: HtmlElement,
    said: Element,
    choice: Option<HtmlInputElement>,
    /// The option that Enter chooses.
    active: Cell<Option<u32>>,
    /// Counts the questions: only the answer to the last one is shown.
    asked: Cell<u32>,
    waiting: Cell<Option<TimeoutHandle>>,
    on_its_way: Cell<Option<AbortController>>,
    is_leaving: Cell<bool>,
}

/// Listens for as long as the page lives. What was typed before is searched for at once.
pub(super) fn wake(place: &HtmlDivElement) {
    let (Some(form), Some(input), Some(list), Some(said)) = (
        part(place, FORM),
        part(place, INPUT),
        part(place, LIST),
        part(place, SAID),
    ) else {
        return;
    };
    let this = SearchBox(Rc::new(Parts {
        form,
        input,
        list,
        said,
        choice: part(place, CHOICE),
        active: Cell::default(),
        asked: Cell::default(),
        waiting: Cell::default(),
        on_its_way: Cell::default(),
        is_leaving: Cell::default(),
    }));
    this.listen();
    this.become_combobox();
    if this.is_focused() && this.is_other() {
        this.search();
    }
}

impl SearchBox {
    fn listen(&self) {
        let (input, list) = (&self.0.input, &self.0.list);
        let this = self.clone();
        listen(input, "input", move |_: Event| this.search());
        let this = self.clone();
        listen(input, "keydown", move |event: KeyboardEvent| {
            if !event.is_composing() {
                this.press(&event);
            }
        });
        let this = self.clone();
        listen(input, "blur", move |_: Event| this.close());
        // A press on an option must not take the focus from the box, which would close the list.
        listen(list, "mousedown", |event: Event| event.prevent_default());
        let this = self.clone();
        listen(list, "click", move |event: Event| this.click(&event));
        let this = self.clone();
        listen(&self.0.form, "submit", move |_: Event| this.take_back());
        // A page that comes back from the browser's memory is not on its way any more.
        let this = self.clone();
        listen(&window(), "pageshow", move |_: Event| {
            this.0.is_leaving.set(false);
        });
    }

    fn is_focused(&self) -> bool {
        let input: &Element = self.0.input.as_ref();
        document().active_element().as_ref() == Some(input)
    }

    fn typed(&self) -> String {
        self.0.input.value().trim().to_owned()
    }

    /// Whether the box holds other words than the page was made for.
    fn is_other(&self) -> bool {
        self.typed() != self.0.input.default_value()
    }

    /// Searches for what is typed when the typing pauses.
    fn search(&self) {
        self.take_back();
        if let Some(results) = document().document_element()
            && let Some(results) = part::<Element>(&results, RESULTS)
        {
            set(&results, "hidden", self.is_other().then_some(""));
        }
        if self.typed().is_empty() {
            self.close();
            self.keep_in_address();
            return;
        }
        self.search_after(PAUSE);
    }

    fn search_after(&self, pause: Duration) {
        let this = self.clone();
        let waiting = set_timeout_with_handle(move || this.ask(), pause);
        self.0.waiting.set(waiting.ok());
    }

    /// Neither the question that waits nor the one on its way is to be answered any more.
    fn take_back(&self) {
        self.0.asked.set(self.0.asked.get() + 1);
        if let Some(waiting) = self.0.waiting.take() {
            waiting.clear();
        }
        if let Some(question) = self.0.on_its_way.take() {
            question.abort();
        }
    }

    fn ask(&self) {
        self.keep_in_address();
        let address = self.0.form.get_attribute(ASK).unwrap_or_default();
        let (Some(address), Ok(question)) = (self.fill(&address), AbortController::new()) else {
            return;
        };
        let signal = question.signal();
        self.0.on_its_way.set(Some(question));
        let (this, number) = (self.clone(), self.0.asked.get());
        spawn_local(async move {
            let answer = ask(&address, &signal).await;
            if this.0.asked.get() == number {
                this.show(answer);
            }
        });
    }

    fn show(&self, answer: Result<Answer, Failure>) {
        match answer {
            Ok(Answer { said, offers }) => {
                self.write(&offers);
                self.set_open(offers.length() > 0 && self.is_focused());
                self.say(&said);
            }
            // The page leads to sign-in, and back to this search.
            Err(Failure::SignedOut) => {
                self.0.form.request_submit().ok();
            }
            Err(Failure::Other) => {
                self.close();
                self.say(&self.0.form.get_attribute(FAILED).unwrap_or_default());
            }
        }
    }

    fn say(&self, text: &str) {
        self.0.said.set_text_content(Some(text));
    }

    /// Keeps the words in the address, so that a reload and the way back find them.
    fn keep_in_address(&self) {
        let here = window().location().href().unwrap_or_default();
        if let (Some(address), Ok(history)) = (self.fill(&here), window().history()) {
            // Browsers refuse it to pages that do it without end; the search works all the same.
            history
                .replace_state_with_url(&JsValue::NULL, "", Some(&address))
                .ok();
        }
    }

    /// The address with what the form holds, as far as it holds anything.
    fn fill(&self, address: &str) -> Option<String> {
        let url = Url::new_with_base(address, &self.0.form.action()).ok()?;
        let fields = url.search_params();
        fields.delete(CURSOR);
        for control in controls(&self.0.form) {
            let (name, value) = match control.dyn_into::<HtmlInputElement>() {
                Ok(input) => (input.name(), input.value()),
                Err(control) => match control.dyn_into::<HtmlSelectElement>() {
                    Ok(select) => (select.name(), select.value()),
                    Err(_) => continue,
                },
            };
            match value.trim() {
                "" => fields.delete(&name),
                value => fields.set(&name, value),
            }
        }
        Some(url.href())
    }
}
