//! The form of `/teach`: every value as text, exactly as it was typed.

use super::profile::rows;
use crate::session::draft::Draft;
use contract::{
    UserId,
    instructor_application::{ApplicationView, SubmitApplication},
    limits::{EXPERTISE_MAX, LINKS_MAX},
    profile::{Link, ProfileView},
};

/// The form as sent, or as it is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ApplicationForm {
    /// Why.
    pub(crate) motivation: String,
    /// What one knows, one a line.
    pub(crate) expertise: String,
    /// The rows of links that hold anything.
    pub(crate) links: Vec<Link>,
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
}

impl ApplicationForm {
    /// The form for somebody who has not applied yet. Of what they know, and where it can be seen, their
    /// profile tells something already.
    pub(crate) fn from_profile(me: &ProfileView) -> Self {
        let skills: Vec<_> = me.skills.iter().take(EXPERTISE_MAX).cloned().collect();
        Self {
            motivation: String::new(),
            expertise: skills.join("\n"),
            links: me.links.iter().take(LINKS_MAX).cloned().collect(),
            owner: Some(me.id),
        }
    }

    /// The form for somebody who has applied before: what they sent then.
    pub(crate) fn again(last: &ApplicationView) -> Self {
        Self {
            motivation: last.motivation.clone(),
            expertise: last.expertise.join("\n"),
            links: last.links.clone(),
            owner: Some(last.user_id),
        }
    }

    /// What is known, one entry a line that holds anything.
    pub(crate) fn entries(&self) -> Vec<String> {
        let lines = self
            .expertise
            .lines()
            .filter(|line| !line.trim().is_empty());
        lines.map(str::to_owned).collect()
    }

    /// The command that the form asks for.
    pub(crate) fn command(&self) -> SubmitApplication {
        SubmitApplication {
            motivation: self.motivation.clone(),
            expertise: self.entries(),
            links: self.links.clone(),
        }
    }
}

impl Draft for ApplicationForm {
    const KEY: &'static str = "draft:application";

    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![
            ("motivation".to_owned(), self.motivation.clone()),
            ("expertise".to_owned(), self.expertise.clone()),
        ];
        for link in &self.links {
            pairs.push(("linkLabel".to_owned(), link.label.clone()));
            pairs.push(("linkUrl".to_owned(), link.url.clone()));
        }
        pairs.extend(
            self.owner
                .map(|owner| ("owner".to_owned(), owner.to_string())),
        );
        pairs
    }

    fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        let (mut labels, mut urls) = (Vec::new(), Vec::new());
        for (name, value) in pairs {
            // Browsers send line breaks as CRLF (HTML, "constructing the entry list").
            match name.as_str() {
                "motivation" => form.motivation = value.replace("\r\n", "\n"),
                "expertise" => form.expertise = value.replace("\r\n", "\n"),
                "linkLabel" => labels.push(value),
                "linkUrl" => urls.push(value),
                "owner" => form.owner = value.parse().ok(),
                _ => {}
            }
        }
        form.links = rows(labels, urls);
        form
    }

    fn owner(&self) -> Option<UserId> {
        self.owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> ApplicationForm {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        ApplicationForm::from_pairs(pairs.iter().map(owned).collect())
    }

    #[test]
    fn a_form_is_kept_and_read_again_as_it_was_typed() {
        let typed = form(&[
            ("motivation", " I would\r\nlike to "),
            ("expertise", "algebra\r\n\r\n  topology "),
            ("linkLabel", ""),
            ("linkUrl", ""),
            ("linkLabel", "Thesis"),
            ("linkUrl", "here"),
            ("owner", "019aa5d0-0000-7000-8000-000000000001"),
        ]);
        assert_eq!(typed.motivation, " I would\nlike to ");
        assert_eq!(typed.links.len(), 1);
        assert!(typed.owner.is_some());
        assert_eq!(ApplicationForm::from_pairs(typed.pairs()), typed);
    }

    #[test]
    fn blank_lines_are_no_entries() {
        let command = form(&[("expertise", "algebra\n \n\n topology")]).command();
        assert_eq!(command.expertise, ["algebra", " topology"]);
        assert_eq!(form(&[]).command(), SubmitApplication::default());
    }
}
