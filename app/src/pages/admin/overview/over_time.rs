//! Charts of the days.

use super::model::Model;
use crate::{
    charts::{ChartFigure, Columns, DataTable, Grain, Line, Lines, Timeline},
    visit::locale,
    words::{self, td_string},
};
use contract::insight::{DailyKind, DateRange};
use leptos::prelude::*;

/// Registrations, sign-ins, and what became of courses.
#[component]
pub(super) fn OverTime(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let lines = [
        Line {
            name: td_string!(locale, overview.enrolled),
            kind: DailyKind::Enrolled,
        },
        Line {
            name: td_string!(locale, overview.completed),
            kind: DailyKind::Completed,
        },
    ];
    view! {
        {columns(
            &model,
            "registrations",
            td_string!(locale, overview.registrations),
            DailyKind::Registered,
            td_string!(locale, overview.nothing_registered),
        )}
        {columns(
            &model,
            "activity",
            td_string!(locale, overview.activity),
            DailyKind::Active,
            td_string!(locale, overview.nothing_active),
        )}
        {courses(&model, lines)}
    }
}

/// A chart of one number.
fn columns(
    model: &Model,
    id: &'static str,
    name: &'static str,
    kind: DailyKind,
    nothing: &'static str,
) -> impl IntoView + use<> {
    let timeline = model.timeline.clone();
    let hint = hint(model.range(), timeline.grain);
    if timeline.sum(kind) == 0 {
        return view! { <ChartFigure id name hint table=None><p class="empty">{nothing}</p></ChartFigure> }
            .into_any();
    }
    let line = Line { name, kind };
    let gist = gist(&timeline, line);
    let table = table(name, &timeline, &[line]);
    view! {
        <ChartFigure id name hint table=Some(table)>
            <Columns id name gist timeline kind/>
        </ChartFigure>
    }
    .into_any()
}

fn courses(model: &Model, lines: [Line; 2]) -> impl IntoView + use<> {
    let locale = locale();
    let (id, name) = ("courses", td_string!(locale, overview.courses));
    let timeline = model.timeline.clone();
    let hint = hint(model.range(), timeline.grain);
    if lines.iter().all(|line| timeline.sum(line.kind) == 0) {
        let nothing = td_string!(locale, overview.nothing_courses);
        return view! { <ChartFigure id name hint wide=true table=None><p class="empty">{nothing}</p></ChartFigure> }
            .into_any();
    }
    let gist = lines.map(|line| gist(&timeline, line)).join(" ");
    let table = table(name, &timeline, &lines);
    view! {
        <ChartFigure id name hint wide=true table=Some(table)>
            <Lines id name gist timeline lines/>
        </ChartFigure>
    }
    .into_any()
}

fn hint(range: DateRange, grain: Grain) -> String {
    let locale = locale();
    let from = words::short_date(locale, range.from);
    let to = words::short_date(locale, range.to);
    match grain {
        Grain::Day => td_string!(locale, overview.by_day, from = from, to = to).to_string(),
        Grain::Week => td_string!(locale, overview.by_week, from = from, to = to).to_string(),
    }
}

/// What a number came to, in words.
fn gist(timeline: &Timeline, line: Line) -> String {
    let locale = locale();
    let name = line.name;
    let total = timeline.sum(line.kind);
    let Some(span) = timeline.peak(line.kind).filter(|_| total > 0) else {
        return td_string!(locale, overview.gist_none, name = name).to_string();
    };
    let total = words::count(locale, total);
    let day = words::short_date(locale, span.day);
    let peak = words::count(locale, span.of(line.kind));
    macro_rules! gist {
        ($sentence:ident) => {
            td_string!(
                locale,
                overview.$sentence,
                name = name,
                total = total,
                day = day,
                peak = peak
            )
            .to_string()
        };
    }
    match timeline.grain {
        Grain::Day => gist!(gist_day),
        Grain::Week => gist!(gist_week),
    }
}

fn table(name: &'static str, timeline: &Timeline, lines: &[Line]) -> AnyView {
    let locale = locale();
    let caption = td_string!(locale, overview.table_of, chart = name).to_string();
    let first = match timeline.grain {
        Grain::Day => td_string!(locale, overview.day),
        Grain::Week => td_string!(locale, overview.week),
    };
    let names = lines.iter().map(|line| line.name);
    let head = std::iter::once(first).chain(names).collect();
    let rows = timeline.spans.iter().map(|span| {
        let numbers = lines
            .iter()
            .map(|line| words::count(locale, span.of(line.kind)));
        (words::short_date(locale, span.day), numbers.collect())
    });
    let rows = rows.collect();
    view! { <DataTable caption head rows/> }.into_any()
}
