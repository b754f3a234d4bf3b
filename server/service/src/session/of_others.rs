//! Sessions of somebody else, for whoever may look at them; who may, is asked before.

use super::{SessionService, away};
use crate::{
    Ctx,
    ctx::Person,
    error::{Error, Result},
};
use contract::session::SessionView;
use std::cmp::Reverse;

impl SessionService {
    /// Somebody's sessions that live, those that were used last first.
    pub(crate) async fn list_of(&self, whose: &Person) -> Result<Vec<SessionView>> {
        if !self.config.tracking {
            return Err(Error::FeatureDisabled);
        }
        let places = self.places_of(whose.id).await.map_err(away)?;
        let views = places.into_iter().map(|(_, place)| place.view(false));
        let mut views: Vec<_> = views.collect();
        views.sort_by_key(|view| (Reverse(view.last_seen_at), view.id));
        Ok(views)
    }

    /// Ends all of somebody's sessions, and records each. Gives their number. It works without tracking too:
    /// whoever is to be signed out must not depend on whether they may be looked at.
    pub(crate) async fn end_all_of(&self, ctx: &Ctx, whose: &Person) -> Result<usize> {
        let mut ended = Vec::new();
        let outcome = self.end_each(whose.id, None, &mut ended).await;
        self.record_ends(ctx, whose, &ended).await;
        outcome.map_err(away)?;
        Ok(ended.len())
    }
}
