//! Blocks: whom a person has shut out. A block hides each from the other (`visible_people` in
//! `migrations/0006_people.sql`); only whoever made it is told, and the audit log. No event goes out, since
//! a follower of events could tell the other.

mod store;

use crate::{
    Ctx,
    audit::{Audit, Change},
    ctx::Person,
    directory::Viewer,
    error::{Denial, Error, Result},
};
use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, UserId,
    account::Role,
    block::{BlockView, CreateBlock},
    directory::PersonRef,
    limits::{BLOCKS_MAX, SEARCH_MAX},
    paging::{Page, PageRequest},
    text::clean_line,
};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

/// A block that was asked for: found, or made just now.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// The block.
    pub block: BlockView,
    /// Whether this call made it.
    pub is_new: bool,
}

/// Makes, shows and ends blocks.
#[derive(Clone, Debug)]
pub struct BlockService {
    pool: PgPool,
    audit: Audit,
}

impl BlockService {
    pub(crate) fn new(pool: PgPool, audit: Audit) -> Self {
        Self { pool, audit }
    }

    /// Whom the caller has blocked, the newest first: those who have for each word of `search` a word of
    /// the name or username that is shown which begins so, or all.
    ///
    /// # Errors
    /// `Invalid` (`search`), `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn list(
        &self,
        ctx: &Ctx,
        search: &str,
        page: PageRequest,
    ) -> Result<Page<BlockView>> {
        let person = ctx.person()?;
        let search = clean_line(search);
        if search.chars().count() > SEARCH_MAX {
            let fault = FieldError::with_limit("search", FieldCode::TooLong, SEARCH_MAX);
            return Err(FieldErrors::one(fault).into());
        }
        let mut conn = self.pool.acquire().await?;
        store::list_blocks(&mut conn, person, &search, page).await
    }

    /// Blocks somebody whom the caller sees. Who is blocked already stays so, with the note of then.
    ///
    /// # Errors
    /// `Invalid` (`userId`: oneself; `note`), `NotFound` where the caller sees nobody, `Forbidden`
    /// (`cannot_block_staff`, and those of the account), `Conflict` (`too_many_blocks`),
    /// `Unauthenticated`, `UserNotFound`, `Unavailable`.
    pub async fn block(&self, ctx: &Ctx, command: CreateBlock) -> Result<Blocked> {
        let person = ctx.person()?;
        let command = command.check()?;
        if command.user_id == person.id {
            let fault = FieldError::new("userId", FieldCode::Oneself);
            return Err(FieldErrors::one(fault).into());
        }
        let mut tx = self.pool.begin().await?;
        // One block of a person after the other: twins find the first, and the limit holds.
        store::lock_blocker(&mut tx, person).await?;
        if let Some(block) = store::find_block(&mut tx, person, command.user_id).await? {
            return Ok(Blocked {
                block,
                is_new: false,
            });
        }
        let viewer = Viewer::person(person);
        match store::find_role(&mut tx, viewer, command.user_id).await? {
            None => return Err(Error::NotFound),
            Some(Role::Admin) => return Err(Error::Forbidden(Denial::Staff)),
            Some(Role::Instructor | Role::Student) => {}
        }
        if store::count_blocks(&mut tx, person).await? >= i64::from(BLOCKS_MAX) {
            let message = format!("At most {BLOCKS_MAX} people can be blocked at once");
            return Err(Error::conflict(ErrorCode::TooManyBlocks, &message));
        }
        let (id, note) = (command.user_id, command.note.as_deref());
        store::insert_block(&mut tx, person, id, note, ctx.now).await?;
        self.record(&mut tx, ctx, person, "user.blocked", id, note)
            .await?;
        let block = store::find_block(&mut tx, person, id).await?;
        tx.commit().await?;
        // Whom, is for the audit log alone.
        tracing::info!(user_id = %person.id, "somebody was blocked");
        Ok(Blocked {
            block: block.ok_or(Error::NotFound)?,
            is_new: true,
        })
    }

    /// Ends a block of the caller's. What it has removed does not come back.
    ///
    /// # Errors
    /// `NotFound` where there is none, `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn unblock(&self, ctx: &Ctx, id: UserId) -> Result<BlockView> {
        let person = ctx.person()?;
        let mut tx = self.pool.begin().await?;
        let block = store::find_block(&mut tx, person, id).await?;
        let block = block.ok_or(Error::NotFound)?;
        // Of two at once the second finds none.
        if !store::delete_block(&mut tx, person, id).await? {
            return Err(Error::NotFound);
        }
        let note = block.note.as_deref();
        self.record(&mut tx, ctx, person, "user.unblocked", id, note)
            .await?;
        tx.commit().await?;
        tracing::info!(user_id = %person.id, "somebody was unblocked");
        Ok(block)
    }

    async fn record(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        person: &Person,
        action: &str,
        target: UserId,
        note: Option<&str>,
    ) -> Result<()> {
        // That there is one; what it says is for its writer alone.
        let note = note.map(|_| Change {
            field: "note".into(),
            before: Value::Null,
            after: Value::Null,
        });
        let changes = note.into_iter().collect();
        self.audit
            .record(conn, ctx, person.tenant_id, action, target, changes)
            .await
    }
}

#[cfg(test)]
mod tests;
