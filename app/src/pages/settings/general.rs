//! `/settings`: theme, language, time zone.

use super::{
    form::{ChoicePage, Choices},
    frame::Section,
};
use crate::{
    components::{
        card::Card,
        field::FieldError,
        region::{languages_and, zones},
        select::Select,
        theme_preview::ThemePreview,
    },
    forms::choices::ChoiceForm,
    pages::signed_in,
    session::flash::Flash,
    visit::{locale, visit},
    words::{self, td_string},
};
use contract::settings::Theme;
use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn General() -> impl IntoView {
    let (Some(visit), me) = (visit(), signed_in()) else {
        return ().into_any();
    };
    let me = match me {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let choices = Choices::refused()
        .unwrap_or_else(|| Choices::saved(ChoiceForm::of_settings(&visit.settings, me.id)));
    let locale = locale();
    let language = choices.control("language");
    let timezone = choices.control("timezone");
    let languages = languages_and(&language.value);
    let zones = zones(&timezone.value);
    let is_new_language = choices.flash == Some(Flash::LanguageSaved);
    view! {
        <ChoicePage section=Section::General choices=choices.clone()>
            {theme(&choices)}
            <Card id="region" title=td_string!(locale, edit.region_card)>
                <div class="pair pair-top">
                    <Select
                        control=language
                        groups=languages
                        hint=td_string!(locale, settings.language_hint)
                        autofocus=is_new_language
                    />
                    <Select control=timezone groups=zones hint=td_string!(locale, edit.timezone_hint)/>
                </div>
            </Card>
        </ChoicePage>
    }
    .into_any()
}

/// Three choices, each with a small picture of how pages look then.
fn theme(choices: &Choices) -> impl IntoView + use<> {
    let locale = locale();
    let current = choices.form.value("theme").to_owned();
    let error = choices.error("theme");
    let described_by = error.as_ref().map(|_| "theme-error");
    let invalid = error.as_ref().map(|_| "true");
    let themes = Theme::ALL.iter().enumerate().map(|(i, theme)| {
        // The first one bears the name as its id, so that links to the field lead to a control.
        let id = if i == 0 {
            "theme".to_owned()
        } else {
            format!("theme-{theme}")
        };
        view! {
            <label class="theme">
                <ThemePreview theme=*theme/>
                <span class="theme-name">
                    <input class="radio" type="radio" id=id name="theme" value=theme.as_str()
                        checked=theme.as_str() == current aria-invalid=invalid/>
                    {words::theme(locale, *theme)}
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="card titled" aria-describedby=described_by>
            <legend>{words::choice_label(locale, "theme")}</legend>
            {error.map(|error| view! { <FieldError id="theme-error".to_owned() error/> })}
            <div class="themes">{themes.collect_view()}</div>
        </fieldset>
    }
}
