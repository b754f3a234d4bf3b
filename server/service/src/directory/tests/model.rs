//! A directory in memory, written from the rule alone: whom a search finds, and in which order.

use contract::{UserId, directory::DirectoryRole, text::searchable};

/// Somebody as the directory lists them.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) username: Option<String>,
    pub(super) skills: Vec<String>,
    pub(super) is_instructor: bool,
}

impl Listed {
    fn words(&self) -> Vec<String> {
        let mut words = words(&self.name);
        words.extend(self.username.iter().flat_map(|name| words_of(name)));
        words.extend(self.skills.iter().flat_map(|skill| words_of(skill)));
        words
    }
}

fn words(text: &str) -> Vec<String> {
    words_of(text)
}

fn words_of(text: &str) -> Vec<String> {
    searchable(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(20).collect())
        .collect()
}

fn plain(text: &str) -> String {
    searchable(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whom the search finds by words, in order. `people` are those who are visible and discoverable.
pub(super) fn find(
    people: &[Listed],
    search: &str,
    role: Option<DirectoryRole>,
    skill: Option<&str>,
) -> Vec<UserId> {
    let (text, sought) = (plain(search), words(search));
    let found = people.iter().filter(|person| {
        let own = person.words();
        let by_words = sought
            .iter()
            .all(|word| own.iter().any(|own| own.starts_with(word.as_str())));
        let by_role =
            role.is_none_or(|role| person.is_instructor == (role == DirectoryRole::Instructor));
        let by_skill =
            skill.is_none_or(|skill| person.skills.iter().any(|own| plain(own) == plain(skill)));
        by_words && by_role && by_skill && (text.is_empty() || !sought.is_empty())
    });
    let mut found: Vec<_> = found
        .map(|person| {
            let name = plain(&person.name);
            let tier = if text.is_empty() {
                1
            } else if person.username.as_deref() == Some(text.trim_start_matches('@')) {
                0
            } else if name.starts_with(&text) {
                1
            } else {
                2
            };
            (tier, name, person.id)
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, id)| id).collect()
}
