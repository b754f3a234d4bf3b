//! `/profile`: me, as the platform knows me, and what is still missing.

mod completion;
mod courses;
mod facts;
mod identity;

use crate::{components::head::Head, pages::signed_in, visit::locale, words::td_string};
use completion::Completion;
use courses::Courses;
use facts::Facts;
use identity::Identity;
use leptos::prelude::*;
use std::sync::Arc;

/// The page of the signed-in person.
#[component]
pub(crate) fn ShowProfile() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let completion = me.profile_completion.clone();
    view! {
        <Head title=td_string!(locale(), profile.title)/>
        <div class="columns">
            <div class="stack">
                <Identity me=Arc::clone(&me)/>
                <Courses/>
            </div>
            <div class="stack">
                {completion.map(|completion| view! { <Completion completion/> })}
                <Facts me/>
            </div>
        </div>
    }
    .into_any()
}
