//! One request for a page: who asks, in which language, and what every page shows of them.

use crate::{
    Arrival, ReturnPath,
    session::flash::Flash,
    words::{self, Locale},
};
use contract::{
    profile::ProfileView,
    settings::{Settings, Theme},
};
use leptos::prelude::use_context;
use service::{Ctx, desk::Desk};
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
    /// The browser session.
    pub(crate) session: Session,
    /// The address of this page.
    pub(crate) here: ReturnPath,
    /// The signed-in person.
    pub(crate) me: Me,
    /// Their settings; the defaults for whom we do not know.
    pub(crate) settings: Settings,
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
        ctx: Ctx,
        arrival: Arrival,
        session: Session,
        here: ReturnPath,
    ) -> Self {
        let (me, settings) = match arrival {
            Arrival::Nobody => (Me::Nobody, Settings::default()),
            Arrival::Hidden(error) => (Me::Hidden(error), Settings::default()),
            Arrival::Person(desk) => {
                let Desk { mut view, settings } = Desk::clone(&desk);
                let mut settings = settings.document.settings;
                // Until somebody chooses, the language is that of the page.
                view.language = ctx.locale;
                settings.language = ctx.locale;
                (Me::Person(Arc::new(view)), settings)
            }
        };
        let flash = match me {
            Me::Person(_) => Flash::take(&session).await,
            Me::Nobody | Me::Hidden(_) => None,
        };
        let locale = words::locale(ctx.locale);
        Self(Arc::new(Parts {
            ctx,
            locale,
            session,
            here,
            me,
            settings,
            flash,
        }))
    }

    /// The value of `data-theme` on `<html>`; none leaves it to the device.
    pub(crate) fn data_theme(&self) -> Option<&'static str> {
        match self.settings.theme {
            Theme::System => None,
            theme => Some(theme.as_str()),
        }
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
