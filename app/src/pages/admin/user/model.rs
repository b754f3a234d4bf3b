//! Everything that the parts of the page need to know.

use crate::{
    AppState,
    error::Problem,
    forms::user::{Action, UserForm},
    session::flash::{Flash, ReasonDraft},
    visit::Visit,
    words::AccountFault,
};
use contract::{
    UserId,
    audit::{AuditEntry, AuditQuery},
    enrollment::{EnrollmentFilter, EnrollmentView},
    instructor_application::{ApplicationStatus, ApplicationView},
    paging::{Page, PageRequest},
    profile::ProfileView,
    session::SessionView,
    stats::UserStats,
};
use service::{Error, paging::Start};
use std::sync::Arc;

/// Courses that are shown.
pub(super) const COURSES: u32 = 10;
/// Entries of the audit log among which changes are looked for.
const ENTRIES: u32 = 50;

/// A form of the page that did nothing, and why; given to the page that answers it.
#[derive(Clone, Debug)]
pub(crate) struct UserRefusal {
    /// The form.
    pub(crate) form: UserForm,
    /// Why.
    pub(crate) fault: AccountFault,
}

/// The page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Model(Arc<Parts>);

/// The parts of the model. What is `Err` cannot be shown just now, and the page stands without it.
pub(super) struct Parts {
    /// The signed-in admin.
    pub(super) me: Arc<ProfileView>,
    /// Whom the page is about.
    pub(super) user: ProfileView,
    pub(super) stats: Result<UserStats, Problem>,
    pub(super) courses: Result<Page<EnrollmentView>, Problem>,
    pub(super) sessions: Result<Vec<SessionView>, Problem>,
    /// Their application to teach, while it is under review.
    pub(super) application: Result<Option<ApplicationView>, Problem>,
    pub(super) history: Result<Vec<AuditEntry>, Problem>,
    /// A form that did nothing.
    pub(super) refusal: Option<UserRefusal>,
    /// What the last form did.
    pub(super) flash: Option<Flash>,
}

impl Model {
    /// Reads all that is known of somebody.
    ///
    /// # Errors
    /// The problem to show instead of the page.
    pub(super) async fn load(
        visit: &Visit,
        state: &AppState,
        me: Arc<ProfileView>,
        id: UserId,
        refusal: Option<UserRefusal>,
    ) -> Result<Self, Problem> {
        let (services, ctx) = (&state.services, &visit.ctx);
        let user = services.profile.get(ctx, id).await.map_err(|error| {
            // Whoever is no admin any more hears no more than anybody else.
            match Problem::noted(&error) {
                Problem::Forbidden => Problem::NotFound,
                problem => problem,
            }
        })?;
        let page = PageRequest::first(COURSES);
        let query = AuditQuery {
            target: Some(id.to_string()),
            ..AuditQuery::default()
        };
        let first = Start::Page(1);
        // Boxed, since all of them on the stack at once are more than a thread has in a debug build.
        let (numbers, courses, sessions, application, history) = tokio::join!(
            Box::pin(services.profile.stats(ctx, id)),
            Box::pin(
                services
                    .enrollment
                    .list(ctx, id, EnrollmentFilter::All, page)
            ),
            Box::pin(services.account.list_sessions(ctx, id)),
            Box::pin(services.instructor_application.last_of(ctx, id)),
            Box::pin(services.audit.list(ctx, &query, &first, ENTRIES)),
        );
        let flash = visit.flash.clone().filter(|_| refusal.is_none());
        Ok(Self(Arc::new(Parts {
            me,
            user,
            stats: left_out(numbers),
            courses: left_out(courses),
            sessions: left_out(sessions),
            application: left_out(application.map(|last| last.filter(is_pending))),
            history: left_out(history.map(|page| page.entries)),
            refusal,
            flash,
        })))
    }

    /// Whether the admin looks at themselves.
    pub(super) fn is_me(&self) -> bool {
        self.me.id == self.user.id
    }

    /// The form of a card that did nothing.
    pub(super) fn refused(&self, action: Action) -> Option<&UserRefusal> {
        let refusal = self.refusal.as_ref();
        refusal.filter(|refusal| refusal.form.action == Some(action))
    }

    /// The same, where somebody else has changed what it is about.
    pub(super) fn overtaken(&self, action: Action) -> Option<&UserForm> {
        let refusal = self.refused(action)?;
        (refusal.fault == AccountFault::Overtaken).then_some(&refusal.form)
    }

    /// What was typed before sign-in, and is saved nowhere.
    pub(super) fn draft(&self) -> Option<&ReasonDraft> {
        match self.flash.as_ref()? {
            Flash::Reason(draft) => {
                Some(draft).filter(|draft| draft.owner == self.me.id && draft.user == self.user.id)
            }
            _ => None,
        }
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

fn is_pending(application: &ApplicationView) -> bool {
    application.status == ApplicationStatus::Pending
}

/// A part that cannot be read is left out.
fn left_out<T>(part: Result<T, Error>) -> Result<T, Problem> {
    part.map_err(|error| {
        let problem = Problem::noted(&error);
        if problem != Problem::FeatureDisabled {
            tracing::warn!(%error, "a part of somebody's page is left out");
        }
        problem
    })
}
