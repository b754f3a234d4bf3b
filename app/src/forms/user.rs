//! The forms on a person's page in the admin area: one a card, a button each.

use contract::{
    UserId,
    account::{AccountStatus, ChangeRole, ChangeStatus, Role, SettableStatus},
    profile::ProfileView,
    text::clean_line,
};

/// What a form of the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Gives the person a role.
    Role,
    /// Puts the account elsewhere.
    Status,
    /// Takes the picture away.
    RemovePhoto,
    /// Signs the person out everywhere.
    EndSessions,
    /// Deletes the account.
    Delete,
}

impl Action {
    const ALL: [Self; 5] = [
        Self::Role,
        Self::Status,
        Self::RemovePhoto,
        Self::EndSessions,
        Self::Delete,
    ];

    /// The value that the form sends.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Status => "status",
            Self::RemovePhoto => "remove_photo",
            Self::EndSessions => "end_sessions",
            Self::Delete => "delete",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserForm {
    /// What to do; none where the form is not one of ours.
    pub(crate) action: Option<Action>,
    /// Which version of the person it was made from.
    pub(crate) version: Option<i64>,
    /// The role, or where the account stood, when it was made.
    was: String,
    /// The role that was chosen.
    pub(crate) role: Option<Role>,
    /// Where the account was to be put.
    pub(crate) status: Option<SettableStatus>,
    /// Why, as it was typed.
    pub(crate) reason: String,
    /// The name that was typed to be sure.
    pub(crate) name: String,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl UserForm {
    /// Reads what the browser sent.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "action" => form.action = Action::parse(&value),
                "version" => form.version = value.parse().ok(),
                "was" => form.was = value,
                "role" => form.role = value.parse().ok(),
                "status" => form.status = value.parse().ok(),
                "reason" => form.reason = value,
                "name" => form.name = value,
                "owner" => form.owner = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// The change of role that it asks for.
    pub(crate) fn change_role(&self) -> Option<ChangeRole> {
        Some(ChangeRole { role: self.role? })
    }

    /// The change of status that it asks for.
    pub(crate) fn change_status(&self) -> Option<ChangeStatus> {
        Some(ChangeStatus {
            status: self.status?,
            reason: Some(self.reason.clone()),
        })
    }

    /// Whether what has become of the person since the form was made is nothing that it is about.
    pub(crate) fn is_untroubled_by(&self, now: &ProfileView) -> bool {
        match self.action {
            Some(Action::Role) => self.was == now.role.as_str(),
            Some(Action::Status) => self.was == settable(now.status).as_str(),
            // Whoever deletes should know whom.
            Some(Action::Delete) => false,
            Some(Action::RemovePhoto | Action::EndSessions) | None => true,
        }
    }

    /// Whether the name that was typed is this one; case and spaces are nobody's proof.
    pub(crate) fn names(&self, name: &str) -> bool {
        let plain = |text: &str| {
            let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
            clean_line(&words.join(" "))
        };
        plain(&self.name) == plain(name)
    }
}

/// Where an admin would have put an account that stands there.
pub(crate) const fn settable(status: AccountStatus) -> SettableStatus {
    match status {
        AccountStatus::Active | AccountStatus::PendingInstructorReview => SettableStatus::Active,
        AccountStatus::Inactive | AccountStatus::Deleted => SettableStatus::Inactive,
        AccountStatus::Suspended => SettableStatus::Suspended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> UserForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        UserForm::from_pairs(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_says_what_to_do_over_which_version() {
        let form = form(&[
            ("action", "status"),
            ("version", "7"),
            ("status", "suspended"),
            ("reason", " spam\n"),
        ]);
        assert_eq!((form.action, form.version), (Some(Action::Status), Some(7)));
        let command = form.change_status().unwrap();
        assert_eq!(command.status, SettableStatus::Suspended);
        assert_eq!(
            command.reason.as_deref(),
            Some(" spam\n"),
            "as it was typed"
        );
    }

    #[test]
    fn what_is_not_on_offer_is_no_choice() {
        let form = form(&[
            ("action", "eat"),
            ("role", "king"),
            ("status", "deleted"),
            ("version", "last"),
        ]);
        assert_eq!((form.action, form.version), (None, None));
        assert!(form.change_role().is_none() && form.change_status().is_none());
    }

    #[test]
    fn a_name_is_proved_whatever_its_case_and_spaces() {
        let typed = |name: &str| form(&[("name", name)]);
        for name in ["José Nueva", " josé  NUEVA ", "Jose\u{301} nueva"] {
            assert!(typed(name).names("José  Nueva"), "{name}");
        }
        for name in ["", "José", "Jose Nueva", "José Nueva!"] {
            assert!(!typed(name).names("José Nueva"), "{name}");
        }
    }
}
