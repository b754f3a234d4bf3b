//! What somebody says of themselves.

use super::model::Model;
use crate::{
    components::{card::Card, text_area::TextArea, text_field::TextField},
    forms::profile::Field,
    visit::locale,
    words::td_string,
};
use contract::limits::{BIO_MAX, LINE_MAX, SKILLS_MAX};
use leptos::prelude::*;

/// Headline, bio, location, skills.
#[component]
pub(crate) fn AboutCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let headline = model.control(Field::Headline).map(|control| {
        view! { <TextField control limit=LINE_MAX hint=td_string!(locale, edit.headline_hint)/> }
    });
    let bio = model.control(Field::Bio).map(|control| {
        let hint = td_string!(locale, edit.bio_hint, max = BIO_MAX).to_string();
        view! { <TextArea control rows=6 hint/> }
    });
    let location = model
        .control(Field::Location)
        .map(|control| view! { <TextField control limit=LINE_MAX/> });
    let skills = model.control(Field::Skills).map(|control| {
        let hint = td_string!(locale, edit.skills_hint, max = SKILLS_MAX).to_string();
        view! { <TextArea control rows=4 hint/> }
    });
    view! {
        <Card id="about" title=td_string!(locale, edit.about_card)>
            {headline}
            {bio}
            {location}
            {skills}
        </Card>
    }
}
