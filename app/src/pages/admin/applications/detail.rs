//! One application: what the applicant wrote, who they are, and what is decided.

use super::{decision::Decision, said::SAID};
use crate::{
    components::{
        application::{ApplicationState, ApplicationText},
        icon::Icon,
        moment::Moment,
        person::PersonDetails,
    },
    pages::admin::frame::Area,
    visit::locale,
    words::td_string,
};
use contract::{
    UserId,
    directory::PersonRef,
    instructor_application::{Applicant, ApplicationStatus, ReviewView},
};
use leptos::prelude::*;

/// The application. Its heading takes the focus where nothing else does.
#[component]
pub(super) fn Detail(
    /// The signed-in admin.
    owner: UserId,
    review: ReviewView,
    /// The reason as it was typed.
    typed: Option<String>,
    /// What is wrong with the reason.
    fault: Option<String>,
    /// Whether what was done is said.
    is_described: bool,
    /// Whether nothing is wrong.
    is_quiet: bool,
    /// The address of this page.
    page: String,
) -> impl IntoView {
    let locale = locale();
    let application = review.application.clone();
    let status = application.status;
    let name = review.applicant.as_ref().map_or_else(
        || td_string!(locale, review.gone_title).to_owned(),
        |applicant| applicant.profile.display_name.clone(),
    );
    let profile = match review.applicant.clone() {
        Some(applicant) => view! { <Profile applicant/> }.into_any(),
        None => view! { <p class="card">{td_string!(locale, review.gone_text)}</p> }.into_any(),
    };
    let end = match status {
        ApplicationStatus::Pending => {
            view! { <Decision owner review typed fault page/> }.into_any()
        }
        _ => view! { <Ended review typed/> }.into_any(),
    };
    view! {
        <article class="review-detail" aria-labelledby="applicant">
            <header class="review-head">
                <h1 id="applicant" tabindex="-1" dir="auto" autofocus=is_quiet
                    aria-describedby=is_described.then_some(SAID)>
                    {name}
                </h1>
                <p class="review-meta">
                    <ApplicationState status/>
                    <span class="hint">
                        {td_string!(locale, review.sent)}" "
                        <Moment at=application.submitted_at relative=true/>
                    </span>
                </p>
            </header>
            <section class="card review-text" aria-label=td_string!(locale, teach.application)>
                <ApplicationText motivation=application.motivation expertise=application.expertise
                    links=application.links/>
            </section>
            <aside class="review-profile" aria-label=td_string!(locale, review.profile)>{profile}</aside>
            <div class="review-end">{end}</div>
        </article>
    }
}

/// Who applies, and the way to all that is known of them.
#[component]
fn Profile(applicant: Applicant) -> impl IntoView {
    let locale = locale();
    let Applicant { profile, email } = applicant;
    let href = format!("{}/{}", Area::Users.path(), profile.id);
    let mail = format!("mailto:{email}");
    view! {
        <PersonDetails profile/>
        <p class="review-contact">
            <a href=mail><Icon name="mail"/>{email}</a>
            <a href=href><Icon name="user-round"/>{td_string!(locale, review.account)}</a>
        </p>
    }
}

/// What became of an application that is not under review any more.
#[component]
fn Ended(
    review: ReviewView,
    /// A reason that was typed, and is of no use now.
    typed: Option<String>,
) -> impl IntoView {
    let locale = locale();
    let status = review.application.status;
    let text = ended(status, review.decider);
    let at = review.application.decided_at;
    let reason = review.application.reason.map(|reason| {
        view! {
            <figure class="reason">
                <figcaption>{td_string!(locale, review.reason)}</figcaption>
                <blockquote class="prose-text" dir="auto">{reason}</blockquote>
            </figure>
        }
    });
    let typed = typed.map(|typed| {
        view! {
            <figure class="reason">
                <figcaption>{td_string!(locale, review.typed)}</figcaption>
                <blockquote class="prose-text" dir="auto">{typed}</blockquote>
            </figure>
        }
    });
    view! {
        <section class="card" aria-labelledby="ended">
            <h2 id="ended">{td_string!(locale, review.decision)}</h2>
            <p>{text}{at.map(|at| view! { ", "<Moment at relative=true/>"." })}</p>
            {reason}
            {typed}
        </section>
    }
}

/// What happened to an application, and by whom.
pub(super) fn ended(status: ApplicationStatus, decider: Option<PersonRef>) -> String {
    let locale = locale();
    let name = decider.map_or_else(
        || td_string!(locale, review.somebody_gone).to_owned(),
        |person| person.display_name,
    );
    match status {
        ApplicationStatus::Approved => {
            td_string!(locale, review.approved_by, name = name).to_string()
        }
        ApplicationStatus::Rejected => {
            td_string!(locale, review.rejected_by, name = name).to_string()
        }
        ApplicationStatus::Withdrawn | ApplicationStatus::Pending => {
            td_string!(locale, review.was_withdrawn).to_owned()
        }
    }
}
