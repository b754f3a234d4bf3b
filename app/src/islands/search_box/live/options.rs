//! The list of the options: its elements, and what they tell those who do not see them.

use super::SearchBox;
use crate::islands::{elements::set, json};
use js_sys::Array;
use leptos::{
    prelude::document,
    wasm_bindgen::JsValue,
    web_sys::{self, Element},
};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// The attributes of an option that say what follows when it is chosen.
pub(super) const HREF: &str = "data-href";
pub(super) const VALUE: &str = "data-value";
pub(super) const REFUSAL: &str = "data-refusal";

impl SearchBox {
    /// The box answers from now on, and says so.
    pub(super) fn become_combobox(&self) {
        let id = self.0.list.id();
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-controls", &id),
        ] {
            set(&self.0.input, name, Some(value));
        }
        self.set_open(false);
    }

    pub(super) fn is_open(&self) -> bool {
        !self.0.list.hidden()
    }

    /// Opens or closes the list, with no option chosen.
    pub(super) fn set_open(&self, is_open: bool) {
        self.set_active(None);
        set(&self.0.list, "hidden", (!is_open).then_some(""));
        let is_open = if is_open { "true" } else { "false" };
        set(&self.0.input, "aria-expanded", Some(is_open));
    }

    pub(super) fn close(&self) {
        self.set_open(false);
        self.say("");
    }

    pub(super) fn option(&self, index: u32) -> Option<Element> {
        self.0.list.children().item(index)
    }

    /// Marks the option that Enter chooses, and brings it into sight.
    pub(super) fn set_active(&self, active: Option<u32>) {
        let before = self.0.active.replace(active);
        if let Some(option) = before.and_then(|index| self.option(index)) {
            set(&option, "aria-selected", Some("false"));
        }
        let option = active.and_then(|index| self.option(index));
        let id = option.as_ref().map(Element::id);
        set(&self.0.input, "aria-activedescendant", id.as_deref());
        if let Some(option) = option {
            set(&option, "aria-selected", Some("true"));
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }

    /// Puts the options into the list.
    pub(super) fn write(&self, offers: &Array) {
        self.set_active(None);
        self.0.list.set_text_content(None);
        for (index, offer) in offers.iter().enumerate() {
            let id = format!("{}-{index}", self.0.list.id());
            if let Ok(option) = option(&offer, &id) {
                self.0.list.append_child(&option).ok();
            }
        }
    }
}

fn option(offer: &JsValue, id: &str) -> Result<Element, JsValue> {
    let text = |name| json::text(offer, name);
    let option = document().create_element("li")?;
    option.set_id(id);
    set(&option, "role", Some("option"));
    set(&option, "aria-selected", Some("false"));
    set(&option, HREF, text("href").as_deref());
    set(&option, VALUE, text("value").as_deref());
    if let Some(refusal) = text("refusal") {
        set(&option, REFUSAL, Some(&refusal));
        set(&option, "aria-disabled", Some("true"));
    }
    for name in ["name", "hint"] {
        if let Some(text) = text(name) {
            let line = document().create_element("span")?;
            line.set_class_name(name);
            set(&line, "dir", Some("auto"));
            line.set_text_content(Some(&text));
            option.append_child(&line)?;
        }
    }
    Ok(option)
}
