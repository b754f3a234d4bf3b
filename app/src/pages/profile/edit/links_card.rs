//! Where else somebody can be found.

use super::model::Model;
use crate::{
    components::{card::Card, field::FieldError, link_rows::LinkRows},
    forms::profile::Field,
    visit::locale,
    words::td_string,
};
use contract::limits::LINKS_MAX;
use leptos::prelude::*;

/// All rows of links.
#[component]
pub(crate) fn LinksCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let links = model.form.links.clone().unwrap_or_default();
    let hint = td_string!(locale, edit.links_hint, max = LINKS_MAX).to_string();
    let error = model.error(&Field::Links.id());
    (!model.is_contested(Field::Links)).then(|| {
        view! {
            <Card id="links" title=td_string!(locale, edit.links_card)>
                <div id=Field::Links.id() tabindex="-1">
                    <p class="hint">{hint}</p>
                    {error.map(|error| view! { <FieldError id="links-error".into() error/> })}
                </div>
                <LinkRows links error=move |id: &str| model.error(id)/>
            </Card>
        }
    })
}
