//! The languages, each in its own words.

use super::icon::Icon;
use crate::{
    AppState,
    visit::{locale, visit},
    words::td_string,
};
use contract::Language;
use leptos::prelude::*;

/// Switches the language and stays on the same page.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let current = visit().map(|visit| visit.ctx.locale).unwrap_or_default();
    let here = visit().map(|visit| visit.here.to_string());
    let languages = use_context::<AppState>()
        .map(|state| state.languages)
        .unwrap_or_default();
    let choices = languages
        .into_iter()
        .map(|language| choice(language, language == current));
    view! {
        <form class="languages" method="post" action="/language" aria-label=td_string!(locale(), frame.language)>
            <Icon name="languages"/>
            <input type="hidden" name="return_to" value=here/>
            {choices.collect_view()}
        </form>
    }
}

fn choice(language: Language, is_current: bool) -> impl IntoView {
    view! {
        <button
            type="submit"
            name="language"
            value=language.as_str()
            lang=language.as_str()
            aria-current=is_current.then_some("true")
        >
            {language.endonym()}
        </button>
    }
}
