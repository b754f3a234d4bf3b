//! What only the person sees: how they are reached, and who sees them.

use crate::{
    components::card::Card,
    forms::profile::Field,
    visit::locale,
    words::{self, td_string},
};
use contract::profile::ProfileView;
use leptos::prelude::*;
use std::sync::Arc;

/// The list of facts.
#[component]
pub(crate) fn Facts(
    /// The signed-in person.
    me: Arc<ProfileView>,
) -> impl IntoView {
    let locale = locale();
    let verified = if me.email_verified {
        td_string!(locale, profile.email_verified)
    } else {
        td_string!(locale, profile.email_unverified)
    };
    let phone = me
        .phone
        .clone()
        .map(|phone| fact(words::label(locale, Field::Phone), phone));
    let language = view! {
        <dt>{words::label(locale, Field::Language)}</dt>
        <dd lang=me.language.as_str()>{me.language.endonym()}</dd>
    };
    let since = words::month_of(locale, me.created_at);
    view! {
        <Card id="account" title=td_string!(locale, profile.account)>
            <dl class="facts">
                <dt>{td_string!(locale, profile.email)}</dt>
                <dd>{me.email.clone()}" "<span class="hint">"("{verified}")"</span></dd>
                {phone}
                {language}
                {fact(words::label(locale, Field::Timezone), me.timezone.replace('_', " "))}
                {fact(td_string!(locale, profile.seen_by), words::visibility(locale, me.visibility).0.to_owned())}
                {fact(td_string!(locale, profile.listed), words::yes_no(locale, me.discoverable).to_owned())}
                {fact(td_string!(locale, profile.member_since), since)}
            </dl>
        </Card>
    }
}

fn fact(name: &'static str, value: String) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}
