//! How often each upload was told of lately. Until its address ends, anybody who has it may send file
//! after file, and storage tells of every one: without a bound, one person would keep the pictures
//! of all others waiting.
//!
//! It is the memory of one process: whoever starts anew has told nothing yet.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{UploadId, avatar::UploadKey, limits::UPLOAD_TICKET_S};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A message that comes twice is told twice, and once more costs little. Whoever listens takes an
/// upload in once.
const ENOUGH: usize = 3;
/// Longer than an address takes files.
const LATELY: TimeDelta = TimeDelta::seconds(UPLOAD_TICKET_S as i64 + 5 * 60);
/// As many uploads are remembered at most: less than a megabyte.
const MOST: usize = 10_000;

/// What was told lately.
#[derive(Debug, Default)]
pub(super) struct Told(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    /// How many are at work on an upload now.
    at_work: HashMap<UploadId, usize>,
    /// How often an upload was told of.
    times: HashMap<UploadId, usize>,
    /// When each of them was first told of, the oldest first.
    since: VecDeque<(DateTime<Utc>, UploadId)>,
}

/// The right to work on an upload once, and to tell of it.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    pub(super) key: UploadKey,
    told: &'a Told,
    at: Option<DateTime<Utc>>,
}

impl Told {
    /// None where the upload was told of often enough, or will be by those who are at work on it:
    /// they keep their own messages until they have told.
    pub(super) fn turn(&self, key: UploadKey, now: DateTime<Utc>) -> Option<Turn<'_>> {
        let mut book = self.book();
        book.forget(now);
        if book.turns(key.upload_id) >= ENOUGH {
            return None;
        }
        *book.at_work.entry(key.upload_id).or_default() += 1;
        Some(Turn {
            key,
            told: self,
            at: None,
        })
    }

    /// Nothing that panics happens while it is open.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// The broker has what was told: it counts. Of a turn that ends otherwise nothing stays.
    pub(super) const fn is_told(&mut self, now: DateTime<Utc>) {
        self.at = Some(now);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut book = self.told.book();
        book.leave(self.key.upload_id);
        if let Some(at) = self.at {
            book.count(self.key.upload_id, at);
        }
    }
}

impl Book {
    fn turns(&self, upload: UploadId) -> usize {
        let count = |of: &HashMap<_, usize>| of.get(&upload).copied().unwrap_or_default();
        count(&self.at_work) + count(&self.times)
    }

    fn leave(&mut self, upload: UploadId) {
        let others = self.at_work.remove(&upload).unwrap_or_default();
        if others > 1 {
            self.at_work.insert(upload, others - 1);
        }
    }

    fn count(&mut self, upload: UploadId, at: DateTime<Utc>) {
        let times = self.times.entry(upload).or_default();
        *times += 1;
        if *times == 1 {
            self.since.push_back((at, upload));
        }
        self.forget(at);
    }

    /// Forgets what is old, and the oldest of too many.
    fn forget(&mut self, now: DateTime<Utc>) {
        while let Some((at, upload)) = self.since.front()
            && (self.since.len() > MOST || now - at > LATELY)
        {
            self.times.remove(upload);
            self.since.pop_front();
        }
    }
}

#[cfg(test)]
mod tests;
