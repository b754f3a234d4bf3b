//! Everything that the parts of the page need to know.

use super::shown::{PAGE, Shown};
use crate::{AppState, error::Problem, visit::Visit};
use chrono_tz::Tz;
use contract::{FieldErrors, audit::AuditQuery};
use service::{Error, audit::AuditPage, paging::Start};
use std::sync::Arc;

/// The page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// Which entries the page shows: the nearest to what the address asks for.
    pub(super) shown: Shown,
    /// The entries, or what is wrong with what was asked for.
    pub(super) found: Result<AuditPage, FieldErrors>,
    /// Where the reader is.
    pub(super) zone: Tz,
}

impl Model {
    /// Reads what the address asks for.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(visit: &Visit, state: &AppState) -> Result<Self, Problem> {
        let mut shown = Shown::of(&visit.here);
        let zone = visit.settings.timezone.parse().unwrap_or(Tz::UTC);
        let found = match find(visit, state, &mut shown, zone).await {
            Ok(found) => Ok(found),
            Err(Error::Invalid(faults)) => Err(faults),
            // For whoever was an admin a moment ago there is nothing here.
            Err(Error::Forbidden(_)) => return Err(Problem::NotFound),
            Err(error) => return Err(Problem::noted(&error)),
        };
        Ok(Self(Arc::new(Parts { shown, found, zone })))
    }

    /// What is wrong with what was asked for.
    pub(super) fn faults(&self) -> Option<&FieldErrors> {
        self.found.as_ref().err()
    }

    /// Whether what was found has the focus: it may be below the window, and is not announced otherwise.
    pub(super) fn takes_focus(&self) -> bool {
        self.shown != Shown::default()
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The page at the cursor; from the start where the cursor is none, or where nothing comes behind it.
async fn find(
    visit: &Visit,
    state: &AppState,
    shown: &mut Shown,
    zone: Tz,
) -> Result<AuditPage, Error> {
    let query: AuditQuery = shown.query(zone)?;
    let audit = &state.services.audit;
    if let Some(cursor) = shown.cursor.clone() {
        let start = Start::Cursor(cursor);
        match audit.list(&visit.ctx, &query, &start, PAGE).await {
            Ok(page) if !page.entries.is_empty() => return Ok(page),
            Ok(_) | Err(Error::Invalid(_)) => *shown = shown.newest(),
            Err(error) => return Err(error),
        }
    }
    audit.list(&visit.ctx, &query, &Start::Page(1), PAGE).await
}
