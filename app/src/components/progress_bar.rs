//! How far somebody is in a course, as a bar; drawn with SVG attributes, since styles in attributes
//! are not allowed by our content security policy.

use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::enrollment::Progress;
use leptos::prelude::*;

/// A bar that is filled to the percentage, with the words beside it.
#[component]
pub(crate) fn ProgressBar(
    /// How far.
    progress: Progress,
    /// What the course is called.
    course: String,
) -> impl IntoView {
    let locale = locale();
    let percent = words::percent(locale, progress);
    let text = td_string!(locale, courses.progress, percent = percent).to_string();
    let name = td_string!(locale, courses.progress_in, course = course).to_string();
    // Round ends show a dot even where nothing is filled.
    let filled = (progress > Progress::NONE).then(|| {
        let width = format!("{progress}%");
        view! { <rect class="bar-value" width=width height="8" rx="4"/> }
    });
    view! {
        <div class="progress-line">
            <div
                class="bar"
                role="progressbar"
                aria-label=name
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=progress.to_string()
                aria-valuetext=text.clone()
            >
                <svg width="100%" height="8" aria-hidden="true" focusable="false">
                    <rect class="bar-track" width="100%" height="8" rx="4"/>
                    {filled}
                </svg>
            </div>
            <span class="progress-text">{text}</span>
        </div>
    }
}
