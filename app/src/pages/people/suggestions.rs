//! People who take courses with the signed-in person.

use super::{card::PersonCard, model::Model};
use crate::{visit::locale, words::td_string};
use leptos::prelude::*;

/// The section; nothing where there is nobody.
#[component]
pub(super) fn Suggestions(
    /// The page.
    model: Model,
) -> impl IntoView {
    let people = model.suggestions.iter().cloned();
    let cards: Vec<_> = people
        .map(|person| view! { <li><PersonCard person brief=true/></li> })
        .collect();
    (!cards.is_empty()).then(|| {
        view! {
            <section aria-labelledby="people-suggested">
                <h2 id="people-suggested">{td_string!(locale(), people.suggested)}</h2>
                <ul class="person-list person-suggestions">{cards}</ul>
            </section>
        }
    })
}
