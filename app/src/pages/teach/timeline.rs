//! What became of an application, step by step.

use crate::{
    components::{icon::Icon, moment::Moment},
    visit::locale,
    words::td_string,
};
use chrono::{DateTime, Utc};
use contract::instructor_application::{ApplicationStatus, ApplicationView};
use leptos::prelude::*;

/// A step.
struct Step {
    /// Its look.
    class: &'static str,
    icon: &'static str,
    /// What happened, or is to happen.
    title: &'static str,
    /// When it happened.
    at: Option<DateTime<Utc>>,
    /// What else there is to say.
    text: Option<AnyView>,
    /// Whether it is where things stand.
    is_current: bool,
}

/// Sent, under review, decided: what has happened, and what is still to come.
#[component]
pub(super) fn Timeline(
    /// The application.
    application: ApplicationView,
) -> impl IntoView {
    let items = steps(&application).into_iter().map(|step| {
        let current = step.is_current.then_some("step");
        let at = step.at.map(|at| view! { <p class="hint"><Moment at/></p> });
        view! {
            <li class=step.class aria-current=current>
                <span class="step-mark"><Icon name=step.icon/></span>
                <div>
                    <p class="step-title">{step.title}</p>
                    {at}
                    {step.text}
                </div>
            </li>
        }
    });
    view! { <ol class="timeline">{items.collect_view()}</ol> }
}

fn steps(application: &ApplicationView) -> Vec<Step> {
    let locale = locale();
    let is_pending = application.status == ApplicationStatus::Pending;
    let sent = Step {
        class: "step step-done",
        icon: "check",
        title: td_string!(locale, teach.step_sent),
        at: Some(application.submitted_at),
        text: None,
        is_current: false,
    };
    let review = Step {
        class: if is_pending {
            "step step-now"
        } else {
            "step step-done"
        },
        icon: if is_pending { "clock" } else { "check" },
        title: td_string!(locale, teach.step_review),
        at: None,
        text: is_pending.then(|| {
            view! { <p class="hint">{td_string!(locale, teach.step_review_text)}</p> }.into_any()
        }),
        is_current: is_pending,
    };
    let (class, icon, title) = match application.status {
        ApplicationStatus::Pending => (
            "step step-coming",
            "circle-dashed",
            td_string!(locale, teach.step_decision),
        ),
        ApplicationStatus::Approved => (
            "step step-good",
            "badge-check",
            td_string!(locale, teach.step_approved),
        ),
        ApplicationStatus::Rejected => (
            "step step-bad",
            "x",
            td_string!(locale, teach.step_rejected),
        ),
        ApplicationStatus::Withdrawn => (
            "step step-end",
            "undo-2",
            td_string!(locale, teach.step_withdrawn),
        ),
    };
    let end = Step {
        class,
        icon,
        title,
        at: application.decided_at,
        text: application
            .reason
            .clone()
            .map(|reason| view! { <Reason reason/> }.into_any()),
        is_current: !is_pending,
    };
    if application.status == ApplicationStatus::Withdrawn {
        // Nobody need have looked at it.
        vec![sent, end]
    } else {
        vec![sent, review, end]
    }
}

/// Why it was not approved.
#[component]
pub(super) fn Reason(
    /// Why.
    reason: String,
) -> impl IntoView {
    view! {
        <figure class="reason">
            <figcaption>{td_string!(locale(), teach.reason)}</figcaption>
            <blockquote class="prose-text" dir="auto">{reason}</blockquote>
        </figure>
    }
}
