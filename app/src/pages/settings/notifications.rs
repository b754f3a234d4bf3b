//! `/settings/notifications`: what to tell the person, and how.

use super::{
    form::{ChoicePage, Choices},
    frame::Section,
    toggle::toggle,
};
use crate::{
    AppState,
    components::icon::Icon,
    error::Problem,
    forms::choices::{ChoiceForm, EMAIL},
    pages::{problem::ProblemPage, signed_in},
    visit::{locale, visit},
    words::td_string,
};
use contract::{preference::PreferenceCategory, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
#[component]
pub(crate) fn Notifications() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    if let Some(choices) = Choices::refused() {
        return view! { <Kinds choices me/> }.into_any();
    }
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        let preferences = &state.services.preference;
        let category = PreferenceCategory::Notifications;
        match preferences.list_category(&visit.ctx, me.id, category).await {
            Ok(saved) => {
                let choices = Choices::saved(ChoiceForm::of_notifications(&saved, me.id));
                view! { <Kinds choices me/> }.into_any()
            }
            Err(error) => {
                let problem = Problem::noted(&error);
                view! { <ProblemPage problem/> }.into_any()
            }
        }
    })
    .into_any()
}

/// A fieldset a kind.
#[component]
fn Kinds(choices: Choices, me: Arc<ProfileView>) -> impl IntoView {
    let locale = locale();
    let no_phone = me.phone.is_none();
    let off_note = view! {
        <p class="off-note" id="email-off">
            <Icon name="info"/>
            {td_string!(locale, notifications.email_off)}
        </p>
    };
    let sms_hint = if no_phone {
        view! {
            {td_string!(locale, notifications.sms_no_phone)}
            " "
            <a href="/profile/edit#field-phone">{td_string!(locale, notifications.sms_add_phone)}</a>
        }
        .into_any()
    } else {
        td_string!(locale, notifications.sms_hint).into_any()
    };
    let kind = |title: &'static str, icon: &'static str, body: AnyView| {
        view! {
            <fieldset class="card titled">
                <legend><Icon name=icon/>{title}</legend>
                {body}
            </fieldset>
        }
    };
    let email = view! {
        {toggle(&choices, EMAIL, None, None)}
        <div class="sub-choices">
            {off_note}
            {toggle(&choices, "email_new_course_alerts", None, Some("email-off"))}
            {toggle(&choices, "email_marketing", None, Some("email-off"))}
        </div>
    };
    let push_hint = td_string!(locale, notifications.push_hint).into_any();
    let push = toggle(&choices, "push_enabled", Some(push_hint), None);
    let sms = toggle(&choices, "sms_enabled", Some(sms_hint), None);
    view! {
        <ChoicePage section=Section::Notifications choices>
            {kind(td_string!(locale, notifications.email), "mail", email.into_any())}
            {kind(td_string!(locale, notifications.push), "bell", push.into_any())}
            {kind(td_string!(locale, notifications.sms), "message-square", sms.into_any())}
        </ChoicePage>
    }
}
