//! Everything that the parts of the page need to know.

use super::{Refusal, Shown, shown::PAGE};
use crate::{
    AppState,
    error::Problem,
    session::flash::Flash,
    visit::{Visit, locale},
};
use contract::{
    enrollment::{CourseOffer, EnrollmentFilter, EnrollmentView},
    paging::{Page, PageRequest},
    profile::ProfileView,
};
use service::Error;
use std::sync::Arc;

/// The page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// Which list is shown: the nearest to what the address asks for.
    pub(super) shown: Shown,
    /// The signed-in person.
    pub(super) me: Arc<ProfileView>,
    /// Their enrollments, or why they cannot be shown.
    pub(super) list: Result<Page<EnrollmentView>, Problem>,
    /// Whether there is any enrollment that no filter shows.
    pub(super) has_dropped: bool,
    /// The courses that were searched for.
    pub(super) offers: Option<Result<Page<CourseOffer>, Problem>>,
    /// The form that did nothing.
    pub(super) refusal: Option<Refusal>,
    /// What the last action did; not where a refusal has newer things to say.
    pub(super) flash: Option<Flash>,
    /// Where courses are taken, and whom to ask.
    pub(super) state: AppState,
}

impl Model {
    /// Reads what the address asks for.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(
        visit: &Visit,
        state: AppState,
        me: Arc<ProfileView>,
        refusal: Option<Refusal>,
    ) -> Result<Self, Problem> {
        let mut shown = Shown::of(&visit.here);
        let list = find(visit, &state, &me, &mut shown).await;
        let list = list.map_err(|error| Problem::noted(&error));
        // What was typed into a form is not given up for a list that cannot be read.
        if let (Err(problem), None) = (&list, &refusal) {
            return Err(*problem);
        }
        let is_empty = list.as_ref().is_ok_and(|page| page.total == 0);
        let has_dropped =
            is_empty && shown.filter == EnrollmentFilter::Kept && has_any(visit, &state, &me).await;
        let offers = match &shown.words {
            Some(words) => {
                let course = &state.services.course;
                let found = course
                    .search(&visit.ctx, words, PageRequest::first(PAGE))
                    .await;
                Some(found.map_err(|error| Problem::noted(&error)))
            }
            None => None,
        };
        let flash = visit.flash.clone().filter(|_| refusal.is_none());
        Ok(Self(Arc::new(Parts {
            shown,
            me,
            list,
            has_dropped,
            offers,
            refusal,
            flash,
            state,
        })))
    }

    /// What the box for an id holds, and what is wrong with it; none where nothing was typed.
    pub(super) fn typed_id(&self) -> Option<(String, Option<String>)> {
        match &self.refusal {
            Some(refusal) => refusal.of_box(locale()),
            None => self.shown.course.clone().map(|typed| (typed, None)),
        }
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The page of the list, or the last one where the list is not that long.
async fn find(
    visit: &Visit,
    state: &AppState,
    me: &ProfileView,
    shown: &mut Shown,
) -> Result<Page<EnrollmentView>, Error> {
    let service = &state.services.enrollment;
    let read = |shown: &Shown| service.list(&visit.ctx, me.id, shown.filter, shown.request());
    let page = read(shown).await?;
    if !page.entries.is_empty() || shown.page == 1 {
        return Ok(page);
    }
    let last = shown.request().pagination(page.total).total_pages.max(1);
    shown.page = u32::try_from(last).unwrap_or(1);
    read(shown).await
}

/// Whether there is any enrollment at all. Not knowing, we say nothing of it.
async fn has_any(visit: &Visit, state: &AppState, me: &ProfileView) -> bool {
    let service = &state.services.enrollment;
    let found = service
        .list(
            &visit.ctx,
            me.id,
            EnrollmentFilter::All,
            PageRequest::first(1),
        )
        .await;
    found.is_ok_and(|page| page.total > 0)
}
