//! Where to go afterwards: local paths only, so that nobody can be sent elsewhere.

use std::fmt;

/// A path of this site, such as `/profile/edit?x=1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// Longer ones are nobody's address here: a list of a hundred people is the longest.
    const MAX: usize = 4096;

    /// Takes a path that browsers cannot read as another site: one slash at the start, followed by
    /// neither a slash nor a backslash, and nothing that browsers strip.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix('/')?;
        let local = !rest.starts_with('/')
            && !path.contains('\\')
            && path.len() <= Self::MAX
            && path.chars().all(|c| c.is_ascii_graphic());
        local.then(|| Self(path.to_owned()))
    }

    /// The start page.
    pub(crate) fn root() -> Self {
        Self("/".to_owned())
    }

    /// The signed-in person's own page.
    pub(crate) fn profile() -> Self {
        Self("/profile".to_owned())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parameters of its query; none where they cannot be read.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let path = self.0.split_once('#').map_or(&*self.0, |(path, _)| path);
        let query = path.split_once('?').map_or("", |(_, query)| query);
        serde_urlencoded::from_str(query).unwrap_or_default()
    }

    /// The path as the value of a query parameter.
    pub(crate) fn encoded(&self) -> String {
        let keep =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~');
        self.0
            .bytes()
            .map(|b| {
                if keep(b) {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect()
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path of ours with what is asked for there; what has no value is left out.
pub(crate) fn address(path: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let given = pairs
        .iter()
        .filter_map(|(name, value)| Some((name, (*value)?)));
    match serde_urlencoded::to_string(given.collect::<Vec<_>>()) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_this_site_is_kept() {
        for path in ["/", "/profile/edit?a=b#field-bio"] {
            assert_eq!(
                ReturnPath::parse(path).map(|p| p.to_string()).as_deref(),
                Some(path)
            );
        }
    }

    #[test]
    fn nothing_that_leads_elsewhere_is_a_path() {
        for path in [
            "",
            "profile",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a b",
            "/ñ",
        ] {
            assert_eq!(ReturnPath::parse(path), None, "{path:?}");
        }
    }

    #[test]
    fn as_a_parameter_its_query_is_escaped() {
        let path = ReturnPath::parse("/a?b=c&d").map(|p| p.encoded());
        assert_eq!(path.as_deref(), Some("/a%3Fb%3Dc%26d"));
    }
}
