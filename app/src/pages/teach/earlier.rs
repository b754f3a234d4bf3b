//! The applications before the last one.

use super::timeline::Reason;
use crate::{
    components::{
        application::{ApplicationState, ApplicationText},
        moment::Moment,
    },
    visit::locale,
    words::td_string,
};
use contract::instructor_application::ApplicationView;
use leptos::prelude::*;

/// Each with what became of it.
#[component]
pub(super) fn Earlier(
    /// The applications, the last first.
    earlier: Vec<ApplicationView>,
) -> impl IntoView {
    let locale = locale();
    let items = earlier.into_iter().map(|application| {
        let ApplicationView {
            status,
            submitted_at,
            decided_at,
            reason,
            motivation,
            expertise,
            links,
            ..
        } = application;
        let ended = decided_at.map(|at| {
            view! { <span class="hint">{td_string!(locale, teach.ended)}" "<Moment at/></span> }
        });
        view! {
            <li>
                <p class="earlier-head">
                    <span>{td_string!(locale, teach.sent)}" "<Moment at=submitted_at/></span>
                    <ApplicationState status/>
                    {ended}
                </p>
                {reason.map(|reason| view! { <Reason reason/> })}
                <details class="more-text">
                    <summary>{td_string!(locale, teach.what_you_sent)}</summary>
                    <ApplicationText motivation expertise links/>
                </details>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="earlier">
            <h2 id="earlier">{td_string!(locale, teach.earlier)}</h2>
            <ul class="earlier">{items.collect_view()}</ul>
        </section>
    }
}
