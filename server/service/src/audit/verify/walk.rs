//! The walk along a chain, seal by seal.

use super::Fault;
use crate::audit::{
    chain::{Hash, Head},
    store::Link,
};
use uuid::Uuid;

/// Where the walk is, and what is not settled yet.
pub(super) struct Walk {
    /// The last seal that was passed, as it stands there.
    last: Head,
    kept: Option<Head>,
    /// The last seal does not fit its entry. Which of them is wrong, shows at the next.
    doubt: Option<Doubt>,
}

struct Doubt {
    number: i64,
    entry: Uuid,
    /// What the seal should be if the entry is right.
    should_be: Hash,
}

impl Doubt {
    fn changed(&self) -> Fault {
        Fault::Changed {
            number: self.number,
            entry: self.entry,
        }
    }

    fn forged(&self) -> Fault {
        Fault::Forged {
            number: self.number,
            entry: self.entry,
        }
    }
}

impl Walk {
    pub(super) fn new(kept: Option<Head>) -> Self {
        Self {
            last: Head::default(),
            kept,
            doubt: None,
        }
    }

    /// Of the last seal that was passed.
    pub(super) fn number(&self) -> i64 {
        self.last.number
    }

    /// Passes the next seal.
    pub(super) fn step(&mut self, link: &Link, mut tell: impl FnMut(Fault)) {
        let doubt = self.doubt.take();
        let follows = link.number == self.last.number + 1;
        if !follows {
            tell_doubt(doubt.as_ref(), &mut tell);
            tell(Fault::Gap {
                from: self.last.number + 1,
                to: link.number - 1,
            });
            // What this one follows is gone, so it is believed.
            if link.entry.is_none() {
                tell(link.missing());
            }
        } else if let Some(entry) = &link.entry {
            let should_be = self.last.hash.seal(entry);
            let by_doubt = doubt.as_ref().map(|doubt| doubt.should_be.seal(entry));
            match doubt {
                Some(doubt) if by_doubt == Some(link.hash) => tell(doubt.forged()),
                doubt => {
                    tell_doubt(doubt.as_ref(), &mut tell);
                    if should_be != link.hash {
                        self.doubt = Some(Doubt {
                            number: link.number,
                            entry: link.entry_id,
                            should_be,
                        });
                    }
                }
            }
        } else {
            tell_doubt(doubt.as_ref(), &mut tell);
            tell(link.missing());
        }
        self.last = Head {
            number: link.number,
            hash: link.hash,
        };
        if self
            .kept
            .is_some_and(|kept| kept.number == link.number && kept.hash != link.hash)
        {
            tell(Fault::Rewritten {
                number: link.number,
            });
        }
    }

    /// Comes to the end, where the head should be.
    pub(super) fn end(mut self, head: Head, mut tell: impl FnMut(Fault)) {
        let last = self.last;
        let is_forged = |doubt: &Doubt| head.number == last.number && doubt.should_be == head.hash;
        match self.doubt.take() {
            Some(doubt) if is_forged(&doubt) => tell(doubt.forged()),
            doubt => {
                tell_doubt(doubt.as_ref(), &mut tell);
                if head.number > last.number {
                    tell(Fault::Gap {
                        from: last.number + 1,
                        to: head.number,
                    });
                } else if head != last {
                    tell(Fault::Head { head, last });
                }
            }
        }
        if let Some(kept) = self.kept.filter(|kept| kept.number > last.number) {
            tell(Fault::CutOff {
                kept: kept.number,
                end: last.number,
            });
        }
    }
}

fn tell_doubt(doubt: Option<&Doubt>, tell: &mut impl FnMut(Fault)) {
    if let Some(doubt) = doubt {
        tell(doubt.changed());
    }
}
