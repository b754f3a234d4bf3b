//! Whether somebody may apply, and what became of their last application.

use super::{timeline::Timeline, withdraw};
use crate::{
    components::{application::ApplicationText, card::Card},
    visit::{locale, visit},
    words::{self, Locale, td_string},
};
use chrono::{DateTime, Utc};
use contract::{
    account::Role,
    instructor_application::{ApplicationStatus, ApplicationView},
};
use leptos::prelude::*;

/// Whether somebody may apply, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// They may.
    MayApply,
    /// They have applied.
    UnderReview,
    /// They were rejected, and may try again from then on.
    Waits(DateTime<Utc>),
    /// They teach already.
    Teaches,
    /// They run the platform.
    RunsIt,
}

impl Standing {
    /// Of somebody of this role whose last application is this one.
    pub(super) fn of(role: Role, last: Option<&ApplicationView>, now: DateTime<Utc>) -> Self {
        let is_pending = last.is_some_and(|last| last.status == ApplicationStatus::Pending);
        let waits_until = last.and_then(|last| last.reapply_from);
        match role {
            Role::Instructor => Self::Teaches,
            Role::Admin => Self::RunsIt,
            Role::Student if is_pending => Self::UnderReview,
            Role::Student => match waits_until.filter(|from| *from > now) {
                Some(from) => Self::Waits(from),
                None => Self::MayApply,
            },
        }
    }

    /// Whether the page has the form.
    pub(super) fn may_apply(self) -> bool {
        self == Self::MayApply
    }

    /// What is said of those who need not apply.
    pub(super) fn word(self, locale: Locale) -> Option<&'static str> {
        match self {
            Self::Teaches => Some(td_string!(locale, teach.teaches)),
            Self::RunsIt => Some(td_string!(locale, teach.runs_it)),
            Self::MayApply | Self::UnderReview | Self::Waits(_) => None,
        }
    }
}

/// The last application, step by step, and what can be done about it.
#[component]
pub(super) fn Now(
    /// Whether one may apply.
    standing: Standing,
    /// The application.
    last: ApplicationView,
) -> impl IntoView {
    let locale = locale();
    let next = match standing {
        Standing::UnderReview => Some(
            view! {
                <div class="actions">
                    <a class="btn" href=withdraw::PATH>{td_string!(locale, teach.withdraw)}</a>
                </div>
            }
            .into_any(),
        ),
        Standing::Waits(from) => {
            let zone = visit().map(|visit| visit.settings.timezone.clone());
            let date = words::minute(locale, from, zone.as_deref().unwrap_or("UTC"));
            let text = td_string!(locale, teach.again_from, date = date).to_string();
            Some(view! { <p class="again-from">{text}</p> }.into_any())
        }
        Standing::MayApply if last.status == ApplicationStatus::Rejected => Some(
            view! { <p class="again-from">{td_string!(locale, teach.again_now)}</p> }.into_any(),
        ),
        _ => None,
    };
    view! {
        <Card id="application" title=td_string!(locale, teach.application)>
            <Timeline application=last.clone()/>
            {next}
            <details class="more-text">
                <summary>{td_string!(locale, teach.what_you_sent)}</summary>
                <ApplicationText motivation=last.motivation expertise=last.expertise links=last.links/>
            </details>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn application(
        status: ApplicationStatus,
        reapply_from: Option<DateTime<Utc>>,
    ) -> ApplicationView {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        ApplicationView {
            id: id.parse().unwrap(),
            user_id: id.parse().unwrap(),
            status,
            motivation: String::new(),
            expertise: Vec::new(),
            links: Vec::new(),
            submitted_at: NOW,
            decided_at: None,
            decided_by: None,
            reason: None,
            reapply_from,
            version: 1,
        }
    }

    fn of(status: ApplicationStatus, reapply_from: Option<DateTime<Utc>>) -> Standing {
        Standing::of(Role::Student, Some(&application(status, reapply_from)), NOW)
    }

    #[test]
    fn students_apply_once_and_again_when_it_is_time() {
        assert_eq!(Standing::of(Role::Student, None, NOW), Standing::MayApply);
        assert_eq!(of(ApplicationStatus::Pending, None), Standing::UnderReview);
        assert_eq!(of(ApplicationStatus::Withdrawn, None), Standing::MayApply);
        let later = NOW + TimeDelta::seconds(1);
        assert_eq!(
            of(ApplicationStatus::Rejected, Some(later)),
            Standing::Waits(later)
        );
        assert_eq!(
            of(ApplicationStatus::Rejected, Some(NOW)),
            Standing::MayApply
        );
        // Somebody who taught, and does not any more.
        assert_eq!(of(ApplicationStatus::Approved, None), Standing::MayApply);
    }

    #[test]
    fn whoever_teaches_or_runs_the_platform_does_not_apply() {
        for (role, standing) in [
            (Role::Instructor, Standing::Teaches),
            (Role::Admin, Standing::RunsIt),
        ] {
            let last = application(ApplicationStatus::Withdrawn, None);
            assert_eq!(Standing::of(role, Some(&last), NOW), standing);
            assert!(!standing.may_apply());
        }
    }
}
