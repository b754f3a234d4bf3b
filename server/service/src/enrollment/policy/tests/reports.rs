//! Reports of progress, in any order and more than once.

use super::{at, percent, refusal, words};
use crate::{
    enrollment::policy::{
        EnrollmentStatus::{Active, Completed, Dropped, Suspended},
        Fact, Outcome, State,
    },
    testing::world::noon,
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::enrollment::{Progress, ReportProgress};
use proptest::prelude::*;

fn report(progress: Progress, occurred_at: Option<DateTime<Utc>>) -> ReportProgress {
    ReportProgress {
        progress,
        time_spent_seconds: Some(10),
        occurred_at,
    }
}

fn applied(state: State, report: &ReportProgress) -> Outcome {
    let outcome = state.report(report, noon());
    outcome.expect("allowed").expect("applied")
}

fn minutes_ago(minutes: i64) -> DateTime<Utc> {
    noon() - TimeDelta::minutes(minutes)
}

#[test]
fn nobody_gets_further_in_a_course_that_is_dropped_or_suspended() {
    for (status, expected) in [
        (Dropped, "enrollment_dropped"),
        (Suspended, "enrollment_suspended"),
    ] {
        for occurred_at in [None, Some(minutes_ago(600))] {
            let refused = at(status).report(&report(percent(60), occurred_at), noon());
            assert_eq!(refusal(refused), expected);
        }
    }
}

#[test]
fn a_newer_report_is_applied_and_an_older_or_repeated_one_changes_nothing() {
    for (minutes, progress, is_applied) in [
        (59, 10, true),
        (60, 51, true),
        (60, 50, false),
        (60, 49, false),
        (61, 100, false),
    ] {
        let report = report(percent(progress), Some(minutes_ago(minutes)));
        let outcome = at(Active).report(&report, noon()).expect("allowed");
        assert_eq!(
            outcome.is_some(),
            is_applied,
            "{progress} % {minutes} min ago"
        );
    }
    let outcome = applied(at(Active), &report(percent(40), Some(minutes_ago(5))));
    let previous = percent(50);
    assert_eq!(outcome.facts, [Fact::ProgressUpdated { previous }]);
    let expected = State {
        progress: percent(40),
        time_spent_seconds: 70,
        progressed_at: Some(minutes_ago(5)),
        last_accessed_at: Some(minutes_ago(5)),
        ..at(Active)
    };
    assert_eq!(outcome.state, expected);
}

#[test]
fn a_report_without_a_time_is_of_now_and_one_of_the_future_too() {
    let tomorrow = noon() + TimeDelta::days(1);
    for occurred_at in [None, Some(tomorrow)] {
        let outcome = applied(at(Active), &report(percent(60), occurred_at));
        assert_eq!(outcome.state.progressed_at, Some(noon()));
        assert_eq!(outcome.state.last_accessed_at, Some(noon()));
    }
    // Another machine's clock may be ahead of ours.
    let ahead = State {
        progressed_at: Some(tomorrow),
        last_accessed_at: Some(tomorrow),
        ..at(Active)
    };
    let outcome = applied(ahead, &report(percent(10), None));
    assert_eq!(outcome.state.progress, percent(10));
    assert_eq!(outcome.state.progressed_at, Some(tomorrow));
    let late = ahead.report(&report(percent(99), Some(noon())), noon());
    assert_eq!(late.expect("allowed"), None);
}

#[test]
fn a_time_finer_than_a_microsecond_does_not_make_a_repeated_report_newer() {
    let fine = minutes_ago(5) + TimeDelta::nanoseconds(999);
    let once = applied(at(Active), &report(percent(60), Some(fine))).state;
    assert_eq!(once.progressed_at, Some(minutes_ago(5)));
    let twice = once.report(&report(percent(60), Some(fine)), noon());
    assert_eq!(twice.expect("allowed"), None);
}

#[test]
fn the_same_progress_again_adds_time_and_tells_nobody() {
    let outcome = applied(at(Active), &report(percent(50), None));
    assert_eq!(
        (outcome.facts, outcome.state.time_spent_seconds),
        (vec![], 70)
    );
    let full = State {
        time_spent_seconds: i64::MAX - 5,
        ..at(Active)
    };
    let outcome = applied(full, &report(percent(50), None));
    assert_eq!(outcome.state.time_spent_seconds, i64::MAX);
}

#[test]
fn a_hundred_completes_once_and_a_lower_value_later_keeps_the_status() {
    let outcome = applied(at(Active), &report(percent(100), Some(minutes_ago(5))));
    assert_eq!(words(&outcome.facts), "progressed completed");
    let completed = outcome.state;
    assert_eq!(completed.status, Completed);
    assert_eq!(completed.completed_at, Some(minutes_ago(5)));

    let lower = applied(completed, &report(percent(30), None));
    assert_eq!(words(&lower.facts), "progressed");
    assert_eq!(
        (lower.state.status, lower.state.completed_at),
        (Completed, Some(minutes_ago(5)))
    );

    let again = State {
        status: Active,
        ..lower.state
    };
    let outcome = applied(again, &report(percent(100), None));
    assert_eq!(words(&outcome.facts), "progressed");
    assert_eq!(
        outcome.state,
        State {
            status: Completed,
            progress: percent(100),
            time_spent_seconds: lower.state.time_spent_seconds + 10,
            ..lower.state
        }
    );
}

/// Hundredths and minutes ago of a report; few of each, so that many are alike.
fn reports() -> impl Strategy<Value = Vec<(u16, i64)>> {
    prop::collection::vec((0_u16..=5, 0_i64..5), 1..12)
}

proptest! {
    #[test]
    fn reports_in_any_order_and_repeated_come_to_the_same_progress(
        (sent, disordered) in reports().prop_flat_map(|sent| {
            let twice = [sent.clone(), sent.clone()].concat();
            (Just(sent), Just(twice).prop_shuffle())
        })
    ) {
        let end_of = |reports: &[(u16, i64)]| {
            let end = reports.iter().fold(State::NEW, |state, (hundredths, minutes)| {
                let progress = Progress::from_hundredths(hundredths * 2000).expect("at most a hundred");
                let report = report(progress, Some(minutes_ago(*minutes)));
                state.report(&report, noon()).expect("allowed").map_or(state, |outcome| outcome.state)
            });
            (end.progress, end.progressed_at, end.last_accessed_at)
        };
        prop_assert_eq!(end_of(&sent), end_of(&disordered));
    }
}
