//! The page of somebody whom a visitor does not see who is not signed in: always this one, whether there
//! is somebody or not.

use crate::{
    ReturnPath,
    components::{head::Head, icon::Icon, sign_in_form::SignInForm},
    error::Problem,
    pages::{problem::mark, set_status},
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// Nobody is here, for now.
#[component]
pub(super) fn Absent(
    /// Where to come back to after sign-in.
    here: ReturnPath,
) -> impl IntoView {
    let locale = locale();
    let problem = Problem::NotFound;
    let (title, text) = problem.words(locale);
    set_status(problem.status());
    view! {
        <Head title/>
        <section class="narrow">
            <span class="problem-mark"><Icon name=mark(problem)/></span>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <p>{td_string!(locale, person.members_only)}</p>
            <SignInForm return_to=here/>
        </section>
    }
}
