//! A moment in the person's time zone.

use crate::{
    visit::{locale, visit},
    words,
};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

/// Date and time; what is not long ago in words, with date and time in the title.
#[component]
pub(crate) fn Moment(
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
    let absolute = words::minute(locale, at, zone);
    let now = visit.as_ref().map(|visit| visit.ctx.now);
    let ago = now
        .filter(|_| relative)
        .and_then(|now| words::ago(locale, now - at));
    let title = ago.is_some().then(|| absolute.clone());
    view! {
        <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true) title=title>
            {ago.unwrap_or(absolute)}
        </time>
    }
}
