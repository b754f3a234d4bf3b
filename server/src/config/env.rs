//! Reading variables: each with a default, each problem noted rather than fatal.

use secrecy::SecretString;
use std::{collections::BTreeMap, fmt::Display, str::FromStr};
use url::Url;

/// The variables of the environment, and what was wrong with those that were read.
#[derive(Debug)]
pub struct Env {
    variables: BTreeMap<String, String>,
    problems: Vec<String>,
    production: bool,
}

impl Env {
    /// Starts with all variables. An empty one counts as not set.
    pub fn new(mut variables: BTreeMap<String, String>) -> Self {
        variables.retain(|_, value| !value.trim().is_empty());
        Self {
            variables,
            problems: Vec::new(),
            production: false,
        }
    }

    /// From now on a missing or default secret is a problem.
    pub fn in_production(&mut self) {
        self.production = true;
    }

    /// Whether secrets must be real.
    pub fn is_production(&self) -> bool {
        self.production
    }

    /// Notes a problem in one sentence.
    pub fn problem(&mut self, sentence: impl Into<String>) {
        self.problems.push(sentence.into());
    }

    /// A variable, where set.
    pub fn get(&self, name: &str) -> Option<String> {
        self.variables
            .get(name)
            .map(|value| value.trim().to_owned())
    }

    /// A text.
    pub fn text(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or_else(|| default.to_owned())
    }

    /// Anything that can be parsed.
    pub fn value<T: FromStr>(&mut self, name: &str, default: T) -> T {
        match self.get(name).map(|text| text.parse()) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.problem(format!(
                    "{name} cannot be read as {}.",
                    std::any::type_name::<T>()
                        .rsplit("::")
                        .next()
                        .unwrap_or("a value")
                ));
                default
            }
        }
    }

    /// A number within bounds.
    pub fn number<T: FromStr + PartialOrd + Display + Copy>(
        &mut self,
        name: &str,
        default: T,
        min: T,
        max: T,
    ) -> T {
        match self.get(name).map(|text| text.parse::<T>()) {
            None => default,
            Some(Ok(n)) if n >= min && n <= max => n,
            Some(_) => {
                self.problem(format!("{name} must be a number from {min} to {max}."));
                default
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str, default: bool) -> bool {
        match self.get(name).as_deref() {
            None => default,
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(_) => {
                self.problem(format!("{name} must be true or false."));
                default
            }
        }
    }

    /// A comma-separated list of which nothing may be unknown.
    pub fn list<T: FromStr>(&mut self, name: &str, default: &str) -> Vec<T> {
        let text = self.text(name, default);
        let mut values = Vec::new();
        for word in text.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            match word.parse() {
                Ok(value) => values.push(value),
                Err(_) => self.problem(format!("{name} has an unknown entry: {word}.")),
            }
        }
        if text.split(',').all(|word| word.trim().is_empty()) {
            self.problem(format!("{name} must have at least one entry."));
        }
        values
    }

    /// An address with one of these schemes.
    pub fn url(&mut self, name: &str, default: &str, schemes: &[&str]) -> Url {
        let text = self.text(name, default);
        match Url::parse(&text) {
            Ok(url) if schemes.contains(&url.scheme()) => return url,
            _ => self.problem(format!(
                "{name} must be an address that starts with {}://.",
                schemes.join(":// or ")
            )),
        }
        // Only to go on reading; a problem is noted, so nobody will see it.
        placeholder()
    }

    /// A secret with a default for development; in production it must be set, and to another.
    pub fn secret(&mut self, name: &str, default: &str, min_length: usize) -> SecretString {
        let set = self.get(name);
        if self.production && set.as_deref().is_none_or(|value| value == default) {
            self.problem(format!(
                "{name} must be set to a secret of your own in production."
            ));
        } else if set
            .as_deref()
            .is_some_and(|value| value.chars().count() < min_length)
        {
            self.problem(format!(
                "{name} must have at least {min_length} characters."
            ));
        }
        set.unwrap_or_else(|| default.to_owned()).into()
    }

    /// In production these must be set.
    pub fn required_in_production(&mut self, name: &str) {
        if self.production && self.get(name).is_none() {
            self.problem(format!("{name} must be set in production."));
        }
    }

    /// The value, if nothing was wrong.
    ///
    /// # Errors
    /// All problems.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<String>> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(self.problems)
        }
    }
}

#[expect(clippy::expect_used, reason = "the address is written here")]
fn placeholder() -> Url {
    Url::parse("http://localhost").expect("a good address")
}

/// A part of an address, with everything escaped that could be taken for its structure.
pub(super) fn encoded(part: &str) -> String {
    // Form encoding writes a space as `+`, which means itself outside of forms.
    url::form_urlencoded::byte_serialize(part.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
