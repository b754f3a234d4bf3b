//! The controls of a form: what they hold, what was saved, what they are called.

use super::ledger::Change;
use crate::islands::elements::controls;
use leptos::wasm_bindgen::JsCast;
use std::collections::BTreeMap;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// Before the name of a hidden input: what the control held when the form was made.
const WAS: &str = "was.";

/// What a control of a form holds; nothing where it is a radio button that is not chosen, or hidden.
pub(super) fn change_of(control: &Element) -> Option<Change> {
    let (name, value) = if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        let value = match input.type_().as_str() {
            "checkbox" => input.checked().to_string(),
            "radio" if input.checked() => input.value(),
            _ => return None,
        };
        (input.name(), value)
    } else {
        let select = control.dyn_ref::<HtmlSelectElement>()?;
        (select.name(), select.value())
    };
    Some(Change { name, value })
}

/// What all controls hold.
pub(super) fn changes_of(form: &HtmlFormElement) -> impl Iterator<Item = Change> {
    controls(form).filter_map(|control| change_of(&control))
}

/// What was saved when the form was made.
pub(super) fn saved(form: &HtmlFormElement) -> BTreeMap<String, String> {
    let hidden = controls(form).filter_map(|control| control.dyn_into::<HtmlInputElement>().ok());
    let named = hidden.filter_map(|input| {
        let name = input.name();
        Some((name.strip_prefix(WAS)?.to_owned(), input.value()))
    });
    named.collect()
}

/// Puts a value into a control.
pub(super) fn put(form: &HtmlFormElement, change: &Change) {
    for control in controls(form) {
        if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            if input.name() == change.name {
                match input.type_().as_str() {
                    "checkbox" => input.set_checked(change.value == "true"),
                    "radio" => input.set_checked(input.value() == change.value),
                    _ => {}
                }
            }
        } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>()
            && select.name() == change.name
        {
            select.set_value(&change.value);
        }
    }
}

/// Moves the focus to a control.
pub(super) fn focus(form: &HtmlFormElement, name: &str) {
    let named = controls(form)
        .filter(|control| change_of(control).is_some_and(|change| change.name == name))
        .find_map(|control| control.dyn_into::<HtmlElement>().ok());
    if let Some(control) = named {
        // A control that cannot take the focus leaves it where it is.
        control.focus().ok();
    }
}

/// What a control is called: the legend of its radio buttons, or its label.
pub(super) fn label(form: &HtmlFormElement, name: &str) -> String {
    // The first control of a name bears the name as its id.
    let radio = format!("fieldset:has(input[type=radio][name={name}]) > legend");
    let label = format!("label[for={name}]");
    let find = |selector: &str| form.query_selector(selector).ok().flatten();
    find(&radio)
        .or_else(|| find(&label))
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}
