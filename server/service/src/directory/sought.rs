//! What the directory is searched for, as its index knows it.

use contract::directory::DirectoryRole;

/// What follows every text: the last letter of all, twice.
const LAST: &str = "\u{10FFFF}\u{10FFFF}";
/// A beginning of a word that is counted as it changes has at most so many characters.
const COUNTED_MAX: usize = 4;

/// What a search, a role and a skill ask for; the texts as `searchable()` and `search_words()` make them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// The whole search, or nothing.
    pub(super) text: String,
    /// Its words, each the beginning of one of the person's.
    pub(super) words: Vec<String>,
    /// The filters: role and skill.
    pub(super) marks: Vec<String>,
    /// Whether names can be similar to it: Postgres finds letters in it. Without any the index of similar
    /// names would be read as a whole.
    pub(super) may_be_similar: bool,
}

impl Sought {
    pub(super) fn new(
        text: String,
        words: Vec<String>,
        role: Option<DirectoryRole>,
        skill: Option<String>,
    ) -> Self {
        let role = role.map(|role| {
            match role {
                DirectoryRole::Instructor => "@instructor",
                DirectoryRole::Student => "@member",
            }
            .to_owned()
        });
        let skill = skill.map(|skill| format!("={skill}"));
        Self {
            text,
            words,
            marks: role.into_iter().chain(skill).collect(),
            may_be_similar: false,
        }
    }

    /// Whether nobody is looked for by name.
    pub(super) fn is_nameless(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether nobody in particular is looked for.
    pub(super) fn is_everybody(&self) -> bool {
        self.is_nameless() && self.marks.is_empty()
    }

    /// Whether something is looked for that no word can begin with, such as a bare sign.
    pub(super) fn is_wordless(&self) -> bool {
        !self.is_nameless() && self.words.is_empty()
    }

    /// The names that begin so: from the first, to before the second.
    pub(super) fn names(&self) -> (String, String) {
        (self.text.clone(), format!("{}{LAST}", self.text))
    }

    /// What the username would be.
    pub(super) fn username(&self) -> &str {
        self.text.strip_prefix('@').unwrap_or(&self.text)
    }

    /// All that the index must hold of a person.
    pub(super) fn needed(&self) -> Vec<String> {
        self.words.iter().chain(&self.marks).cloned().collect()
    }

    /// The patterns of a person's words, each behind a line break. Words are letters and digits, so none of
    /// them is a wildcard.
    pub(super) fn patterns(&self) -> Vec<String> {
        let patterns = self.words.iter().map(|word| format!("%\n{word}%"));
        patterns.collect()
    }

    /// Beginning or skill, and role, under which these people are counted as they change; none where they
    /// are not.
    pub(super) fn tally(&self) -> Option<(&str, Option<&str>)> {
        let (skills, roles): (Vec<&String>, Vec<_>) =
            self.marks.iter().partition(|mark| mark.starts_with('='));
        let beginning = match (&*self.words, &*skills) {
            ([], []) => "",
            ([], [skill]) => skill,
            ([word], []) if word.chars().count() <= COUNTED_MAX => word,
            _ => return None,
        };
        Some((beginning, roles.first().map(|role| role.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_have_in_common_is_counted_as_it_changes() {
        let sought = |words: &[&str], role, skill: Option<&str>| {
            let words = words.iter().map(ToString::to_string).collect();
            Sought::new(String::new(), words, role, skill.map(str::to_owned))
        };
        let instructor = Some(DirectoryRole::Instructor);
        for (sought, expected) in [
            (sought(&[], None, None), Some(("", None))),
            (
                sought(&[], instructor, None),
                Some(("", Some("@instructor"))),
            ),
            (sought(&["ñandú"], None, None), None),
            (sought(&["ñand"], None, None), Some(("ñand", None))),
            (sought(&[], None, Some("rust")), Some(("=rust", None))),
            (
                sought(&[], instructor, Some("rust")),
                Some(("=rust", Some("@instructor"))),
            ),
            (sought(&["a"], None, Some("rust")), None),
            (sought(&["a", "b"], None, None), None),
        ] {
            assert_eq!(sought.tally(), expected, "{sought:?}");
        }
    }
}
