//! The frame of every page of the admin area: who may be there, and where one may go.

use crate::{
    AppState,
    components::{
        head::Head,
        rail::{Rail, Stop},
    },
    error::Problem,
    pages::{problem::ProblemPage, signed_in},
    visit::{Me, locale, visit},
    words::{self, Locale, td_string},
};
use contract::{account::Role, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// A part of the admin area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// The tenant in numbers.
    Overview,
    /// Everybody who has an account.
    Users,
    /// Who would like to teach.
    Applications,
    /// Who did what.
    Audit,
}

impl Area {
    /// In the order of the rail.
    const ALL: [Self; 4] = [Self::Overview, Self::Users, Self::Applications, Self::Audit];

    /// Its address.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Users => "/admin/users",
            Self::Applications => "/admin/applications",
            Self::Audit => "/admin/audit",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Overview => "chart-column",
            Self::Users => "users-round",
            Self::Applications => "inbox",
            Self::Audit => "scroll-text",
        }
    }

    /// What it is called.
    pub(crate) fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Overview => td_string!(locale, admin.overview),
            Self::Users => td_string!(locale, admin.users),
            Self::Applications => td_string!(locale, admin.applications),
            Self::Audit => td_string!(locale, admin.audit),
        }
    }
}

/// The signed-in admin, or what to show instead: the way to sign-in, or that nothing is here.
pub(crate) fn admin() -> Result<Arc<ProfileView>, AnyView> {
    let is_somebody_else = visit().is_some_and(|visit| match &visit.me {
        Me::Person(me) => me.role != Role::Admin,
        Me::Hidden(_) | Me::Nobody => false,
    });
    if is_somebody_else {
        return Err(view! { <ProblemPage problem=Problem::NotFound/> }.into_any());
    }
    signed_in()
}

/// Rail, heading, and the page itself.
#[component]
pub(crate) fn AdminFrame(
    /// Which part it is in.
    area: Area,
    /// What the page is; without it, what the part is called.
    #[prop(optional, into)]
    title: Option<String>,
    /// What the page is for.
    #[prop(optional, into)]
    lead: Option<String>,
    /// Whether the page writes its own heading of the first rank.
    #[prop(optional)]
    own_heading: bool,
    /// Whether something is wrong on it.
    #[prop(optional)]
    error: bool,
    /// What stands above the heading, such as what is wrong.
    #[prop(optional_no_strip)]
    above: Option<AnyView>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let locale = locale();
    let stops = Area::ALL.into_iter().map(|stop| Stop {
        href: stop.path(),
        icon: stop.icon(),
        name: stop.name(locale),
        is_current: stop == area,
    });
    let stops = stops.collect();
    let mark = |href| (href == Area::Applications.path()).then(under_review);
    let title = title.unwrap_or_else(|| area.name(locale).to_owned());
    let heading = (!own_heading).then(|| view! { <h1>{title.clone()}</h1> });
    view! {
        <Head title error/>
        <div class="with-rail admin">
            <Rail label=td_string!(locale, admin.name) stops mark/>
            <div class="rail-page">
                {above}
                {heading}
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// How many applications wait; nothing where none does, or where nobody can say.
fn under_review() -> AnyView {
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        let service = &state.services.instructor_application;
        let count = service.count_pending(&visit.ctx).await;
        let count = count
            .map_err(|error| Problem::noted(&error))
            .unwrap_or_default();
        (count > 0).then(|| {
            let count = words::count(visit.locale, count);
            let said = td_string!(visit.locale, admin.under_review, count = count.clone());
            view! {
                <span class="rail-count" aria-hidden="true">{count}</span>
                <span class="sr-only">{said}</span>
            }
        })
    })
    .into_any()
}
