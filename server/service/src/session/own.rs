//! What people do with their own sessions: see them, and end them.

use super::{SessionPlace, SessionService, away};
use crate::{
    Ctx,
    adapters::redis::RedisError,
    audit::Change,
    ctx::Person,
    error::{Error, Result},
};
use contract::{SessionId, UserId, session::SessionView};
use futures::future::try_join_all;
use serde_json::{Value, json};
use std::cmp::Reverse;

impl SessionService {
    /// The caller's sessions that live: the one with the secret `current` first, then those that
    /// were used last.
    ///
    /// # Errors
    /// Those of [`Ctx::person`]; `FeatureDisabled`; `Unavailable`.
    pub async fn list(&self, ctx: &Ctx, current: Option<&str>) -> Result<Vec<SessionView>> {
        let person = self.tracked(ctx)?;
        let places = self.places_of(person.id).await.map_err(away)?;
        let mut views: Vec<_> = places
            .into_iter()
            .map(|(id, place)| place.view(Some(id.as_str()) == current))
            .collect();
        views.sort_by_key(|view| (!view.current, Reverse(view.last_seen_at), view.id));
        Ok(views)
    }

    /// Ends one session of the caller's, on every replica at once.
    ///
    /// # Errors
    /// Those of [`Ctx::person`]; `FeatureDisabled`; `NotFound` where it has ended or is somebody
    /// else's; `Unavailable`.
    pub async fn sign_out(&self, ctx: &Ctx, id: SessionId) -> Result<()> {
        let person = self.tracked(ctx)?;
        // Again where the session got a new secret meanwhile.
        while let Some(secret) = self.secret_of(person.id, id).await.map_err(away)? {
            if self.end_of(person.id, &secret).await.map_err(away)? {
                self.record_ends(ctx, person, &[Some(id)]).await;
                return Ok(());
            }
        }
        Err(Error::NotFound)
    }

    /// Ends the caller's sessions, but the one with the secret `current`. Gives their number.
    ///
    /// # Errors
    /// Those of [`Ctx::person`]; `FeatureDisabled`; `Unavailable`, when some may have ended.
    pub async fn sign_out_others(&self, ctx: &Ctx, current: Option<&str>) -> Result<usize> {
        let person = self.tracked(ctx)?;
        let mut ended = Vec::new();
        let outcome = self.end_each(person.id, current, &mut ended).await;
        self.record_ends(ctx, person, &ended).await;
        outcome.map_err(away)?;
        Ok(ended.len())
    }

    fn tracked<'a>(&self, ctx: &'a Ctx) -> Result<&'a Person> {
        let person = ctx.person()?;
        if self.config.tracking {
            Ok(person)
        } else {
            Err(Error::FeatureDisabled)
        }
    }

    /// The secrets and places of a person's living sessions.
    pub(super) async fn places_of(
        &self,
        user: UserId,
    ) -> Result<Vec<(String, SessionPlace)>, RedisError> {
        let ids = self.ids_of(user).await?;
        // All are asked at once; the client puts the questions into one packet.
        let places = try_join_all(ids.iter().map(|id| self.place_of(id))).await?;
        let found = ids.into_iter().zip(places);
        Ok(found.filter_map(|(id, place)| Some((id, place?))).collect())
    }

    async fn secret_of(&self, user: UserId, id: SessionId) -> Result<Option<String>, RedisError> {
        let places = self.places_of(user).await?;
        let mut named = places.into_iter().filter(|(_, place)| place.id == id);
        Ok(named.next().map(|(secret, _)| secret))
    }

    /// Records what has ended already: it stays ended while the database is away.
    pub(super) async fn record_ends(
        &self,
        ctx: &Ctx,
        person: &Person,
        ended: &[Option<SessionId>],
    ) {
        if let Err(error) = self.try_record_ends(ctx, person, ended).await {
            tracing::warn!(%error, user_id = %person.id, "sessions were ended, but not recorded");
        }
    }

    async fn try_record_ends(
        &self,
        ctx: &Ctx,
        person: &Person,
        ended: &[Option<SessionId>],
    ) -> Result<()> {
        if ended.is_empty() {
            return Ok(());
        }
        let mut tx = self.pool.begin().await?;
        for id in ended {
            let named = id.map(|id| Change {
                field: "sessionId".into(),
                before: json!(id),
                after: Value::Null,
            });
            self.audit
                .record(
                    &mut tx,
                    ctx,
                    person.tenant_id,
                    "session.ended",
                    person.id,
                    named.into_iter().collect(),
                )
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
