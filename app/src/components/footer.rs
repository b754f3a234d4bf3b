//! The foot of every page.

use super::language_switch::LanguageSwitch;
use crate::{visit::locale, words::td_string};
use leptos::prelude::*;

/// The product's name and the language switch.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    view! {
        <footer class="footer-bar">
            <div class="frame">
                <span>{td_string!(locale(), product.name)}</span>
                <LanguageSwitch/>
            </div>
        </footer>
    }
}
