//! Everything that the parts of the page need to know.

use super::shown::{PAGE, Shown};
use crate::{AppState, error::Problem, visit::Visit};
use contract::{FieldErrors, directory::PublicProfile, limits::SUGGESTIONS_DEFAULT};
use service::{
    Error,
    directory::{DirectoryPage, Start},
};
use std::sync::Arc;

/// The page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// Whom the page shows: the nearest to what the address asks for.
    pub(super) shown: Shown,
    /// Who was found, or what is wrong with what was looked for.
    pub(super) found: Result<DirectoryPage, FieldErrors>,
    /// People who take courses with the signed-in person; where nobody is looked for.
    pub(super) suggestions: Vec<PublicProfile>,
}

impl Model {
    /// Reads what the address asks for.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(visit: &Visit, state: &AppState) -> Result<Self, Problem> {
        let mut shown = Shown::of(&visit.here);
        let found = match find(visit, state, &mut shown).await {
            Ok(found) => Ok(found),
            Err(Error::Invalid(errors)) => Err(errors),
            Err(error) => return Err(Problem::noted(&error)),
        };
        let is_start = shown.is_everybody() && shown.cursor.is_none();
        let suggestions = if is_start {
            suggest(visit, state).await
        } else {
            Vec::new()
        };
        Ok(Self(Arc::new(Parts {
            shown,
            found,
            suggestions,
        })))
    }

    /// What is wrong with what was looked for.
    pub(super) fn errors(&self) -> Option<&FieldErrors> {
        self.found.as_ref().err()
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The page at the cursor; from the start where the cursor is none, or where nobody comes behind it.
async fn find(visit: &Visit, state: &AppState, shown: &mut Shown) -> Result<DirectoryPage, Error> {
    let directory = &state.services.directory;
    if let Some(cursor) = shown.cursor.clone() {
        let start = Start::Cursor(cursor);
        match directory
            .search(&visit.ctx, shown.query(), &start, PAGE)
            .await
        {
            Ok(page) if !page.people.is_empty() => return Ok(page),
            Err(Error::Invalid(errors)) if errors.0.iter().all(|e| e.field != "cursor") => {
                return Err(Error::Invalid(errors));
            }
            Ok(_) | Err(Error::Invalid(_)) => shown.cursor = None,
            Err(error) => return Err(error),
        }
    }
    let start = Start::Page(1);
    directory
        .search(&visit.ctx, shown.query(), &start, PAGE)
        .await
}

/// The page is of use without them.
async fn suggest(visit: &Visit, state: &AppState) -> Vec<PublicProfile> {
    let found = state
        .services
        .directory
        .suggestions(&visit.ctx, SUGGESTIONS_DEFAULT);
    found.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "no people could be suggested");
        Vec::new()
    })
}
