//! One number a day, or a week, as columns.

use super::{exactly, percent, scale::Scale, timeline::Timeline};
use crate::{
    visit::locale,
    words::{self, td_string},
};
use chrono::NaiveDate;
use contract::insight::DailyKind;
use leptos::prelude::*;

/// How much of its place a column takes, and how much of the chart at most.
const WIDTH: f64 = 0.72;
const WIDTH_MAX: f64 = 0.09;
/// Up to so many columns bear their numbers.
const NUMBERED_MAX: usize = 7;

/// The chart.
#[component]
pub(crate) fn Columns(
    /// Its id, which those of its title and its words begin with.
    id: &'static str,
    /// What is counted.
    name: &'static str,
    /// What it came to in words.
    gist: String,
    /// The numbers.
    timeline: Timeline,
    /// Which of them.
    kind: DailyKind,
) -> impl IntoView {
    let scale = Scale::of(timeline.max(kind));
    let count = timeline.spans.len();
    let columns = timeline.spans.iter().enumerate().map(|(i, span)| {
        column(
            (i, count),
            span.of(kind),
            scale,
            words::short_date(locale(), span.day),
        )
    });
    let columns = columns.collect_view();
    view! {
        <Plot id name gist scale timeline=timeline>
            {columns}
        </Plot>
    }
}

fn column(
    (i, count): (usize, usize),
    number: i64,
    scale: Scale,
    date: String,
) -> impl IntoView + use<> {
    let locale = locale();
    let place = 1.0 / ratio(count);
    let middle = (ratio(i) + 0.5) * place;
    let width = (place * WIDTH).min(WIDTH_MAX);
    let height = scale.height(number);
    let shown = words::count(locale, number);
    let title = td_string!(locale, overview.bar, name = date, count = shown.clone()).to_string();
    let bar = (number > 0).then(|| {
        view! {
            <rect class="chart-fill" x=percent(middle - width / 2.0) y=percent(1.0 - height)
                width=percent(width) height=percent(height)/>
        }
    });
    let label = (count <= NUMBERED_MAX).then(|| {
        view! {
            <text class="chart-number" x=percent(middle) y=percent(1.0 - height) dy="-0.4em" text-anchor="middle">
                {shown}
            </text>
        }
    });
    view! {
        <g class="chart-span">
            <title>{title}</title>
            <rect class="chart-hold" x=percent(ratio(i) * place) y="0" width=percent(place) height="100%"/>
            {bar}
            {label}
        </g>
    }
}

/// The drawing that charts over time have in common: its axes, and what it says to those who do not see it.
#[component]
pub(super) fn Plot(
    /// Its id, which those of its title and its words begin with.
    id: &'static str,
    /// What is counted.
    name: &'static str,
    /// What it came to in words.
    gist: String,
    /// The axis of numbers.
    scale: Scale,
    /// The axis of time.
    timeline: Timeline,
    /// What is drawn between them.
    children: Children,
) -> impl IntoView {
    let locale = locale();
    let (title_id, gist_id) = (format!("{id}-title"), format!("{id}-gist"));
    let numbers: Vec<_> = scale.ticks().collect();
    let digits = numbers.iter().map(|n| words::count(locale, n).len()).max();
    let lines = numbers.into_iter().map(|number| {
        let y = percent(1.0 - scale.height(number));
        let class = if number == 0 { "chart-base" } else { "chart-grid" };
        view! {
            <line class=class x1="0" x2="100%" y1=y.clone() y2=y.clone()/>
            <text class="chart-tick" x="-0.6em" y=y dy="0.35em" text-anchor="end">{words::count(locale, number)}</text>
        }
    });
    let count = timeline.spans.len();
    let ticks = timeline.ticks().into_iter();
    let dates =
        ticks.filter_map(|i| Some(date(ratio(i), ratio(count), timeline.spans.get(i)?.day)));
    view! {
        <svg class=format!("chart-plot {}", margin(digits.unwrap_or_default())) role="img"
            aria-labelledby=title_id.clone() aria-describedby=gist_id.clone()>
            <title id=title_id.clone()>{name}</title>
            <desc id=gist_id.clone()>{gist}</desc>
            {lines.collect_view()}
            {children()}
            {dates.collect_view()}
        </svg>
    }
}

/// A date under its place. At the edges it may reach into the margins, which are wide enough for half of it.
fn date(i: f64, count: f64, day: NaiveDate) -> impl IntoView + use<> {
    let middle = percent((i + 0.5) / count);
    view! {
        <g>
            <svg class="chart-notch" x=middle.clone() y="100%"><line class="chart-base" y2="0.4em"/></svg>
            <text class="chart-tick" x=middle y="100%" dy="1.7em" text-anchor="middle">
                {words::tick_date(locale(), day)}
            </text>
        </g>
    }
}

/// Room for the numbers of the axis.
const fn margin(digits: usize) -> &'static str {
    match digits {
        0..=1 => "pl-5",
        2 => "pl-7",
        3 => "pl-8",
        4..=5 => "pl-12",
        _ => "pl-16",
    }
}

pub(super) fn ratio(number: usize) -> f64 {
    exactly(i64::try_from(number).unwrap_or(i64::MAX))
}
