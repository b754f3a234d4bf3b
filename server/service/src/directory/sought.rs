//! What the directory is searched for, as its index knows it.

use contract::directory::DirectoryRole;

/// A text with this letter, the last of all, follows every text that begins so.
const LAST: char = '\u{10FFFF}';
/// The mark of whoever members may see.
const SHOWN: &str = "@shown";
/// A beginning of a word that is counted as it changes has at most so many characters.
const COUNTED_MAX: usize = 4;

/// What a search, a role and a skill ask for; the texts as `searchable()` and `search_words()` make them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sought {
    /// The whole search, or nothing.
    pub(super) text: String,
    /// Its words, each the beginning of one of the person's.
    words: Vec<String>,
    /// The filters: role and skill.
    pub(super) marks: Vec<String>,
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
        }
    }

    /// Whether nobody is looked for by name.
    pub(super) fn is_everybody(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether something is looked for that no word can begin with, such as a bare sign.
    pub(super) fn is_wordless(&self) -> bool {
        !self.is_everybody() && self.words.is_empty()
    }

    /// What follows every text.
    pub(super) const END: &str = "\u{10FFFF}\u{10FFFF}";

    /// The text that follows all that begin so.
    pub(super) fn end(&self) -> String {
        format!("{}{LAST}", self.text)
    }

    /// What the username would be.
    pub(super) fn username(&self) -> &str {
        self.text.strip_prefix('@').unwrap_or(&self.text)
    }

    /// All that the index must hold of a person.
    pub(super) fn needed(&self) -> Vec<String> {
        self.words.iter().chain(&self.marks).cloned().collect()
    }

    /// The same of a person whom members may see.
    pub(super) fn needed_and_shown(&self) -> Vec<String> {
        let mut needed = self.needed();
        needed.push(SHOWN.into());
        needed
    }

    /// Beginning and role under which these people are counted as they change; none where they are not.
    pub(super) fn tally(&self) -> Option<(&str, Option<&str>)> {
        let beginning = match &*self.words {
            [] => "",
            [word] if word.chars().count() <= COUNTED_MAX => word,
            _ => return None,
        };
        match &*self.marks {
            [] => Some((beginning, None)),
            [role] if role.starts_with('@') => Some((beginning, Some(role))),
            _ => None,
        }
    }
}
