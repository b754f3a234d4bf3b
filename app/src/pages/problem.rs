//! The page that stands in for another one that cannot be shown.

use super::set_status;
use crate::{
    components::{head::Head, icon::Icon},
    error::{Problem, RETRY_AFTER_SECONDS},
    visit::{locale, visit},
    words::td_string,
};
use http::header;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Says plainly what is wrong, with the right status, and where to go from here.
#[component]
pub(crate) fn ProblemPage(
    /// What is wrong.
    problem: Problem,
) -> impl IntoView {
    let locale = locale();
    let (title, text) = problem.words(locale);
    set_status(problem.status());
    if problem == Problem::Unavailable
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.insert_header(header::RETRY_AFTER, RETRY_AFTER_SECONDS.into());
    }
    let request = (problem == Problem::Internal)
        .then(|| visit().map(|visit| visit.ctx.request_id.clone()))
        .flatten()
        .map(|id| view! { <p class="hint">{td_string!(locale, error.request, id = id).to_string()}</p> });
    view! {
        <Head title/>
        <section class="narrow">
            <span class="problem-mark"><Icon name=mark(problem)/></span>
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            {request}
            <div class="actions">{way_out(problem)}</div>
        </section>
    }
}

/// Its icon.
pub(crate) fn mark(problem: Problem) -> &'static str {
    match problem {
        Problem::NotFound | Problem::FeatureDisabled => "compass",
        Problem::TooMany | Problem::Unavailable => "clock",
        Problem::Forbidden | Problem::Suspended | Problem::Inactive | Problem::NoAccount => "lock",
        _ => "triangle-alert",
    }
}

/// What can be done about it.
fn way_out(problem: Problem) -> AnyView {
    let locale = locale();
    match problem {
        Problem::Suspended | Problem::Inactive | Problem::NoAccount => view! {
            <form method="post" action="/sign-out">
                <button class="btn btn-primary" type="submit">{td_string!(locale, frame.sign_out)}</button>
            </form>
        }
        .into_any(),
        problem if problem.is_passing() => {
            let here = visit().map(|visit| visit.here.to_string());
            view! { <a class="btn btn-primary" href=here>{td_string!(locale, error.retry)}</a> }.into_any()
        }
        _ => view! { <a class="btn btn-primary" href="/">{td_string!(locale, error.home)}</a> }.into_any(),
    }
}
