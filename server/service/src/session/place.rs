//! What the owner of a session is told of it.

use chrono::{DateTime, Utc};
use contract::{SessionId, limits::USER_AGENT_MAX, session::SessionView, text::clean_line};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Where and when somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPlace {
    /// The session's name for its owner; never the secret in the cookie, nor made of it.
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When the session was last used.
    pub last_seen_at: DateTime<Utc>,
    /// What the browser says of itself, cleaned.
    pub user_agent: Option<String>,
    /// The address that it was last used from.
    pub ip: Option<IpAddr>,
}

impl SessionPlace {
    /// A place; what the browser says of itself is cleaned and cut, since anybody may say anything.
    pub fn new(
        id: SessionId,
        created_at: DateTime<Utc>,
        last_seen_at: DateTime<Utc>,
        user_agent: Option<&str>,
        ip: Option<IpAddr>,
    ) -> Self {
        Self {
            id,
            created_at,
            last_seen_at,
            user_agent: user_agent.and_then(named),
            ip,
        }
    }

    pub(super) fn view(self, current: bool) -> SessionView {
        SessionView {
            id: self.id,
            current,
            created_at: self.created_at,
            last_seen_at: self.last_seen_at,
            user_agent: self.user_agent,
            ip: self.ip.map(|ip| ip.to_string()),
        }
    }
}

/// A browser's name: one line without control characters, at most [`USER_AGENT_MAX`] characters.
fn named(user_agent: &str) -> Option<String> {
    let cut: String = clean_line(user_agent)
        .chars()
        .take(USER_AGENT_MAX)
        .collect();
    let name = cut.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_in_one_clean_line() {
        assert_eq!(
            named("  Mozilla/5.0\u{0}\r\n\u{1b}[31m\u{202e}\u{7f}(X11)  ").as_deref(),
            Some("Mozilla/5.0  [31m(X11)")
        );
        assert_eq!(named("<script>").as_deref(), Some("<script>"));
    }

    #[test]
    fn a_name_is_cut_by_characters() {
        let name = named(&"é".repeat(USER_AGENT_MAX + 1)).expect("a name");
        assert_eq!(name.chars().count(), USER_AGENT_MAX);
        let long = format!("\u{7}{}", "a".repeat(USER_AGENT_MAX));
        assert_eq!(named(&long).map(|n| n.len()), Some(USER_AGENT_MAX));
    }

    #[test]
    fn a_browser_that_says_nothing_has_no_name() {
        for nothing in ["", "  \t ", "\u{0}\u{1}", "\u{202e}"] {
            assert_eq!(named(nothing), None, "{nothing:?}");
        }
    }
}
