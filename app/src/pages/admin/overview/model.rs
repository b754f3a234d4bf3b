//! Everything that the parts of the page need to know.

use super::shown::Shown;
use crate::{AppState, charts::Timeline, error::Problem, visit::Visit};
use contract::{
    FieldErrors,
    insight::{DateRange, Overview},
};
use service::Error;
use std::sync::Arc;

/// The page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// What the address asks for.
    pub(super) shown: Shown,
    /// What is wrong with it; the usual days are shown then.
    pub(super) faults: FieldErrors,
    /// The numbers.
    pub(super) overview: Overview,
    /// Those of the days, as charts show them.
    pub(super) timeline: Timeline,
    /// Applications under review.
    pub(super) waiting: i64,
    /// Whether the days were asked for.
    pub(super) takes_focus: bool,
}

impl Model {
    /// Reads the numbers that the address asks for.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(visit: &Visit, state: &AppState) -> Result<Self, Problem> {
        let (services, ctx) = (&state.services, &visit.ctx);
        let shown = Shown::of(&visit.here);
        let today = ctx.now.date_naive();
        let (range, faults) = match shown.range(today) {
            Ok(range) => (range, FieldErrors::default()),
            Err(faults) => (
                Shown::default()
                    .range(today)
                    .map_err(|_| Problem::Internal)?,
                faults,
            ),
        };
        let read = tokio::try_join!(
            services.insight.overview(ctx, range),
            services.instructor_application.count_pending(ctx),
        );
        let (overview, waiting) = read.map_err(|error| problem(&error))?;
        let takes_focus = faults.0.is_empty() && shown != Shown::default();
        Ok(Self(Arc::new(Parts {
            shown,
            faults,
            timeline: Timeline::of(&overview.days),
            overview,
            waiting,
            takes_focus,
        })))
    }

    /// The days that are shown.
    pub(super) fn range(&self) -> DateRange {
        self.overview.range
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// For whoever was an admin a moment ago there is nothing here either.
fn problem(error: &Error) -> Problem {
    match error {
        Error::Forbidden(_) => Problem::NotFound,
        error => Problem::noted(error),
    }
}
