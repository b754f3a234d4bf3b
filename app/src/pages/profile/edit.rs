//! `/profile/edit`: all fields in cards, one Save. The same page answers a form that could not be saved,
//! with everything that was typed.

mod about_card;
mod contact_card;
mod form;
mod links_card;
mod model;
mod name_card;
mod photo;
mod region_card;
mod save_bar;
mod stale_card;
mod submission;
mod summary;
mod visibility_card;

pub(crate) use photo::PhotoRefusal;
pub(crate) use submission::Submission;

use crate::{
    AppState,
    error::Problem,
    forms::profile::ProfileForm,
    pages::{problem::ProblemPage, set_status, signed_in},
    session::draft,
    visit::visit,
};
use form::EditForm;
use leptos::prelude::*;
use model::Model;

/// The form: as it was sent and refused, as a draft of before sign-in, or as the profile is saved.
#[component]
pub(crate) fn EditProfile() -> impl IntoView {
    if let Some(problem) = use_context::<Problem>() {
        return view! { <ProblemPage problem/> }.into_any();
    }
    if let Some(submission) = use_context::<Submission>() {
        set_status(submission.status);
        return view! { <EditForm model=Model::of_submission(submission)/> }.into_any();
    }
    let (Some(visit), me) = (visit(), signed_in()) else {
        return ().into_any();
    };
    match me {
        Err(instead) => instead,
        Ok(me) => Suspend::new(async move {
            if let Some(refusal) = use_context::<PhotoRefusal>() {
                set_status(refusal.status());
            } else if let Some(state) = use_context::<AppState>() {
                photo::standing::look(&state, &visit, &me).await;
            }
            let draft = draft::find::<ProfileForm>(&visit.session, me.id).await;
            let model = draft.map_or_else(|| Model::of_view(&me), Model::of_draft);
            view! { <EditForm model/> }
        })
        .into_any(),
    }
}
