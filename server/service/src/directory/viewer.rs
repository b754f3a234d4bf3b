//! Who looks at others, as the predicate `visible_people` knows them (`migrations/0006_people.sql`).

use crate::{
    Ctx,
    ctx::{Actor, Person, Scope},
    error::Result,
};
use contract::{TenantId, account::Role};
use uuid::Uuid;

/// What kind of viewer: the smallest reach that they see, but for blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub(crate) enum Audience {
    /// Sees everybody.
    Admin = 0,
    /// Sees whom members may see.
    Member = 1,
    /// Sees whom anybody may see.
    Anybody = 2,
}

/// Who looks, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Viewer {
    /// The tenant whose people they may see.
    pub(crate) tenant: TenantId,
    /// The person, where it is one.
    pub(crate) id: Option<Uuid>,
    /// What kind.
    pub(crate) audience: Audience,
}

impl Viewer {
    /// Whoever asks, signed in or not: nobody in particular looks at the default tenant.
    ///
    /// # Errors
    /// `Forbidden`: the account is suspended or inactive, or the token lacks the scope `profiles:read`.
    pub(super) fn anybody(ctx: &Ctx, default_tenant: TenantId) -> Result<Self> {
        let from_outside = |tenant| Self {
            tenant,
            id: None,
            audience: Audience::Anybody,
        };
        match &ctx.actor {
            Actor::Anonymous => Ok(from_outside(default_tenant)),
            Actor::Stranger { tenant_id, .. } => Ok(from_outside(*tenant_id)),
            _ => Self::known(ctx),
        }
    }

    /// Whoever asks, who must be signed in, or be a service with the scope `profiles:read`.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`.
    pub(super) fn known(ctx: &Ctx) -> Result<Self> {
        let tenant = ctx.person_or(Scope::ProfilesRead)?;
        Ok(match &ctx.actor {
            Actor::User(person) => Self::person(person),
            _ => Self {
                tenant,
                id: None,
                audience: Audience::Member,
            },
        })
    }

    /// This person.
    pub(crate) fn person(person: &Person) -> Self {
        let audience = match person.role {
            Role::Admin => Audience::Admin,
            Role::Instructor | Role::Student => Audience::Member,
        };
        Self {
            tenant: person.tenant_id,
            id: Some(person.id.0),
            audience,
        }
    }
}
