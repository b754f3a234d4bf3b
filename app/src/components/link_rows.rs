//! Links: always all rows, so that no script is needed to add one.

use super::{
    control::{Control, max_length},
    field::FieldError,
};
use crate::{forms::profile::Field, visit::locale, words::td_string};
use contract::{
    limits::{LINK_LABEL_MAX, LINKS_MAX, URL_MAX},
    profile::Link,
};
use leptos::prelude::*;

/// A row a link: what it is called and where it leads.
#[component]
pub(crate) fn LinkRows<E>(
    /// The links.
    links: Vec<Link>,
    /// What is wrong with the control of this id.
    error: E,
) -> impl IntoView
where
    E: Fn(&str) -> Option<String> + Send + 'static,
{
    let count = LINKS_MAX.max(links.len());
    (0..count)
        .map(|i| row(&error, i, links.get(i).cloned()))
        .collect_view()
}

fn row<E>(error: &E, index: usize, link: Option<Link>) -> impl IntoView + use<E>
where
    E: Fn(&str) -> Option<String>,
{
    let locale = locale();
    let (label, url) = link.map(|link| (link.label, link.url)).unwrap_or_default();
    let control = |part: &str, name, label: &str, value| {
        let id = format!("{}-{index}-{part}", Field::Links.id());
        Control {
            error: error(&id),
            id,
            name,
            label: label.to_owned(),
            value,
        }
    };
    let label = control(
        "label",
        "linkLabel",
        td_string!(locale, edit.link_label),
        label,
    );
    let url = control("url", "linkUrl", td_string!(locale, edit.link_url), url);
    view! {
        <fieldset class="link-row">
            <legend>{td_string!(locale, edit.link_row, number = index + 1).to_string()}</legend>
            {cell(label, "text", LINK_LABEL_MAX)}
            {cell(url, "url", URL_MAX)}
        </fieldset>
    }
}

fn cell(control: Control, kind: &'static str, limit: usize) -> impl IntoView {
    let error_id = control.error_id();
    view! {
        <div class="field">
            <label for=control.id.clone()>{control.label.clone()}</label>
            {control.error.clone().map(|error| view! { <FieldError id=error_id error/> })}
            <input
                class="input"
                id=control.id.clone()
                name=control.name
                type=kind
                value=control.value.clone()
                maxlength=max_length(limit)
                autocomplete="off"
                aria-describedby=control.described_by(false)
                aria-invalid=control.invalid()
            />
        </div>
    }
}
