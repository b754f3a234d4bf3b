//! Language and time zone.

use super::model::Model;
use crate::{
    components::{
        card::Card,
        region::{languages, zones},
        select::Select,
    },
    forms::profile::Field,
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// The two lists.
#[component]
pub(crate) fn RegionCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let language = model.control(Field::Language).map(|control| {
        view! { <Select control groups=languages() autocomplete="language"/> }
    });
    let timezone = model.control(Field::Timezone).map(|control| {
        let groups = zones(&control.value);
        view! { <Select control groups hint=td_string!(locale, edit.timezone_hint)/> }
    });
    view! {
        <Card id="region" title=td_string!(locale, edit.region_card)>
            <div class="pair">
                {language}
                {timezone}
            </div>
        </Card>
    }
}
