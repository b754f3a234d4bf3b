//! What becomes of an enrollment: the whole state machine, without a database. A refused move is an
//! error; one that changes nothing is `None`.

use crate::error::{Denial, Error, Result};
use chrono::{DateTime, SubsecRound, Utc};
use contract::{
    ErrorCode,
    enrollment::{EnrollmentStatus, Progress, ReportProgress},
};

use EnrollmentStatus::{Active, Completed, Dropped, Suspended};

/// All that the rules look at and change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) status: EnrollmentStatus,
    pub(super) progress: Progress,
    pub(super) time_spent_seconds: i64,
    /// The time of the last applied report.
    pub(super) progressed_at: Option<DateTime<Utc>>,
    /// Set once, never moved.
    pub(super) completed_at: Option<DateTime<Utc>>,
    pub(super) last_accessed_at: Option<DateTime<Utc>>,
}

/// What others are told, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// Begun, or taken up again.
    Enrolled,
    /// Dropped.
    Unenrolled,
    /// Another progress than before.
    ProgressUpdated {
        /// The progress before.
        previous: Progress,
    },
    /// Completed for the first time.
    CourseCompleted {
        /// When.
        at: DateTime<Utc>,
    },
}

/// How the enrollment stands after a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) state: State,
    pub(super) facts: Vec<Fact>,
}

/// Who moves an enrollment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mover {
    /// The person themselves: may drop and resume.
    Owner,
    /// An admin, or a service with the scope.
    Staff,
}

impl State {
    /// A course just begun.
    pub(super) const NEW: Self = Self {
        status: Active,
        progress: Progress::NONE,
        time_spent_seconds: 0,
        progressed_at: None,
        completed_at: None,
        last_accessed_at: None,
    };

    /// A course is begun that there is an enrollment in: a dropped one is taken up where it was left.
    pub(super) fn enroll(self) -> Result<Outcome> {
        match self.status {
            Active | Completed => Err(Error::conflict(
                ErrorCode::AlreadyEnrolled,
                "User is already enrolled in this course",
            )),
            Suspended => Err(suspended()),
            Dropped => Ok(self.standing(Active, Fact::Enrolled)),
        }
    }

    /// Somebody says how far the person is. Reports may come in any order and more than once: the one
    /// that is true is the newest, and of two of one instant the one with more progress.
    pub(super) fn report(
        self,
        report: &ReportProgress,
        now: DateTime<Utc>,
    ) -> Result<Option<Outcome>> {
        match self.status {
            Dropped => return Err(dropped()),
            Suspended => return Err(suspended()),
            Active | Completed => {}
        }
        let at = match report.occurred_at {
            Some(at) => {
                // A time of the future would never be overtaken by a real one. Postgres keeps
                // microseconds: a finer time would look newer than itself.
                let at = at.min(now).trunc_subsecs(6);
                let known = self.progressed_at.map(|last| (last, self.progress));
                if known.is_some_and(|known| (at, report.progress) <= known) {
                    return Ok(None);
                }
                at
            }
            None => self.progressed_at.map_or(now, |last| last.max(now)),
        };
        let mut outcome = self.progressed(report.progress, at);
        let state = &mut outcome.state;
        state.time_spent_seconds = state
            .time_spent_seconds
            .saturating_add(report.time_spent_seconds.unwrap_or_default());
        state.last_accessed_at = state.last_accessed_at.max(Some(at));
        if state.status == Active && state.progress == Progress::COMPLETE {
            outcome.complete(at);
        }
        Ok(Some(outcome))
    }

    /// Somebody moves it to another status.
    pub(super) fn move_to(
        self,
        status: EnrollmentStatus,
        mover: Mover,
        now: DateTime<Utc>,
    ) -> Result<Option<Outcome>> {
        if status == self.status {
            return Ok(None);
        }
        if mover == Mover::Owner {
            match (self.status, status) {
                (_, Completed | Suspended) => return Err(Error::Forbidden(Denial::AdminOnly)),
                (Suspended, _) => return Err(suspended()),
                (Completed, Active) => {
                    return Err(Error::conflict(
                        ErrorCode::InvalidTransition,
                        "A completed enrollment does not become active again",
                    ));
                }
                _ => {}
            }
        }
        Ok(Some(match (self.status, status) {
            (Dropped, Active) => self.standing(Active, Fact::Enrolled),
            (Dropped, _) => return Err(dropped()),
            (_, Dropped) => self.standing(Dropped, Fact::Unenrolled),
            (_, Completed) => {
                let at = self.progressed_at.map_or(now, |last| last.max(now));
                let mut outcome = self.progressed(Progress::COMPLETE, at);
                outcome.complete(at);
                outcome
            }
            (_, Active | Suspended) => Outcome {
                state: Self { status, ..self },
                facts: Vec::new(),
            },
        }))
    }

    /// Somebody drops it; one that is dropped already is not there any more.
    pub(super) fn remove(self, mover: Mover, now: DateTime<Utc>) -> Result<Outcome> {
        self.move_to(Dropped, mover, now)?.ok_or(Error::NotFound)
    }

    fn standing(self, status: EnrollmentStatus, fact: Fact) -> Outcome {
        Outcome {
            state: Self { status, ..self },
            facts: vec![fact],
        }
    }

    fn progressed(self, progress: Progress, at: DateTime<Utc>) -> Outcome {
        let previous = self.progress;
        Outcome {
            state: Self {
                progress,
                progressed_at: Some(at),
                ..self
            },
            facts: (progress != previous)
                .then_some(Fact::ProgressUpdated { previous })
                .into_iter()
                .collect(),
        }
    }
}

impl Outcome {
    /// Completes the course; only the first time is told and noted.
    fn complete(&mut self, at: DateTime<Utc>) {
        self.state.status = Completed;
        if self.state.completed_at.is_none() {
            self.state.completed_at = Some(at);
            self.facts.push(Fact::CourseCompleted { at });
        }
    }
}

fn suspended() -> Error {
    Error::conflict(
        ErrorCode::EnrollmentSuspended,
        "This enrollment is suspended",
    )
}

fn dropped() -> Error {
    Error::conflict(ErrorCode::EnrollmentDropped, "This enrollment was dropped")
}

#[cfg(test)]
mod tests;
