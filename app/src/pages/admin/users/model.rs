//! Everything that the parts of the list need to know.

use super::{filters, shown::Shown, table::pick_id};
use crate::{
    AppState,
    components::error_summary::Entry,
    error::Problem,
    forms::roles::RolesForm,
    visit::{Visit, locale, visit},
    words::{self, td_string},
};
use contract::{FieldErrors, limits::SELECTION_MAX, profile::ProfileView};
use http::StatusCode;
use service::{Error, account::listing::UserPage, paging::Start};
use std::sync::Arc;

/// A form of the list that did nothing, and why; given to the page that answers it.
#[derive(Clone, Debug)]
pub(crate) enum ListRefusal {
    /// Nobody was checked.
    Nobody(RolesForm),
    /// More are found than can be selected at once.
    TooMany,
    /// A part of ours is away, or at fault.
    Passing(Problem),
}

/// The list, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// The signed-in admin.
    pub(super) me: Arc<ProfileView>,
    /// Whom the page shows: the nearest to what the address asks for.
    pub(super) shown: Shown,
    /// Who was found, or what is wrong with what was looked for.
    pub(super) found: Result<UserPage, FieldErrors>,
    /// Why the last form did nothing.
    pub(super) refusal: Option<ListRefusal>,
    /// Whether nothing above the list takes the focus.
    pub(super) is_quiet: bool,
}

impl Model {
    /// Reads what the address asks for.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(
        visit: &Visit,
        state: &AppState,
        me: Arc<ProfileView>,
        refusal: Option<ListRefusal>,
    ) -> Result<Self, Problem> {
        let mut shown = Shown::of(&visit.here);
        let found = match find(visit, state, &mut shown).await {
            Ok(found) => Ok(found),
            Err(Error::Invalid(errors)) => Err(errors),
            // For whoever was an admin a moment ago there is nothing here either.
            Err(Error::Forbidden(_)) => return Err(Problem::NotFound),
            Err(error) => return Err(Problem::noted(&error)),
        };
        let is_quiet = refusal.is_none() && visit.flash.is_none();
        Ok(Self(Arc::new(Parts {
            me,
            shown,
            found,
            refusal,
            is_quiet,
        })))
    }

    /// What is wrong with what was looked for, or with what the last form asked for.
    pub(super) fn faults(&self) -> Vec<Entry> {
        let locale = locale();
        let asked = self.found.as_ref().err().into_iter().flat_map(|errors| {
            errors.0.iter().map(|error| Entry {
                anchor: filters::id_of(&error.field).map(str::to_owned),
                text: words::users_fault(locale, error),
            })
        });
        asked.chain(self.refused()).collect()
    }

    fn refused(&self) -> Option<Entry> {
        let locale = locale();
        let entry = |anchor, text| Some(Entry { anchor, text });
        match self.refusal.as_ref()? {
            ListRefusal::Nobody(_) => {
                let found = self.found.as_ref().ok();
                let first = found.and_then(|found| found.users.first());
                let anchor = first.map(|user| pick_id(user.id));
                entry(anchor, td_string!(locale, users.nobody_chosen).to_owned())
            }
            ListRefusal::TooMany => {
                let max = words::count(locale, SELECTION_MAX);
                entry(
                    None,
                    td_string!(locale, users.too_many, max = max).to_string(),
                )
            }
            ListRefusal::Passing(Problem::Unavailable) => {
                entry(None, td_string!(locale, user.unavailable).to_owned())
            }
            ListRefusal::Passing(_) => entry(None, td_string!(locale, user.failed).to_owned()),
        }
    }

    /// The status of the answer, where something is wrong.
    pub(super) fn status(&self) -> Option<StatusCode> {
        match (&self.found, &self.refusal) {
            (_, Some(ListRefusal::Passing(problem))) => Some(problem.status()),
            (Err(_), _) | (_, Some(_)) => Some(Problem::Unreadable.status()),
            (Ok(_), None) => None,
        }
    }

    /// Whether somebody's box was checked in the form that did nothing.
    pub(super) fn is_checked(&self, id: contract::UserId) -> bool {
        matches!(&self.refusal, Some(ListRefusal::Nobody(form)) if form.is_checked(id))
    }

    /// Whether the heading of what was found has the focus: what was asked for may be below the window, and
    /// is not announced otherwise.
    pub(super) fn takes_focus(&self) -> bool {
        let has_query = visit().is_some_and(|visit| visit.here.as_str().contains('?'));
        self.is_quiet && has_query && self.shown != Shown::default()
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The page of the list, or the last one where the list is not that long.
async fn find(visit: &Visit, state: &AppState, shown: &mut Shown) -> Result<UserPage, Error> {
    let page = read(visit, state, shown).await?;
    if !page.users.is_empty() || shown.page == 1 {
        return Ok(page);
    }
    let last = page.at.pagination(page.total).total_pages.max(1);
    shown.page = u32::try_from(last).unwrap_or(1);
    read(visit, state, shown).await
}

async fn read(visit: &Visit, state: &AppState, shown: &Shown) -> Result<UserPage, Error> {
    let start = Start::Page(shown.page);
    let account = &state.services.account;
    account
        .list(&visit.ctx, shown.query.clone(), &start, shown.limit)
        .await
}
