//! How many there are of each of a few things: a row each, with its name, its number and its part of all.

use super::{exactly, percent};
use crate::{
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// Height of a row, and where in it the bar begins: of the letters' size.
const ROW_EM: f64 = 3.25;
const BAR_EM: f64 = 1.6;

/// One of the things.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How many there are.
    pub(crate) count: i64,
}

impl Row {
    /// Its number, and its part of all in per cent.
    pub(crate) fn shown(&self, total: i64) -> (String, String) {
        let locale = locale();
        let part = words::percent(locale, part(self.count, total));
        (words::count(locale, self.count), part)
    }
}

/// Of all in per cent, to a tenth. What is not nothing is not said to be, nor what is not all.
fn part(count: i64, total: i64) -> String {
    let (count, all) = (i128::from(count), i128::from(total.max(1)));
    let tenths = (count * 1_000 + all / 2) / all;
    match (tenths, tenths % 10) {
        (0, _) if count > 0 => "<0.1".to_owned(),
        (1_000.., _) if count < all => ">99.9".to_owned(),
        (_, 0) => (tenths / 10).to_string(),
        (_, rest) => format!("{}.{rest}", tenths / 10),
    }
}

/// The chart.
#[component]
pub(crate) fn Rows(
    /// Its id, which those of its title and its words begin with.
    id: &'static str,
    /// What the chart is called.
    name: &'static str,
    /// The rows, which are all there is.
    rows: Vec<Row>,
) -> impl IntoView {
    let locale = locale();
    let total: i64 = rows.iter().map(|row| row.count).sum();
    let (title_id, gist_id) = (format!("{id}-title"), format!("{id}-gist"));
    let list = rows.iter().map(|row| {
        let (count, part) = row.shown(total);
        format!("{}, {count} ({part})", row.name)
    });
    let list = list.collect::<Vec<_>>().join("; ");
    let all = words::count(locale, total);
    let gist = td_string!(locale, overview.gist_shares, total = all, list = list).to_string();
    let count = super::columns::ratio(rows.len());
    let bars = rows.iter().enumerate();
    let bars = bars.map(|(i, row)| bar(super::columns::ratio(i), row, total));
    view! {
        <svg class="chart-rows" role="img" height=format!("{}em", count * ROW_EM)
            aria-labelledby=title_id.clone() aria-describedby=gist_id.clone()>
            <title id=title_id.clone()>{name}</title>
            <desc id=gist_id.clone()>{gist}</desc>
            {bars.collect_view()}
        </svg>
    }
}

fn bar(i: f64, row: &Row, total: i64) -> impl IntoView + use<> {
    let top = i * ROW_EM;
    let text = format!("{}em", top + 1.05);
    let y = format!("{}em", top + BAR_EM);
    let (count, part) = row.shown(total);
    let filled = (row.count > 0).then(|| {
        let width = percent(exactly(row.count) / exactly(total));
        view! { <rect class="chart-fill" y=y.clone() width=width height="0.6em"/> }
    });
    view! {
        <g>
            <text class="chart-name" y=text.clone()>{row.name}</text>
            <text class="chart-count" x="100%" y=text text-anchor="end">
                <tspan class="chart-number">{count}</tspan>
                <tspan class="chart-part" dx="0.5em">{part}</tspan>
            </text>
            <rect class="chart-track" y=y.clone() width="100%" height="0.6em"/>
            {filled}
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_rounded_to_a_tenth_of_a_per_cent() {
        for (count, total, said) in [
            (0, 0, "0"),
            (1, 3, "33.3"),
            (2, 3, "66.7"),
            (1, 10, "10"),
            (1, 1, "100"),
            (1, 1_000_000, "<0.1"),
            (999_999, 1_000_000, ">99.9"),
            (i64::MAX, i64::MAX, "100"),
        ] {
            assert_eq!(part(count, total), said, "{count} of {total}");
        }
    }
}
