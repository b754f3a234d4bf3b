//! The state machine, move by move.

mod reports;

use super::*;
use crate::testing::world::noon;
use chrono::TimeDelta;

pub(super) fn percent(percent: u16) -> Progress {
    Progress::from_hundredths(percent * 100).expect("at most a hundred")
}

/// Half done and seen an hour ago.
pub(super) fn at(status: EnrollmentStatus) -> State {
    let hour_ago = Some(noon() - TimeDelta::hours(1));
    State {
        status,
        progress: percent(50),
        time_spent_seconds: 60,
        progressed_at: hour_ago,
        completed_at: None,
        last_accessed_at: hour_ago,
    }
}

/// What a refusal is called.
fn refusal<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match result.expect_err("refused") {
        Error::Conflict(conflict) => conflict.code.as_str(),
        Error::Forbidden(Denial::AdminOnly) => "admin only",
        Error::NotFound => "not found",
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_a_dropped_course_is_begun_again_and_nothing_of_it_is_lost() {
    for (status, expected) in [
        (Active, "already_enrolled"),
        (Completed, "already_enrolled"),
        (Suspended, "enrollment_suspended"),
    ] {
        assert_eq!(refusal(at(status).enroll()), expected, "{status}");
    }
    let dropped = State {
        completed_at: Some(noon()),
        ..at(Dropped)
    };
    let outcome = dropped.enroll().expect("begun again");
    assert_eq!(outcome.facts, [Fact::Enrolled]);
    let expected = State {
        status: Active,
        ..dropped
    };
    assert_eq!(outcome.state, expected);
}

/// From where and who; what comes of it by where to: the facts told, `same`, or the refusal.
#[rustfmt::skip]
const MOVES: [(EnrollmentStatus, Mover, [&str; 4]); 8] = [
    //                          active                  completed               dropped                 suspended
    (Active,    Mover::Owner, ["same",                 "admin only",           "unenrolled",           "admin only"]),
    (Completed, Mover::Owner, ["invalid_transition",   "same",                 "unenrolled",           "admin only"]),
    (Dropped,   Mover::Owner, ["enrolled",             "admin only",           "same",                 "admin only"]),
    (Suspended, Mover::Owner, ["enrollment_suspended", "admin only",           "enrollment_suspended", "same"]),
    (Active,    Mover::Staff, ["same",                 "progressed completed", "unenrolled",           ""]),
    (Completed, Mover::Staff, ["",                     "same",                 "unenrolled",           ""]),
    (Dropped,   Mover::Staff, ["enrolled",             "enrollment_dropped",   "same",                 "enrollment_dropped"]),
    (Suspended, Mover::Staff, ["",                     "progressed completed", "unenrolled",           "same"]),
];

const COLUMNS: [EnrollmentStatus; 4] = [Active, Completed, Dropped, Suspended];

fn words(facts: &[Fact]) -> String {
    let word = |fact: &Fact| match fact {
        Fact::Enrolled => "enrolled",
        Fact::Unenrolled => "unenrolled",
        Fact::ProgressUpdated { .. } => "progressed",
        Fact::CourseCompleted { .. } => "completed",
    };
    facts.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_move_by_everybody_is_as_the_table_says() {
    for (from, mover, row) in MOVES {
        for (to, expected) in COLUMNS.into_iter().zip(row) {
            let before = at(from);
            let got = match before.move_to(to, mover, noon()) {
                Ok(None) => "same".to_owned(),
                Ok(Some(outcome)) => {
                    assert_eq!(outcome.state.status, to);
                    words(&outcome.facts)
                }
                refused => refusal(refused).to_owned(),
            };
            assert_eq!(got, expected, "{from} to {to} by {mover:?}");
        }
    }
}

#[test]
fn whoever_may_drop_it_may_remove_it_but_once() {
    for (status, mover, expected) in [
        (Active, Mover::Owner, Ok(())),
        (Completed, Mover::Owner, Ok(())),
        (Suspended, Mover::Owner, Err("enrollment_suspended")),
        (Suspended, Mover::Staff, Ok(())),
        (Dropped, Mover::Owner, Err("not found")),
        (Dropped, Mover::Staff, Err("not found")),
    ] {
        let removed = at(status).remove(mover, noon());
        match expected {
            Ok(()) => {
                let outcome = removed.expect("removed");
                let dropped = State {
                    status: Dropped,
                    ..at(status)
                };
                assert_eq!(
                    (outcome.state, &*words(&outcome.facts)),
                    (dropped, "unenrolled")
                );
            }
            Err(code) => assert_eq!(refusal(removed), code, "{status} by {mover:?}"),
        }
    }
}

#[test]
fn completion_by_decree_is_a_whole_hundred_now_and_is_told_once() {
    let decree = |state: State| {
        let moved = state.move_to(Completed, Mover::Staff, noon());
        moved.expect("allowed").expect("a change")
    };
    let outcome = decree(at(Active));
    let previous = percent(50);
    let completed = Fact::CourseCompleted { at: noon() };
    assert_eq!(
        outcome.facts,
        [Fact::ProgressUpdated { previous }, completed]
    );
    let expected = State {
        status: Completed,
        progress: percent(100),
        progressed_at: Some(noon()),
        completed_at: Some(noon()),
        ..at(Active)
    };
    assert_eq!(outcome.state, expected);

    let first = noon() - TimeDelta::days(3);
    let again = State {
        progress: percent(100),
        completed_at: Some(first),
        ..at(Suspended)
    };
    let outcome = decree(again);
    assert_eq!(outcome.facts, []);
    assert_eq!(outcome.state.completed_at, Some(first));
}
