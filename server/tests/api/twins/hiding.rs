//! What comes before: everybody sees the other person, who then is hidden as people are.

use super::{
    hidden::{Caller, Hidden},
    worlds::Twins,
};
use crate::harness::{ME, Reply};
use serde_json::{Value, json};

/// The caller's blocks.
pub const BLOCKS: &str = "/api/v1/users/me/blocks";

impl Twins {
    /// Shows that the other person is there, in one of the worlds, so that what is equal later was not
    /// equal all along; and fills every cache.
    pub async fn look_before(&mut self) {
        for caller in self.hidden.callers().iter().copied() {
            let profile = self.asked(caller, "/api/v1/profiles/{id}");
            let (with, without) = self.ask(&profile).await;
            without.is(404);
            with.header("etag").clone_into(&mut self.tag);
            with.is(200);
            if caller != Caller::Service {
                let (with, without) = self.ask(&self.asked(caller, "/people/{username}")).await;
                assert_eq!((with.status, without.status), (200, 404), "{caller:?}");
            }
        }
        for caller in self.hidden.searchers() {
            let found = self.asked(caller, "/api/v1/profiles?search={username}");
            let (with, without) = self.ask(&found).await;
            let has_other = |reply: &Reply| reply.text.contains(&self.other.person.id);
            assert!(has_other(&with) && !has_other(&without), "{}", with.text);
        }
    }

    pub async fn hide(&self) {
        let (app, other) = (&self.with.app, &self.other.person);
        let says = async |change: Value| {
            app.put(ME, &change).by(other).await.is(200);
        };
        match self.hidden {
            Hidden::BlockedByCaller => self.block_other().await,
            Hidden::HasBlockedCaller => self.other_blocks().await,
            Hidden::StaffHasBlockedCaller => {
                self.other_blocks().await;
                let promoted = "UPDATE users SET role = 'admin' WHERE id = $1 RETURNING 1";
                let _: i32 = app.find(promoted, &other.id).await;
                app.set_status(other, "active").await;
            }
            Hidden::Private => says(json!({"visibility": "private"})).await,
            Hidden::MembersOnly => says(json!({"visibility": "members"})).await,
            Hidden::Undiscoverable => says(json!({"discoverable": false})).await,
            Hidden::Suspended => app.set_status(other, "suspended").await,
            Hidden::Inactive => app.set_status(other, "inactive").await,
            Hidden::Deleted => {
                self.block_other().await;
                app.set_status(other, "deleted").await;
            }
            Hidden::Elsewhere => {}
        }
    }

    async fn block_other(&self) {
        for person in [&self.cast.learner, &self.cast.teacher] {
            let body = json!({"userId": self.other.person.id, "note": "Too loud."});
            self.with.app.post(BLOCKS, &body).by(person).await.is(201);
        }
    }

    async fn other_blocks(&self) {
        for person in [&self.cast.learner, &self.cast.teacher] {
            let body = json!({"userId": person.id});
            let other = &self.other.person;
            self.with.app.post(BLOCKS, &body).by(other).await.is(201);
        }
    }
}
