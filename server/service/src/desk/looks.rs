//! Looks at desks that are about to be edited: those of one moment are one question to Postgres. They keep nobody from
//! anything, so they are made beside what is being written.

use super::{
    Desk,
    store::{self, Seen},
};
use crate::{
    adapters::postgres::WarmConnection,
    error::Result,
    together::{
        Rounds, Turn,
        rounds::{self, Personal},
    },
};
use contract::UserId;
use std::{collections::HashMap, future};

/// A desk, and what is to be seen again when it is saved; none where the account is not there.
pub(super) type Look = Option<(Desk, Seen)>;

/// Where looks wait for the next question.
pub(super) type Looks = Rounds<UserId, Look>;

impl Personal for UserId {
    fn person(&self) -> UserId {
        *self
    }
}

/// Looks at these desks. Where one of them cannot be read, each is left to be looked at alone.
pub(super) async fn look(
    mut conn: WarmConnection,
    looks: Vec<Turn<UserId, Result<Look>>>,
) -> Result<impl Future<Output = ()>> {
    let ids: Vec<_> = looks.iter().map(|look| look.0).collect();
    let desks = match store::list_seen_desks(&mut conn, &ids).await {
        Ok(desks) => desks,
        Err(error) => {
            rounds::refuse(looks, &error);
            return Err(error);
        }
    };
    conn.keep();
    let by_id = desks.into_iter().map(|look| (look.0.view.id, look));
    let mut by_id: HashMap<_, _> = by_id.collect();
    for look in looks {
        let found = by_id.remove(&*look);
        look.answer(Ok(found));
    }
    Ok(future::ready(()))
}
