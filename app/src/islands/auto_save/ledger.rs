//! What is saved, what is on its way, and what could not be saved. One change is on its way at a time,
//! so that changes arrive in their order; of those that wait for one control only the last counts.

use std::collections::{BTreeMap, VecDeque};

/// A control has another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The control.
    pub(super) name: String,
    /// Its value.
    pub(super) value: String,
}

/// The books of one form.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    saved: BTreeMap<String, String>,
    waiting: VecDeque<Change>,
    sent: Option<Change>,
    failed: Vec<Change>,
}

impl Ledger {
    /// A form whose controls are saved so.
    pub(super) fn new(saved: BTreeMap<String, String>) -> Self {
        Self {
            saved,
            ..Self::default()
        }
    }

    /// Whether a control is saved with this value.
    pub(super) fn is_saved(&self, change: &Change) -> bool {
        self.saved.get(&change.name) == Some(&change.value)
    }

    /// A control was changed. What was to be saved of it before does not matter any more.
    pub(super) fn change(&mut self, change: Change) {
        let is_other = |other: &Change| other.name != change.name;
        self.waiting.retain(is_other);
        self.failed.retain(is_other);
        self.waiting.push_back(change);
    }

    /// The next change to send; none while one is on its way, or where none waits.
    pub(super) fn next(&mut self) -> Option<Change> {
        if self.sent.is_none() {
            self.sent = self.waiting.pop_front();
            return self.sent.clone();
        }
        None
    }

    /// The change that was sent is saved.
    pub(super) fn accepted(&mut self) {
        if let Some(Change { name, value }) = self.sent.take() {
            self.saved.insert(name, value);
        }
    }

    /// The change that was sent is not saved. Gives what its control goes back to, unless another
    /// change of that control waits: then that one decides.
    pub(super) fn refused(&mut self) -> Option<Change> {
        let sent = self.sent.take()?;
        if self.waiting.iter().any(|other| other.name == sent.name) {
            return None;
        }
        let back = Change {
            name: sent.name.clone(),
            value: self.saved.get(&sent.name).cloned().unwrap_or_default(),
        };
        self.failed.push(sent);
        Some(back)
    }

    /// The changes that could not be saved; they wait again.
    pub(super) fn retry(&mut self) -> Vec<Change> {
        let failed = std::mem::take(&mut self.failed);
        self.waiting.extend(failed.iter().cloned());
        failed
    }

    /// The controls whose changes could not be saved.
    pub(super) fn failed(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().map(|change| change.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &str, value: &str) -> Change {
        Change {
            name: name.into(),
            value: value.into(),
        }
    }

    fn ledger() -> Ledger {
        let saved = [("theme", "system"), ("language", "en")];
        Ledger::new(saved.map(|(n, v)| (n.into(), v.into())).into())
    }

    #[test]
    fn changes_go_one_by_one_in_their_order() {
        let mut ledger = ledger();
        ledger.change(change("theme", "dark"));
        ledger.change(change("language", "es"));
        assert_eq!(ledger.next(), Some(change("theme", "dark")));
        assert_eq!(ledger.next(), None, "one is on its way");
        ledger.accepted();
        assert!(ledger.is_saved(&change("theme", "dark")));
        assert_eq!(ledger.next(), Some(change("language", "es")));
        ledger.accepted();
        assert_eq!(ledger.next(), None);
    }

    #[test]
    fn of_quick_changes_the_last_one_wins() {
        let mut ledger = ledger();
        for value in ["dark", "light", "system", "light"] {
            ledger.change(change("theme", value));
            ledger.next();
        }
        ledger.accepted();
        assert_eq!(ledger.next(), Some(change("theme", "light")));
        ledger.accepted();
        assert_eq!(ledger.next(), None);
    }

    #[test]
    fn what_is_refused_goes_back_to_what_is_saved_and_can_be_sent_again() {
        let mut ledger = ledger();
        ledger.change(change("theme", "dark"));
        ledger.next();
        assert_eq!(ledger.refused(), Some(change("theme", "system")));
        assert_eq!(ledger.failed().collect::<Vec<_>>(), ["theme"]);
        assert_eq!(ledger.retry(), [change("theme", "dark")]);
        assert_eq!(ledger.failed().count(), 0);
        assert_eq!(ledger.next(), Some(change("theme", "dark")));
    }

    #[test]
    fn a_refusal_does_not_take_back_a_later_choice() {
        let mut ledger = ledger();
        ledger.change(change("theme", "dark"));
        ledger.next();
        ledger.change(change("theme", "light"));
        assert_eq!(ledger.refused(), None);
        assert_eq!(ledger.failed().count(), 0);
        assert_eq!(ledger.next(), Some(change("theme", "light")));
    }

    #[test]
    fn a_new_choice_forgets_that_the_last_one_failed() {
        let mut ledger = ledger();
        ledger.change(change("theme", "dark"));
        ledger.next();
        ledger.refused();
        ledger.change(change("theme", "light"));
        assert_eq!(ledger.failed().count(), 0);
        assert_eq!(ledger.retry(), []);
    }
}
