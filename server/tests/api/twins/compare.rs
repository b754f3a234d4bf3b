//! Two answers, byte for byte. What may differ: the header `Date`; ids that were made since the worlds were
//! left alone; the nonce of a page's policy; the secret of a new session; what is left of the caller's own
//! budget, which comes back with time. Clock and request id are the same in both worlds.

use crate::harness::Reply;
use chrono::{DateTime, TimeDelta, Utc};
use service::Clock;
use std::fmt::Write;
use uuid::{Uuid, Version};

/// How much of each answer is shown around the first difference, in characters.
const CONTEXT: usize = 160;
const UUID_LENGTH: usize = 36;
/// Headers that tell of the time of the answer.
const APART: [&str; 3] = ["date", "ratelimit-remaining", "ratelimit-reset"];

/// An answer as one text, with what may differ masked.
pub fn told(reply: &Reply, since: DateTime<Utc>) -> String {
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .filter(|(name, _)| !APART.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    headers.sort_unstable();
    let mut text = format!("{}\n{}\n\n{}", reply.status, headers.join("\n"), reply.text);
    let policy = reply.header("content-security-policy");
    if let Some(nonce) = between(policy, "'nonce-", "'") {
        text = text.replace(nonce, "<nonce>");
    }
    for cookie in reply.headers.get_all("set-cookie") {
        if let Some(secret) = between(cookie.to_str().unwrap(), "session=", ";") {
            text = text.replace(secret, "<secret>");
        }
    }
    without_ids_since(&text, since)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found).filter(|found| !found.is_empty())
}

/// Ids of ours say when they were made.
fn without_ids_since(text: &str, since: DateTime<Utc>) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let id = rest.get(..UUID_LENGTH).filter(|id| is_since(id, since));
        let (taken, shown) = match id {
            Some(id) => (id.len(), "<a new id>"),
            None => (next.len_utf8(), &rest[..next.len_utf8()]),
        };
        kept.push_str(shown);
        rest = &rest[taken..];
    }
    kept
}

fn is_since(id: &str, since: DateTime<Utc>) -> bool {
    let id = Uuid::try_parse(id).ok();
    let id = id.filter(|id| id.get_version() == Some(Version::SortRand));
    let made = id.and_then(|id| id.get_timestamp()).map(|at| at.to_unix());
    made.is_some_and(|(seconds, _)| seconds >= since.timestamp().unsigned_abs())
}

/// The first difference of two answers, with what is around it; nothing where they are the same.
pub fn difference(with: &str, without: &str) -> Option<String> {
    if with == without {
        return None;
    }
    let same = with
        .chars()
        .zip(without.chars())
        .take_while(|(a, b)| a == b);
    let at = same.count();
    let from = at.saturating_sub(CONTEXT / 2);
    let mut shown = String::new();
    for (name, text) in [("with the other", with), ("without", without)] {
        let around: String = text.chars().skip(from).take(CONTEXT).collect();
        let status = text.lines().next().unwrap_or_default();
        writeln!(shown, "    {name:>14}: {status} … {around:?}").unwrap();
    }
    Some(shown)
}

#[test]
fn only_ids_that_were_made_since_are_masked() {
    let clock = Clock::system();
    let (old, since) = (clock.new_id(), clock.now() + TimeDelta::minutes(1));
    let clock = Clock::fixed(since);
    let new = clock.new_id();
    let text = format!("é {old} {new}.");
    assert_eq!(
        without_ids_since(&text, since),
        format!("é {old} <a new id>.")
    );
}

#[test]
fn a_difference_is_shown_with_what_is_around_it() {
    assert_eq!(difference("200 é", "200 é"), None);
    let shown = difference("200 total: 3", "404 total: 2").unwrap();
    assert!(
        shown.contains("total: 3") && shown.contains("total: 2"),
        "{shown}"
    );
    assert!(difference("ab", "a").is_some());
}
