//! `/sign-in`: one button; what is wrong, if anything is; where to go afterwards.

use crate::{
    ReturnPath,
    components::{
        head::Head,
        note::{Note, Tone},
        sign_in_form::SignInForm,
    },
    pages::redirect,
    session::{draft, flash::Flash},
    visit::{Me, locale, visit},
    words::{Locale, td_string},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The sign-in page.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let parameter = |name: &str| query.with_untracked(|query| query.get(name));
    let return_to = parameter("return_to").and_then(|path| ReturnPath::parse(&path));
    let fault = parameter("error").and_then(|word| fault(locale(), &word));
    let Some(visit) = visit() else {
        return ().into_any();
    };
    if matches!(visit.me, Me::Person(_)) {
        redirect(return_to.unwrap_or_else(ReturnPath::profile).as_str());
        return ().into_any();
    }
    Suspend::new(async move {
        let session = &visit.session;
        let has_draft = draft::is_kept(session).await || Flash::is_note_kept(session).await;
        view! { <SignInCard return_to fault has_draft/> }
    })
    .into_any()
}

/// The words for `?error=`; an unknown word says nothing.
fn fault(locale: Locale, word: &str) -> Option<&'static str> {
    match word {
        "unavailable" => Some(td_string!(locale, sign_in.unavailable)),
        "failed" => Some(td_string!(locale, sign_in.failed)),
        "registration_closed" => Some(td_string!(locale, sign_in.registration_closed)),
        "suspended" => Some(td_string!(locale, sign_in.suspended)),
        _ => None,
    }
}

#[component]
fn SignInCard(
    return_to: Option<ReturnPath>,
    fault: Option<&'static str>,
    has_draft: bool,
) -> impl IntoView {
    let locale = locale();
    let text = if return_to.is_some() {
        td_string!(locale, sign_in.back_text)
    } else {
        td_string!(locale, sign_in.text)
    };
    let fault_note = fault.map(|text| {
        view! { <Note tone=Tone::Danger title=td_string!(locale, problem.heading) alert=true>{text}</Note> }
    });
    let draft_note = has_draft.then(|| {
        view! {
            <Note tone=Tone::Attention title=td_string!(locale, edit.draft_title)>
                {td_string!(locale, sign_in.draft)}
            </Note>
        }
    });
    view! {
        <Head title=td_string!(locale, sign_in.title) error=fault.is_some()/>
        <section class="narrow">
            <h1>{td_string!(locale, sign_in.title)}</h1>
            {fault_note}
            {draft_note}
            <p class="lead">{text}</p>
            <SignInForm return_to=return_to.unwrap_or_else(ReturnPath::profile)/>
        </section>
    }
}
