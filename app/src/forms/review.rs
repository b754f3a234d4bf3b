//! The forms of an application under review: take it up, give it back, approve, reject.

use crate::session::draft::Draft;
use contract::{ApplicationId, UserId, instructor_application::Decide};

/// What such a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Tells the others that one is at it.
    Take,
    /// Tells them that one is not any more.
    GiveBack,
    /// Makes the applicant an instructor.
    Approve,
    /// Does not.
    Reject,
}

impl Action {
    /// The value that the form sends.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::GiveBack => "give_back",
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Take, Self::GiveBack, Self::Approve, Self::Reject]
            .into_iter()
            .find(|action| action.as_str() == word)
    }
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReviewForm {
    /// What to do; none where the form is not one of ours.
    pub(crate) action: Option<Action>,
    /// Which version of the application was read.
    pub(crate) version: i64,
    /// Why it is rejected, as it was typed.
    pub(crate) reason: String,
    /// Who had taken it up when the form was made.
    pub(crate) claimer: Option<UserId>,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
    /// Which application it is about; known by the address that it is sent to.
    pub(crate) application: Option<ApplicationId>,
}

impl ReviewForm {
    /// The decision that it asks for; none where it asks for none.
    pub(crate) fn decision(&self) -> Option<Decide> {
        let version = self.version;
        match self.action? {
            Action::Approve => Some(Decide::Approve { version }),
            Action::Reject => Some(Decide::Reject {
                version,
                reason: self.reason.clone(),
            }),
            Action::Take | Action::GiveBack => None,
        }
    }
}

impl Draft for ReviewForm {
    const KEY: &'static str = "draft:review";

    fn pairs(&self) -> Vec<(String, String)> {
        let pairs = [
            (
                "action",
                self.action.map(|action| action.as_str().to_owned()),
            ),
            ("version", Some(self.version.to_string())),
            ("reason", Some(self.reason.clone())),
            ("claimer", self.claimer.map(|id| id.to_string())),
            ("owner", self.owner.map(|id| id.to_string())),
            ("application", self.application.map(|id| id.to_string())),
        ];
        let given = pairs.into_iter();
        given
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    }

    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "action" => form.action = Action::parse(&value),
                "version" => form.version = value.parse().unwrap_or_default(),
                "reason" => form.reason = value.replace("\r\n", "\n"),
                "claimer" => form.claimer = value.parse().ok(),
                "owner" => form.owner = value.parse().ok(),
                "application" => form.application = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    fn owner(&self) -> Option<UserId> {
        self.owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> ReviewForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        ReviewForm::from_pairs(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_says_what_is_decided_of_which_version() {
        let approval = form(&[("action", "approve"), ("version", "3"), ("reason", "No")]);
        assert_eq!(approval.decision(), Some(Decide::Approve { version: 3 }));
        let rejection = form(&[
            ("action", "reject"),
            ("version", "3"),
            ("reason", " No\r\n"),
        ]);
        let reason = " No\n".to_owned();
        assert_eq!(
            rejection.decision(),
            Some(Decide::Reject { version: 3, reason })
        );
    }

    #[test]
    fn a_form_that_decides_nothing_is_none() {
        assert_eq!(
            form(&[("action", "eat"), ("version", "3")]).decision(),
            None
        );
        assert_eq!(
            form(&[("action", "take"), ("version", "3")]).decision(),
            None
        );
    }

    #[test]
    fn a_form_is_kept_and_read_again_as_it_was_typed() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        let kept = form(&[
            ("action", "reject"),
            ("version", "3"),
            ("reason", "Because\nof"),
            ("claimer", id),
            ("owner", id),
            ("application", id),
        ]);
        assert_eq!(ReviewForm::from_pairs(kept.pairs()), kept);
    }
}
