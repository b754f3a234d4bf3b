//! What the keys do.

use super::parts::{APPROVE, BAR, HELP, ITEM, NEXT, OPEN, PREVIOUS, REASON_ID, SWITCH};
use crate::islands::{
    PART,
    elements::{listen, part, set},
};
use leptos::{
    prelude::{document, window},
    wasm_bindgen::JsCast,
    web_sys,
};
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlDivElement, HtmlElement, HtmlInputElement,
    KeyboardEvent, Storage,
};

/// Where the browser remembers that the keys are off.
const MEMORY: &str = "review-keys";
/// What it remembers.
const OFF: &str = "off";
/// Where letters and digits mean themselves.
const TYPED_INTO: &str =
    "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/// Listens for as long as the page lives.
pub(super) fn wake(place: &HtmlDivElement) {
    let (Some(bar), Some(switch), Some(open), Some(help)) = (
        part::<Element>(place, BAR),
        part::<HtmlInputElement>(place, SWITCH),
        part::<Element>(place, OPEN),
        part::<HtmlDialogElement>(place, HELP),
    ) else {
        return;
    };
    switch.set_checked(!is_off());
    set(&bar, "hidden", None);
    let its = switch.clone();
    listen(&switch, "change", move |_: Event| remember(its.checked()));
    let its = help.clone();
    listen(&open, "click", move |_: Event| show(&its));
    listen(&window(), "keydown", move |event: KeyboardEvent| {
        if switch.checked() && is_meant(&event, &help) && act(&event.key(), &help) {
            event.prevent_default();
        }
    });
}

/// Whether the key is pressed for what it does here.
fn is_meant(event: &KeyboardEvent, help: &HtmlDialogElement) -> bool {
    let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key();
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let is_typed = target.is_some_and(|it| it.closest(TYPED_INTO).is_ok_and(|box_| box_.is_some()));
    !(has_modifier
        || is_typed
        || help.open()
        || event.repeat()
        || event.is_composing()
        || event.default_prevented())
}

/// Does what the key is for; says whether it is for anything.
fn act(key: &str, help: &HtmlDialogElement) -> bool {
    match key {
        "j" => go(NEXT, 1),
        "k" => go(PREVIOUS, -1),
        "1" => approve(),
        "3" => focus(document().get_element_by_id(REASON_ID)),
        "?" => {
            show(help);
            true
        }
        _ => false,
    }
}

/// Follows the link where an application is open, else moves the focus in the list.
fn go(link: &str, step: i32) -> bool {
    let is_open = find::<Element>(NEXT).or_else(|| find(PREVIOUS)).is_some();
    if is_open {
        let link = find::<HtmlElement>(link);
        link.iter().for_each(HtmlElement::click);
        return link.is_some();
    }
    let items = items();
    let at = document().active_element();
    let at = items.iter().position(|item| Some(item) == at.as_ref());
    let next = match (at, step) {
        (None, 1) => Some(0),
        (None, _) => items.len().checked_sub(1),
        (Some(at), step) => at.checked_add_signed(step as isize),
    };
    focus(next.and_then(|next| items.get(next).cloned()))
}

/// Approving cannot be undone, so the key leads to its button first, and presses it only there.
fn approve() -> bool {
    let Some(button) = find::<HtmlElement>(APPROVE) else {
        return false;
    };
    let element: &Element = button.as_ref();
    if document().active_element().as_ref() == Some(element) {
        button.click();
        return true;
    }
    focus(Some(button.into()))
}

fn focus(element: Option<Element>) -> bool {
    let element = element.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    // What is there takes the focus.
    element.is_some_and(|element| element.focus().is_ok())
}

fn show(help: &HtmlDialogElement) {
    if !help.open() {
        // It is in the document, and closed.
        help.show_modal().ok();
    }
}

fn find<T: JsCast>(name: &str) -> Option<T> {
    part(&document().document_element()?, name)
}

fn items() -> Vec<Element> {
    let found = document().query_selector_all(&format!("[{PART}={ITEM}]"));
    let Ok(found) = found else { return Vec::new() };
    let items = (0..found.length()).filter_map(|i| found.item(i));
    items.filter_map(|item| item.dyn_into().ok()).collect()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn is_off() -> bool {
    let kept = storage().and_then(|storage| storage.get_item(MEMORY).ok().flatten());
    kept.as_deref() == Some(OFF)
}

/// Where nothing can be remembered, the switch counts for this page alone.
fn remember(is_on: bool) {
    let Some(storage) = storage() else { return };
    if is_on {
        storage.remove_item(MEMORY).ok();
    } else {
        storage.set_item(MEMORY, OFF).ok();
    }
}
