//! Links: always all rows, so that no script is needed to add one.

use super::model::Model;
use crate::{
    components::{
        card::Card,
        control::{Control, max_length},
        field::FieldError,
    },
    forms::profile::Field,
    visit::locale,
    words::td_string,
};
use contract::{
    limits::{LINK_LABEL_MAX, LINKS_MAX, URL_MAX},
    profile::Link,
};
use leptos::prelude::*;

/// A row a link: what it is called and where it leads.
#[component]
pub(crate) fn LinksCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let links = model.form.links.clone().unwrap_or_default();
    let count = LINKS_MAX.max(links.len());
    let rows = (0..count)
        .map(|i| row(&model, i, links.get(i).cloned()))
        .collect_view();
    let hint = td_string!(locale, edit.links_hint, max = LINKS_MAX).to_string();
    let error = model.error(&Field::Links.id());
    (!model.is_contested(Field::Links)).then(|| {
        view! {
            <Card id="links" title=td_string!(locale, edit.links_card)>
                <div id=Field::Links.id() tabindex="-1">
                    <p class="hint">{hint}</p>
                    {error.map(|error| view! { <FieldError id="links-error".into() error/> })}
                </div>
                {rows}
            </Card>
        }
    })
}

fn row(model: &Model, index: usize, link: Option<Link>) -> impl IntoView + use<> {
    let locale = locale();
    let (label, url) = link.map(|link| (link.label, link.url)).unwrap_or_default();
    let control = |part: &str, name, label: &str, value| {
        let id = format!("{}-{index}-{part}", Field::Links.id());
        Control {
            error: model.error(&id),
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
