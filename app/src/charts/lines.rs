//! Several numbers a day, or a week, as lines: told apart by their strokes and marks too, not by colour alone.

use super::{
    columns::{Plot, ratio},
    percent, round,
    scale::Scale,
    timeline::Timeline,
};
use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::insight::{DailyKind, DayCounts};
use leptos::prelude::*;

/// Up to so many stretches each number has a mark.
const MARKED_MAX: usize = 31;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Unbroken, with round marks.
    Round,
    /// Dashed, with square marks.
    Square,
}

/// One of the numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// What is counted.
    pub(crate) name: &'static str,
    /// Which number it is.
    pub(crate) kind: DailyKind,
}

/// The chart, with what its lines are above it.
#[component]
pub(crate) fn Lines(
    /// Its id, which those of its title and its words begin with.
    id: &'static str,
    /// What the chart is called.
    name: &'static str,
    /// What it came to in words.
    gist: String,
    /// The numbers.
    timeline: Timeline,
    /// Which of them.
    lines: [Line; 2],
) -> impl IntoView {
    let max = lines.map(|line| timeline.max(line.kind));
    let scale = Scale::of(max.into_iter().max().unwrap_or_default());
    let looks = [Look::Round, Look::Square];
    let both = || lines.into_iter().zip(looks);
    let legend = both().map(|(line, look)| {
        let sum = words::count(locale(), timeline.sum(line.kind));
        view! { <li>{sample(look)}{line.name}" "<strong>{sum}</strong></li> }
    });
    let legend = legend.collect_view();
    let strokes = both().map(|(line, look)| stroke(&timeline.spans, line.kind, look, scale));
    let strokes = strokes.collect_view();
    let count = timeline.spans.len();
    let spans = timeline.spans.iter().enumerate();
    let spans = spans
        .map(|(i, span)| stretch(i, count, span, &lines))
        .collect_view();
    view! {
        <ul class="chart-legend">{legend}</ul>
        <Plot id name gist scale timeline=timeline.clone()>
            {strokes}
            {spans}
        </Plot>
    }
}

/// A line with its marks.
fn stroke(spans: &[DayCounts], kind: DailyKind, look: Look, scale: Scale) -> impl IntoView + use<> {
    let count = ratio(spans.len());
    let places = spans.iter().enumerate().map(|(i, span)| {
        let x = (ratio(i) + 0.5) / count;
        (x, 1.0 - scale.height(span.of(kind)))
    });
    let places: Vec<_> = places.collect();
    let points = places
        .iter()
        .map(|(x, y)| format!("{},{}", round(*x), round(*y)));
    let points = points.collect::<Vec<_>>().join(" ");
    let has_marks = places.len() <= MARKED_MAX;
    let marks = places.into_iter().filter(|_| has_marks);
    let marks = marks.map(|(x, y)| mark(look, percent(x), percent(y)));
    view! {
        <svg class="chart-lines" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">
            <polyline class=look.stroke() points=points vector-effect="non-scaling-stroke"/>
        </svg>
        {marks.collect_view()}
    }
}

fn mark(look: Look, x: String, y: String) -> AnyView {
    match look {
        Look::Round => view! { <circle class=look.mark() cx=x cy=y r="3"/> }.into_any(),
        Look::Square => view! {
            <rect class=look.mark() x=x y=y width="6" height="6" transform="translate(-3 -3)"/>
        }
        .into_any(),
    }
}

/// What shows the numbers of a stretch to whoever points at it.
fn stretch(i: usize, count: usize, span: &DayCounts, lines: &[Line; 2]) -> impl IntoView + use<> {
    let locale = locale();
    let numbers = lines.iter().map(|line| {
        let count = words::count(locale, span.of(line.kind));
        td_string!(locale, overview.bar, name = line.name, count = count).to_string()
    });
    let date = words::short_date(locale, span.day);
    let title = std::iter::once(date)
        .chain(numbers)
        .collect::<Vec<_>>()
        .join("\n");
    let (i, count) = (ratio(i), ratio(count));
    view! {
        <g class="chart-span">
            <title>{title}</title>
            <rect class="chart-hold" x=percent(i / count) y="0" width=percent(1.0 / count) height="100%"/>
        </g>
    }
}

/// How a line looks, beside its name.
fn sample(look: Look) -> impl IntoView {
    view! {
        <svg class="chart-sample" width="32" height="12" aria-hidden="true" focusable="false">
            <line class=look.stroke() x1="0" x2="32" y1="6" y2="6"/>
            {mark(look, "16".to_owned(), "6".to_owned())}
        </svg>
    }
}

impl Look {
    const fn stroke(self) -> &'static str {
        match self {
            Self::Round => "chart-line",
            Self::Square => "chart-line chart-line-second",
        }
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Round => "chart-mark",
            Self::Square => "chart-mark chart-mark-second",
        }
    }
}
