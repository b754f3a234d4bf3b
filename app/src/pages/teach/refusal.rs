//! A form that was sent and did nothing, and why.

use crate::{
    components::{
        application::ApplicationText,
        card::Card,
        error_summary::{Entry, ErrorSummary},
    },
    error::{Problem, status},
    forms::{application::ApplicationForm, profile::anchor},
    visit::locale,
    words::{self, td_string},
};
use contract::{ErrorCode, FieldError, FieldErrors};
use http::StatusCode;
use leptos::prelude::*;
use service::Error;

/// What the page needs to show the form again.
#[derive(Clone, Debug)]
pub(crate) struct ApplicationRefusal {
    /// Everything that was typed.
    pub(crate) form: ApplicationForm,
    /// Why nothing was sent.
    pub(crate) why: Why,
    status: StatusCode,
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Fields are wrong.
    Fields(FieldErrors),
    /// The person may not apply now.
    Standing(ErrorCode),
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

impl ApplicationRefusal {
    /// Shows the form again where that helps; otherwise gives the problem to show instead.
    ///
    /// # Errors
    /// The problem, where the form is no use to this person now.
    pub(crate) fn new(form: ApplicationForm, error: Error) -> Result<Self, Problem> {
        let status = status(&error);
        let why = match error {
            Error::Invalid(errors) => Why::Fields(errors),
            Error::Conflict(conflict) => Why::Standing(conflict.code),
            error => match Problem::noted(&error) {
                problem if problem.is_passing() => Why::Passing(problem),
                problem => return Err(problem),
            },
        };
        Ok(Self { form, why, status })
    }

    /// The status of the answer.
    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong with the control of this id.
    pub(super) fn error(&self, id: &str) -> Option<String> {
        let Why::Fields(errors) = &self.why else {
            return None;
        };
        let about = |error: &&FieldError| anchor(&error.field) == id;
        let texts = errors.0.iter().filter(about);
        let texts: Vec<String> = texts
            .map(|error| words::application_fault(locale(), error))
            .collect();
        (!texts.is_empty()).then(|| texts.join(". "))
    }
}

/// The box at the top; and what was typed, where the page has no form for it any more.
#[component]
pub(super) fn Refused(
    /// The form, and why.
    refusal: ApplicationRefusal,
    /// Whether the page has no form.
    is_kept_apart: bool,
) -> impl IntoView {
    let locale = locale();
    let (text, entries) = match &refusal.why {
        Why::Fields(errors) => (None, errors.0.iter().map(entry).collect()),
        Why::Standing(code) => (Some(standing(*code)), Vec::new()),
        Why::Passing(Problem::Unavailable) => {
            (Some(td_string!(locale, teach.unavailable)), Vec::new())
        }
        Why::Passing(_) => (Some(td_string!(locale, teach.failed)), Vec::new()),
    };
    let typed = is_kept_apart.then(|| {
        let expertise = refusal.form.entries();
        let ApplicationForm {
            motivation, links, ..
        } = refusal.form;
        view! {
            <Card id="typed" title=td_string!(locale, teach.typed)>
                <ApplicationText motivation expertise links/>
            </Card>
        }
    });
    view! {
        <ErrorSummary heading=td_string!(locale, problem.heading) text entries/>
        {typed}
    }
}

fn entry(error: &FieldError) -> Entry {
    Entry {
        anchor: Some(anchor(&error.field)),
        text: words::application_fault(locale(), error),
    }
}

/// Why somebody may not apply.
fn standing(code: ErrorCode) -> &'static str {
    let locale = locale();
    match code {
        ErrorCode::AlreadyApplied => td_string!(locale, teach.already_applied),
        ErrorCode::ReapplyLater => td_string!(locale, teach.reapply_later),
        _ => td_string!(locale, teach.not_a_student),
    }
}
