//! Whether the chain of a tenant is whole: every entry as it was sealed, none gone, none added behind its back.
//!
//! What it cannot find by itself: that somebody who may change everything has made the whole chain anew, or has cut
//! off its end together with the head. For that a head that was kept elsewhere is compared.

mod walk;

use super::{
    AuditService,
    chain::Head,
    store::{self, Logged},
};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::TenantId;
use sqlx::PgConnection;
use std::{collections::HashSet, fmt};
use uuid::Uuid;
use walk::Walk;

/// Rows that are in memory at once.
const BATCH: i64 = 1_000;

/// Something in a chain, or beside it, that is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry is not the one that was sealed.
    Changed {
        /// Of its seal.
        number: i64,
        /// Which entry.
        entry: Uuid,
    },
    /// The entry was sealed and is gone.
    Missing {
        /// Of its seal.
        number: i64,
        /// Which entry.
        entry: Uuid,
    },
    /// The entry fits those before and after it, but its seal does not.
    Forged {
        /// Of the seal.
        number: i64,
        /// Whose seal.
        entry: Uuid,
    },
    /// Seals are gone.
    Gap {
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
    /// The head of the chain is not its last seal.
    Head {
        /// The head.
        head: Head,
        /// The last seal.
        last: Head,
    },
    /// The entry is neither sealed nor does it wait.
    Unsealed {
        /// Which entry.
        entry: Uuid,
    },
    /// The entry waits to be sealed and is gone.
    Lost {
        /// Which entry.
        entry: Uuid,
    },
    /// The chain ends before the head that was kept.
    CutOff {
        /// The head that was kept.
        kept: i64,
        /// Where the chain ends.
        end: i64,
    },
    /// Where the head was that was kept, the chain is another.
    Rewritten {
        /// Of the head that was kept.
        number: i64,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { number, entry } => {
                write!(f, "entry {entry}, number {number}, is not what was sealed")
            }
            Self::Missing { number, entry } => {
                write!(f, "entry {entry}, number {number}, was sealed and is gone")
            }
            Self::Forged { number, entry } => write!(
                f,
                "the seal of entry {entry}, number {number}, is not what it was"
            ),
            Self::Gap { from, to } if from == to => write!(f, "seal number {from} is gone"),
            Self::Gap { from, to } => write!(f, "seals number {from} to {to} are gone"),
            Self::Head { head, last } => {
                write!(f, "the head says {head}, but the last seal is {last}")
            }
            Self::Unsealed { entry } => {
                write!(f, "entry {entry} is neither sealed nor does it wait")
            }
            Self::Lost { entry } => write!(f, "entry {entry} waits to be sealed and is gone"),
            Self::CutOff { kept, end } => write!(
                f,
                "the head that was kept has number {kept}, but the chain ends at {end}"
            ),
            Self::Rewritten { number } => write!(
                f,
                "seal number {number} is not the head that was kept: the chain was made anew"
            ),
        }
    }
}

/// What was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries in the audit log of the tenant.
    pub entries: u64,
    /// How many of them wait to be sealed.
    pub waiting: u64,
    /// The head of the chain, to be kept elsewhere.
    pub head: Head,
    /// How many faults were told.
    pub faults: u64,
}

/// Tells faults and counts them.
struct Teller<F> {
    tell: F,
    told: u64,
}

impl<F: FnMut(Fault)> Teller<F> {
    fn tell(&mut self, fault: Fault) {
        self.told += 1;
        (self.tell)(fault);
    }
}

impl AuditService {
    /// Walks along the chain of a tenant and tells of every fault in it; `kept` is a head of before that was kept
    /// elsewhere. It looks at one moment, in batches but for the ids of what waits, and holds nobody up.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn verify(
        &self,
        tenant: TenantId,
        kept: Option<Head>,
        tell: impl FnMut(Fault) + Send,
    ) -> Result<Verified> {
        let mut teller = Teller { tell, told: 0 };
        let mut tx = store::begin(&self.pool).await?;
        let head = store::find_chain(&mut tx, tenant).await?;
        let mut walk = Walk::new(kept);
        loop {
            let links = store::list_links(&mut tx, tenant, walk.number(), BATCH).await?;
            if links.is_empty() {
                break;
            }
            for link in &links {
                walk.step(link, |fault| teller.tell(fault));
            }
        }
        walk.end(head, |fault| teller.tell(fault));
        let mut unsealed = store::list_unsealed(&mut tx, tenant).await?;
        let waiting = unsealed.len();
        let entries = find_unsealed(&mut tx, tenant, &mut unsealed, &mut teller).await?;
        let waiting = u64::try_from(waiting - unsealed.len()).map_err(Error::internal)?;
        // Of what waits, that which no entry was found of.
        let mut lost = Vec::from_iter(unsealed);
        lost.sort_unstable();
        for entry in lost {
            teller.tell(Fault::Lost { entry });
        }
        tx.commit().await?;
        Ok(Verified {
            entries,
            waiting,
            head,
            faults: teller.told,
        })
    }

    /// Every tenant that has a chain, and so every tenant.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tenants(&self) -> Result<Vec<TenantId>> {
        store::list_tenants(&self.pool).await
    }
}

/// Looks at every entry of the tenant, and takes those out of what waits that do. Gives how many there are.
async fn find_unsealed<F: FnMut(Fault)>(
    conn: &mut PgConnection,
    tenant: TenantId,
    waiting: &mut HashSet<Uuid>,
    teller: &mut Teller<F>,
) -> Result<u64> {
    let mut entries = 0;
    let mut after: Option<(DateTime<Utc>, Uuid)> = None;
    loop {
        let logged = store::list_logged(conn, tenant, after, BATCH).await?;
        let Some(last) = logged.last() else {
            return Ok(entries);
        };
        after = Some((last.at, last.id));
        for Logged { id, is_sealed, .. } in logged {
            entries += 1;
            if !waiting.remove(&id) && !is_sealed {
                teller.tell(Fault::Unsealed { entry: id });
            }
        }
    }
}
