//! How complete a profile is, as a ring; drawn with SVG attributes, since styles in attributes are
//! not allowed by our content security policy.

use crate::{
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// A ring that is filled to the percentage, with the number in it.
#[component]
pub(crate) fn CompletionRing(
    /// 0 to 100.
    percentage: u8,
) -> impl IntoView {
    let locale = locale();
    let percent = words::percent(locale, f32::from(percentage));
    let label = td_string!(locale, completion.ring, percent = percent.clone()).to_string();
    // A round cap shows a dot even where nothing is filled.
    let filled = (percentage > 0).then(|| {
        view! {
            <circle
                class="ring-value"
                cx="60" cy="60" r="52"
                pathLength="100"
                stroke-dasharray=format!("{percentage} 100")
                transform="rotate(-90 60 60)"
            />
        }
    });
    view! {
        <svg class="completion-ring" viewBox="0 0 120 120" width="120" height="120" role="img" aria-label=label>
            <circle class="ring-track" cx="60" cy="60" r="52"/>
            {filled}
            <text class="ring-number" x="60" y="60" text-anchor="middle" dominant-baseline="central">{percent}</text>
        </svg>
    }
}
