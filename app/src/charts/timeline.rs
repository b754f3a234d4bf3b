//! Days in a row, or weeks where the days are too many to be told apart.

use chrono::{Datelike, Days, NaiveDate};
use contract::insight::{DailyKind, DayCounts};

/// Days that are drawn one by one: a quarter of a year.
const DAYS_MAX: usize = 92;
/// Ticks under a chart, at most: as many dates as a phone has room for.
const TICKS_MAX: usize = 4;

/// How long each stretch of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A day.
    Day,
    /// A week from Monday on; the first and the last may have fewer days.
    Week,
}

/// What each stretch came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// How long the stretches are.
    pub(crate) grain: Grain,
    /// The stretches in order, each by its first day.
    pub(crate) spans: Vec<DayCounts>,
}

impl Timeline {
    /// Days in order; many of them as weeks.
    pub(crate) fn of(days: &[DayCounts]) -> Self {
        if days.len() <= DAYS_MAX {
            return Self {
                grain: Grain::Day,
                spans: days.to_vec(),
            };
        }
        let is_same_week =
            |one: &DayCounts, other: &DayCounts| monday(one.day) == monday(other.day);
        let weeks = days.chunk_by(is_same_week).filter_map(|week| {
            let sum = |kind| week.iter().map(|day| day.of(kind)).sum();
            Some(DayCounts {
                day: week.first()?.day,
                registered: sum(DailyKind::Registered),
                active: sum(DailyKind::Active),
                enrolled: sum(DailyKind::Enrolled),
                completed: sum(DailyKind::Completed),
            })
        });
        Self {
            grain: Grain::Week,
            spans: weeks.collect(),
        }
    }

    /// The highest number of a kind.
    pub(crate) fn max(&self, kind: DailyKind) -> i64 {
        let numbers = self.spans.iter().map(|span| span.of(kind));
        numbers.max().unwrap_or_default()
    }

    /// The sum of a kind.
    pub(crate) fn sum(&self, kind: DailyKind) -> i64 {
        self.spans.iter().map(|span| span.of(kind)).sum()
    }

    /// The first of the stretches with the highest number.
    pub(crate) fn peak(&self, kind: DailyKind) -> Option<&DayCounts> {
        let max = self.max(kind);
        self.spans.iter().find(|span| span.of(kind) == max)
    }

    /// Which stretches have their date under the chart.
    pub(super) fn ticks(&self) -> Vec<usize> {
        let steps: &[usize] = match self.grain {
            Grain::Day => &[1, 2, 5, 7, 10, 15, 30],
            Grain::Week => &[1, 2, 4, 8, 13, 16, 26],
        };
        let count = self.spans.len();
        let is_enough = |step: &&usize| count.div_ceil(**step) <= TICKS_MAX;
        let step = steps.iter().find(is_enough).copied();
        (0..count).step_by(step.unwrap_or(count.max(1))).collect()
    }
}

fn monday(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::insight::DateRange;

    /// Days from Saturday, 21 November 2026 on, the first of which has one of everything, the second two.
    fn days(count: u32) -> Vec<DayCounts> {
        let first: NaiveDate = "2026-11-21".parse().unwrap();
        let last = first + Days::new(u64::from(count - 1));
        let range = DateRange {
            from: first,
            to: last,
        };
        let day = |(day, n)| DayCounts {
            day,
            registered: n,
            active: n,
            enrolled: n,
            completed: n,
        };
        range.iter().zip(1..).map(day).collect()
    }

    #[test]
    fn up_to_a_quarter_is_told_by_day_and_more_by_week() {
        for count in [1, 7, 30, 92] {
            let timeline = Timeline::of(&days(count));
            assert_eq!(timeline.grain, Grain::Day);
            assert_eq!(timeline.spans, days(count));
        }
        let timeline = Timeline::of(&days(93));
        assert_eq!(timeline.grain, Grain::Week);
        let begins: Vec<_> = timeline.spans.iter().map(|span| span.day).collect();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            begins[..3],
            [day("2026-11-21"), day("2026-11-23"), day("2026-11-30")],
            "the first week is cut short, the others begin on Monday"
        );
        assert_eq!(timeline.spans[0].registered, 1 + 2);
        assert_eq!(
            timeline.spans[1].completed,
            3 + 4 + 5 + 6 + 7 + 8 + 9,
            "from Monday to Sunday"
        );
    }

    #[test]
    fn no_day_is_lost_or_counted_twice() {
        for count in 1..=366 {
            let days = days(count);
            let timeline = Timeline::of(&days);
            for kind in DailyKind::ALL {
                let all: i64 = days.iter().map(|day| day.of(*kind)).sum();
                assert_eq!(timeline.sum(*kind), all, "{count} days");
            }
            let ordered = timeline
                .spans
                .is_sorted_by(|one, other| one.day < other.day);
            assert!(ordered, "{count} days");
        }
    }

    #[test]
    fn dates_are_few_at_whatever_length() {
        for count in 1..=366 {
            let timeline = Timeline::of(&days(count));
            let ticks = timeline.ticks();
            assert!((1..=TICKS_MAX).contains(&ticks.len()), "{count} days");
            assert!(ticks.iter().all(|tick| *tick < timeline.spans.len()));
        }
        assert_eq!(Timeline::of(&days(7)).ticks(), [0, 2, 4, 6]);
        assert_eq!(Timeline::of(&days(30)).ticks(), [0, 10, 20]);
        assert_eq!(Timeline::of(&days(90)).ticks(), [0, 30, 60]);
        assert_eq!(Timeline::of(&[]).ticks(), [0_usize; 0]);
    }

    #[test]
    fn the_peak_is_the_first_of_the_highest() {
        let mut days = days(3);
        days[0].active = 3;
        let timeline = Timeline::of(&days);
        let peak = timeline.peak(DailyKind::Active).unwrap();
        assert_eq!((peak.day, peak.active), (days[0].day, 3));
        assert_eq!(Timeline::of(&[]).peak(DailyKind::Active), None);
    }
}
