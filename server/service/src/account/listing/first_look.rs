//! First looks at terms. Before one is looked for nobody knows how many it finds, and to find and count a quarter of
//! a million takes a second: so one looks, whether or not whoever asked stays on the line, and who asks for
//! the same term meanwhile waits for the end of that, and need not.

use contract::TenantId;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio_util::{
    sync::{CancellationToken, DropGuard, WaitForCancellationFutureOwned},
    task::TaskTracker,
};
use tracing::Instrument as _;

type Term = (TenantId, String);
type Ends = HashMap<Term, CancellationToken>;

/// The first looks that are under way in this process.
#[derive(Clone, Debug, Default)]
pub(in crate::account) struct FirstLooks {
    ends: Arc<Mutex<Ends>>,
    /// They go on without whoever asked.
    tasks: TaskTracker,
}

/// A first look, until it is dropped.
#[derive(Debug)]
pub(super) struct FirstLook {
    looks: FirstLooks,
    term: Term,
    /// Dropped last: whoever waits finds it gone.
    _end: DropGuard,
}

impl FirstLooks {
    /// Begins a look at a term; where one is under way, gives its end instead.
    pub(super) fn begin(
        &self,
        tenant: TenantId,
        term: &str,
    ) -> Result<FirstLook, WaitForCancellationFutureOwned> {
        let term = (tenant, term.to_owned());
        match self.ends().entry(term.clone()) {
            Entry::Occupied(look) => Err(look.get().clone().cancelled_owned()),
            Entry::Vacant(free) => Ok(FirstLook {
                looks: self.clone(),
                term,
                _end: free.insert(CancellationToken::new()).clone().drop_guard(),
            }),
        }
    }

    /// Has one go on by itself.
    pub(super) fn run(&self, look: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(look.in_current_span());
    }

    /// Waits for the end of all that are under way, while none begins.
    pub(super) async fn end(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }

    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FirstLook {
    fn drop(&mut self) {
        self.looks.ends().remove(&self.term);
    }
}
