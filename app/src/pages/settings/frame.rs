//! The frame of every page of settings: where one is, and where one may go.

use crate::{
    AppState,
    components::{
        head::Head,
        rail::{Rail, Stop},
    },
    visit::locale,
    words::{Locale, td_string},
};
use leptos::prelude::*;

/// A page of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Theme, language, time zone.
    General,
    /// What to tell the person, and how.
    Notifications,
    /// Who sees the person.
    Privacy,
    /// Whom the person has blocked.
    Blocked,
    /// Where the person is signed in.
    Sessions,
}

impl Section {
    /// In the order of the rail.
    const ALL: [Self; 5] = [
        Self::General,
        Self::Notifications,
        Self::Privacy,
        Self::Blocked,
        Self::Sessions,
    ];

    /// Its address.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::General => "/settings",
            Self::Notifications => "/settings/notifications",
            Self::Privacy => "/settings/privacy",
            Self::Blocked => "/settings/blocked",
            Self::Sessions => "/settings/sessions",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::General => "sliders-horizontal",
            Self::Notifications => "bell",
            Self::Privacy => "eye",
            Self::Blocked => "ban",
            Self::Sessions => "monitor-smartphone",
        }
    }

    fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::General => td_string!(locale, settings.general),
            Self::Notifications => td_string!(locale, notifications.title),
            Self::Privacy => td_string!(locale, privacy.title),
            Self::Blocked => td_string!(locale, blocked.name),
            Self::Sessions => td_string!(locale, sessions.title),
        }
    }

    fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::General => td_string!(locale, settings.title),
            Self::Blocked => td_string!(locale, blocked.title),
            section => section.name(locale),
        }
    }

    fn lead(self, locale: Locale) -> &'static str {
        match self {
            Self::General => td_string!(locale, settings.lead),
            Self::Notifications => td_string!(locale, notifications.lead),
            Self::Privacy => td_string!(locale, privacy.lead),
            Self::Blocked => td_string!(locale, blocked.lead),
            Self::Sessions => td_string!(locale, sessions.lead),
        }
    }

    /// Whether the deployment has it.
    fn is_on(self) -> bool {
        self != Self::Sessions || use_context::<AppState>().is_some_and(|s| s.session_tracking)
    }
}

/// Rail, heading, and the page itself.
#[component]
pub(super) fn SettingsFrame(
    /// Which page it is.
    section: Section,
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
    let stops = Section::ALL.into_iter().filter(|stop| stop.is_on());
    let stops = stops.map(|stop| Stop {
        href: stop.path(),
        icon: stop.icon(),
        name: stop.name(locale),
        is_current: stop == section,
    });
    let stops = stops.collect();
    view! {
        <Head title=section.title(locale) error/>
        <div class="with-rail">
            <Rail label=td_string!(locale, frame.settings) stops mark=|_| None/>
            <div class="rail-page">
                {above}
                <h1>{section.title(locale)}</h1>
                <p class="lead">{section.lead(locale)}</p>
                {children()}
            </div>
        </div>
    }
}
