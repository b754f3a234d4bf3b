//! What is told while somebody types.

use super::parts::{COUNT, COUNT_HERE, LIMIT, OVER, SAID, SAYS, TEXT};
use crate::islands::elements::{listen, part, set};
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{document, set_timeout_with_handle},
    web_sys,
};
use std::{cell::Cell, rc::Rc, time::Duration};
use web_sys::{Element, Event, HtmlDivElement, HtmlTextAreaElement};

/// So long does nobody who types on pause.
const PAUSE: Duration = Duration::from_secs(1);

struct Counter {
    text: HtmlTextAreaElement,
    count: Element,
    said: Element,
    waiting: Cell<Option<TimeoutHandle>>,
}

/// Counts for as long as the page lives, also what was typed before.
pub(super) fn wake(place: &HtmlDivElement) {
    let (Some(text), Some(count), Some(said)) =
        (part(place, TEXT), part(place, COUNT), part(place, SAID))
    else {
        return;
    };
    let this = Rc::new(Counter {
        text,
        count,
        said,
        waiting: Cell::default(),
    });
    this.show();
    set(&this.count, "hidden", None);
    let its = Rc::clone(&this);
    listen(&this.text, "input", move |_: Event| {
        its.show();
        its.announce_after_a_pause();
    });
}

impl Counter {
    /// As the server counts: characters, without what is blank at the ends.
    fn show(&self) {
        let length = self.text.value().trim().chars().count();
        let attribute = |name| self.count.get_attribute(name).unwrap_or_default();
        let says = attribute(SAYS).replace(COUNT_HERE, &number(length));
        self.count.set_text_content(Some(&says));
        let is_over = attribute(LIMIT)
            .parse()
            .is_ok_and(|limit: usize| length > limit);
        // The name of the class is a good one.
        self.count
            .class_list()
            .toggle_with_force(OVER, is_over)
            .ok();
    }

    fn announce_after_a_pause(self: &Rc<Self>) {
        if let Some(waiting) = self.waiting.take() {
            waiting.clear();
        }
        let this = Rc::clone(self);
        let announce = move || {
            this.said
                .set_text_content(this.count.text_content().as_deref());
        };
        self.waiting
            .set(set_timeout_with_handle(announce, PAUSE).ok());
    }
}

/// A number as the language of the page writes it.
fn number(number: usize) -> String {
    let language = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    js_sys::Number::from(number)
        .to_locale_string(&language.unwrap_or_default())
        .into()
}
