//! Charts as SVG, drawn on the server: no script, and no style in attributes, which our content security policy
//! allows nowhere.
//!
//! What a chart shows lies between 0 and 100 % of its drawing, whose margins are CSS: it is as wide as there is
//! room for it, and its words stay as large as all others. Every number is also in a table under it.

mod columns;
mod figure;
mod lines;
mod rows;
mod scale;
mod table;
mod timeline;

pub(crate) use columns::Columns;
pub(crate) use figure::ChartFigure;
pub(crate) use lines::{Line, Lines};
pub(crate) use rows::{Row, Rows};
pub(crate) use table::DataTable;
pub(crate) use timeline::{Grain, Timeline};

/// A place between 0 and 1 as SVG writes it: a percentage, to a thousandth.
fn percent(share: f64) -> String {
    format!("{}%", round(share))
}

/// The same as a plain number of hundredths.
fn round(share: f64) -> f64 {
    (share * 100_000.0).round() / 1_000.0
}

/// A number that is far below 2^52, as those of people and columns are.
#[expect(
    clippy::cast_precision_loss,
    reason = "a chart has no room for the sixteenth digit"
)]
const fn exactly(number: i64) -> f64 {
    number as f64
}
