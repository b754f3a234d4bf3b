//! The forms by which many people are given a role: the list with its checkboxes, and the preview.

use contract::{SelectionId, UserId, account::Role, limits::BULK_MAX};

/// What such a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Shows what would become of whoever is checked.
    Preview,
    /// Selects everybody whom the filters find.
    SelectAll,
    /// Gives them the role.
    Change,
}

impl Step {
    /// The value that the button sends.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::SelectAll => "all",
            Self::Change => "change",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Preview, Self::SelectAll, Self::Change]
            .into_iter()
            .find(|step| step.as_str() == word)
    }
}

/// Who is to be given a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// These.
    These(Vec<UserId>),
    /// Whoever was selected by a query.
    Selected(SelectionId),
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RolesForm {
    /// What to do; none where the form is not one of ours.
    pub(crate) step: Option<Step>,
    /// Whoever is checked, each once.
    checked: Vec<UserId>,
    /// Everybody on the page, each once.
    rows: Vec<UserId>,
    /// Whether the box for all of those is checked.
    is_page: bool,
    /// The role.
    pub(crate) give: Option<Role>,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl RolesForm {
    /// Reads what the browser sent.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "step" => form.step = Step::parse(&value),
                "id" => add(&mut form.checked, &value),
                "row" => add(&mut form.rows, &value),
                "page" => form.is_page = true,
                "give" => form.give = value.parse().ok(),
                "owner" => form.owner = value.parse().ok(),
                _ => {}
            }
        }
        form
    }

    /// Who is checked; none where nobody is.
    pub(crate) fn whom(&self) -> Option<Whom> {
        let ids = if self.is_page {
            &self.rows
        } else {
            &self.checked
        };
        (!ids.is_empty()).then(|| Whom::These(ids.clone()))
    }

    /// Who was checked, for a form that is shown again.
    pub(crate) fn is_checked(&self, id: UserId) -> bool {
        self.is_page || self.checked.contains(&id)
    }
}

/// More than a page and than one change can hold, no form of ours sends.
fn add(ids: &mut Vec<UserId>, value: &str) {
    if let Ok(id) = value.parse()
        && ids.len() < BULK_MAX
        && !ids.contains(&id)
    {
        ids.push(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "019aa5d0-0000-7000-8000-000000000001";
    const BEA: &str = "019aa5d0-0000-7000-8000-000000000002";

    fn form(pairs: &[(&str, &str)]) -> RolesForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        RolesForm::from_pairs(pairs.iter().map(owned).collect())
    }

    fn these(ids: &[&str]) -> Whom {
        Whom::These(ids.iter().map(|id| id.parse().unwrap()).collect())
    }

    #[test]
    fn whoever_is_checked_is_meant_each_once() {
        let form = form(&[
            ("step", "preview"),
            ("row", ADA),
            ("row", BEA),
            ("id", BEA),
            ("id", BEA),
            ("give", "admin"),
        ]);
        assert_eq!(form.step, Some(Step::Preview));
        assert_eq!(form.whom(), Some(these(&[BEA])));
        assert_eq!(form.give, Some(Role::Admin));
        assert!(form.is_checked(BEA.parse().unwrap()) && !form.is_checked(ADA.parse().unwrap()));
    }

    #[test]
    fn the_box_of_the_page_means_everybody_on_it() {
        let form = form(&[("page", "on"), ("row", ADA), ("row", BEA), ("id", BEA)]);
        assert_eq!(form.whom(), Some(these(&[ADA, BEA])));
        assert!(form.is_checked(ADA.parse().unwrap()));
    }

    #[test]
    fn a_form_that_names_nobody_means_nobody() {
        assert_eq!(
            form(&[("step", "eat"), ("id", "ada"), ("row", ADA)]).whom(),
            None
        );
        assert_eq!(form(&[]).step, None);
    }
}
