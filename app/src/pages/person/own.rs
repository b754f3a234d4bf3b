//! What stands above one's own page.

use crate::{components::icon::Icon, visit::locale, words::td_string};
use contract::profile::Visibility;
use leptos::prelude::*;

/// Says whose page it is, and who else sees it.
#[component]
pub(super) fn OwnNote(
    /// Who sees it.
    visibility: Visibility,
) -> impl IntoView {
    let locale = locale();
    let (icon, text) = match visibility {
        Visibility::Public => ("eye", td_string!(locale, person.own_public)),
        Visibility::Members => ("eye", td_string!(locale, person.own_members)),
        Visibility::Private => ("lock", td_string!(locale, person.own_private)),
    };
    view! {
        <p class="own-note">
            <Icon name=icon/>
            <span>
                {text}
                " "
                <a href="/settings/privacy">{td_string!(locale, person.own_change)}</a>
            </span>
        </p>
    }
}
