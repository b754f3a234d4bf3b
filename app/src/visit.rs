//! One request for a page: who asks, in which language, and what every page shows of them.

use crate::{
    AppState, Appearance, ReturnPath,
    session::flash::Flash,
    words::{self, Locale},
};
use contract::profile::ProfileView;
use leptos::prelude::use_context;
use service::{Ctx, ctx::Actor};
use std::sync::Arc;
use tower_sessions::Session;

/// What a page knows of the request; shared by everything that is rendered for it.
#[derive(Clone)]
pub(crate) struct Visit(Arc<Parts>);

/// The parts of a visit.
pub(crate) struct Parts {
    /// Who asks.
    pub(crate) ctx: Ctx,
    /// The words of the page.
    pub(crate) locale: Locale,
    /// How the page looks.
    pub(crate) appearance: Appearance,
    /// The browser session.
    pub(crate) session: Session,
    /// The address of this page.
    pub(crate) here: ReturnPath,
    /// The signed-in person.
    pub(crate) me: Me,
    /// What the last action did.
    pub(crate) flash: Option<Flash>,
}

/// The signed-in person, if there is one.
#[derive(Clone)]
pub(crate) enum Me {
    /// Nobody is signed in.
    Nobody,
    /// Somebody with an account in use.
    Person(Arc<ProfileView>),
    /// Somebody is signed in whom we cannot show, and why.
    Hidden(service::Error),
}

impl Visit {
    /// Gathers what every page needs.
    pub(crate) async fn load(
        state: &AppState,
        ctx: Ctx,
        appearance: Appearance,
        session: Session,
        here: ReturnPath,
    ) -> Self {
        let (me, flash) = match ctx.actor {
            Actor::Anonymous => (Me::Nobody, None),
            _ => match state.services.profile.me(&ctx).await {
                Ok(view) => (Me::Person(Arc::new(view)), Flash::take(&session).await),
                Err(error) => (Me::Hidden(error), None),
            },
        };
        let locale = words::locale(ctx.locale);
        Self(Arc::new(Parts {
            ctx,
            locale,
            appearance,
            session,
            here,
            me,
            flash,
        }))
    }
}

impl std::ops::Deref for Visit {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The visit that is being rendered; none only while the list of routes is made.
pub(crate) fn visit() -> Option<Visit> {
    use_context()
}

/// The words of the page that is being rendered.
pub(crate) fn locale() -> Locale {
    visit().map(|visit| visit.locale).unwrap_or_default()
}
