//! A form that was sent and did nothing, and why.

use super::detail::ended;
use crate::{
    components::{
        error_summary::{Entry, ErrorSummary},
        moment::Moment,
        note::Tone,
    },
    error::{Problem, status},
    islands::review_keys::parts::REASON_ID,
    pages::set_status,
    visit::locale,
    words::{self, td_string},
};
use contract::{
    FieldErrors,
    instructor_application::{ApplicationStatus, ReviewView},
};
use http::StatusCode;
use leptos::prelude::*;
use service::Error;

/// What the page needs to show the form again.
#[derive(Clone, Debug)]
pub(crate) struct ReviewRefusal {
    /// The reason as it was typed.
    pub(crate) reason: String,
    /// Why nothing was done.
    pub(crate) why: ReviewWhy,
    status: StatusCode,
}

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReviewWhy {
    /// The reason is wrong.
    Fields(FieldErrors),
    /// Somebody has decided it, or taken it back, since the reviewer read it.
    Overtaken,
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl ReviewRefusal {
    /// Shows the form again where that helps; otherwise gives the problem to show instead.
    ///
    /// # Errors
    /// The problem, where the form is no use to this person now.
    pub(crate) fn new(reason: String, error: Error) -> Result<Self, Problem> {
        let status = status(&error);
        let why = match error {
            Error::Invalid(errors) => ReviewWhy::Fields(errors),
            Error::Conflict(_) => ReviewWhy::Overtaken,
            error => match Problem::noted(&error) {
                problem if problem.is_passing() => ReviewWhy::Passing(problem),
                problem => return Err(problem),
            },
        };
        Ok(Self {
            reason,
            why,
            status,
        })
    }

    /// What is wrong with the reason.
    pub(super) fn at_the_reason(&self) -> Option<String> {
        let ReviewWhy::Fields(errors) = &self.why else {
            return None;
        };
        let texts = errors.0.iter();
        let texts: Vec<_> = texts
            .map(|error| words::application_fault(locale(), error))
            .collect();
        Some(texts.join(". "))
    }
}

/// The box at the top. Where somebody else was quicker, it says what happened, by whom and when.
#[component]
pub(super) fn Refused(
    refusal: ReviewRefusal,
    /// The application, as it stands now.
    review: ReviewView,
    /// The address of the next one.
    next: Option<String>,
) -> impl IntoView {
    let locale = locale();
    set_status(refusal.status);
    match &refusal.why {
        ReviewWhy::Overtaken => {
            view! { <Overtaken review has_typed=!refusal.reason.is_empty() next/> }.into_any()
        }
        ReviewWhy::Passing(problem) => {
            let text = match problem {
                Problem::Unavailable => td_string!(locale, review.unavailable),
                _ => td_string!(locale, review.failed),
            };
            let heading = td_string!(locale, problem.heading);
            view! { <ErrorSummary heading text=Some(text) entries=Vec::new()/> }.into_any()
        }
        ReviewWhy::Fields(_) => {
            let entry = refusal.at_the_reason().map(|text| Entry {
                anchor: Some(REASON_ID.to_owned()),
                text,
            });
            let entries = entry.into_iter().collect();
            view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries/> }.into_any()
        }
    }
}

/// Somebody else was quicker.
#[component]
fn Overtaken(
    review: ReviewView,
    /// Whether a reason was typed.
    has_typed: bool,
    next: Option<String>,
) -> impl IntoView {
    let locale = locale();
    let application = review.application;
    // Where it is under review all the same, it is another version than was read.
    let happened = match application.status {
        ApplicationStatus::Pending => td_string!(locale, review.has_changed).to_owned(),
        status => ended(status, review.decider),
    };
    let at = application.decided_at;
    let typed = has_typed.then(|| view! { <p>{td_string!(locale, review.typed_kept)}</p> });
    let next = next.map(|href| {
        view! { <a class="btn" href=href>{td_string!(locale, review.go_on)}</a> }
    });
    view! {
        <ErrorSummary tone=Tone::Attention heading=td_string!(locale, review.overtaken) entries=Vec::new()>
            <p>
                {happened}
                {at.map(|at| view! { ", "<Moment at relative=true/>"." })}
                " "
                {td_string!(locale, review.not_done)}
            </p>
            {typed}
            {next}
        </ErrorSummary>
    }
}
