//! A day, short enough for a table.

use crate::{
    visit::{locale, visit},
    words,
};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

/// The day of a moment in the person's time zone, with the minute in the title; what is less than a day
/// ago in words, where that is asked for.
#[component]
pub(crate) fn Day(
    /// The moment.
    at: DateTime<Utc>,
    /// Whether to say how long ago it was.
    #[prop(optional)]
    relative: bool,
) -> impl IntoView {
    let locale = locale();
    let visit = visit();
    let zone = visit
        .as_ref()
        .map_or("UTC", |visit| visit.settings.timezone.as_str());
    let now = visit.as_ref().map(|visit| visit.ctx.now);
    let ago = now
        .filter(|_| relative)
        .and_then(|now| words::ago(locale, now - at));
    let text = ago.unwrap_or_else(|| words::short_day(locale, at, zone));
    let title = words::minute(locale, at, zone);
    view! {
        <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true) title=title>{text}</time>
    }
}
