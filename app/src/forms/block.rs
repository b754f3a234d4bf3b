//! The forms that block and unblock: of the menu on a person's page, and of `/settings/blocked`.

use contract::{UserId, block::CreateBlock};

/// What such a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Blocks somebody, also again.
    Block,
    /// Ends a block.
    Unblock,
}

impl Action {
    /// The value that the form sends.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Unblock => "unblock",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Block, Self::Unblock]
            .into_iter()
            .find(|action| action.as_str() == word)
    }
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockForm {
    /// What to do; none where the form is not one of ours.
    pub(crate) action: Option<Action>,
    /// With whom.
    pub(crate) user: Option<UserId>,
    /// The note, as it was typed.
    pub(crate) note: String,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl BlockForm {
    /// Reads what the browser sent.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "action" => form.action = Action::parse(&value),
                "userId" => form.user = value.parse().ok(),
                "note" => form.note = value,
                "owner" => form.owner = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// What it asks the service for; none where the form is not one of ours.
    pub(crate) fn command(&self) -> Option<(Action, CreateBlock)> {
        let command = CreateBlock {
            user_id: self.user?,
            note: Some(self.note.clone()),
        };
        Some((self.action?, command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> BlockForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        BlockForm::from_pairs(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_says_whom_to_block_and_why() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        let form = form(&[("action", "block"), ("userId", id), ("note", " rude\n")]);
        let (action, command) = form.command().unwrap();
        assert_eq!(action, Action::Block);
        assert_eq!(command.user_id.to_string(), id);
        assert_eq!(command.note.as_deref(), Some(" rude\n"), "as it was typed");
    }

    #[test]
    fn a_form_that_is_none_of_ours_asks_for_nothing() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        assert_eq!(form(&[("action", "eat"), ("userId", id)]).command(), None);
        assert_eq!(
            form(&[("action", "unblock"), ("userId", "ada")]).command(),
            None
        );
        assert_eq!(form(&[]).command(), None);
    }
}
