//! How an option is chosen: with the keys or a press, and what follows.

use super::{
    SearchBox,
    options::{HREF, REFUSAL, VALUE},
};
use leptos::{
    prelude::window,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, KeyboardEvent},
};
use std::time::Duration;

impl SearchBox {
    /// A key was pressed in the box.
    pub(super) fn press(&self, event: &KeyboardEvent) {
        let last = self.0.list.child_element_count().checked_sub(1);
        let Some(last) = last.filter(|_| self.is_open()) else {
            self.press_closed(event);
            return;
        };
        let next = match (&*event.key(), self.0.active.get()) {
            ("ArrowDown", None) | ("Home", Some(_)) => Some(0),
            ("ArrowDown", Some(index)) => (index < last).then_some(index + 1),
            ("ArrowUp", None) | ("End", Some(_)) => Some(last),
            ("ArrowUp", Some(index)) => index.checked_sub(1),
            ("Enter", Some(index)) => {
                event.prevent_default();
                if let Some(option) = self.option(index) {
                    self.choose(&option);
                }
                return;
            }
            ("Escape", _) => {
                event.prevent_default();
                self.close();
                return;
            }
            _ => return,
        };
        // Beyond either end nothing is chosen, and Enter shows all results.
        event.prevent_default();
        self.set_active(next);
    }

    fn press_closed(&self, event: &KeyboardEvent) {
        match &*event.key() {
            // An empty box offers the first of all.
            "ArrowDown" => {
                event.prevent_default();
                self.take_back();
                self.search_after(Duration::ZERO);
            }
            "Escape" if !self.typed().is_empty() => {
                event.prevent_default();
                self.0.input.set_value("");
                self.search();
            }
            _ => {}
        }
    }

    /// Something in the list was pressed.
    pub(super) fn click(&self, event: &Event) {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(option) = target.and_then(|it| it.closest("[role=option]").ok()?) {
            self.choose(&option);
        }
    }

    /// Goes where the option leads, or sends it; one that cannot be chosen says why.
    fn choose(&self, option: &Element) {
        let attribute = |name| option.get_attribute(name);
        if let Some(refusal) = attribute(REFUSAL) {
            self.say(&refusal);
        } else if let Some(href) = attribute(HREF) {
            self.take_back();
            self.close();
            // The address is one of ours.
            window().location().set_href(&href).ok();
        } else if let (Some(value), Some(choice)) = (attribute(VALUE), &self.0.choice)
            && let Some(form) = choice.form()
            && !self.0.is_leaving.replace(true)
        {
            choice.set_value(&value);
            form.request_submit().ok();
        }
    }
}
