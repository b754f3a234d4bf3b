//! Who asks, when, and under which request id: the first argument of every service method.

use crate::{
    cache::Sight,
    clock::Clock,
    error::{AuthFault, Denial, Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{
    AuthId, Language, TenantId, UserId,
    account::{AccountStatus, Role},
};
use std::sync::Arc;
use uuid::Uuid;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody that we know.
    Anonymous,
    /// A person with an account.
    User(Person),
    /// Somebody with a good token or session whom no account here belongs to.
    Stranger {
        /// Their id in the auth-service.
        auth_id: AuthId,
        /// The tenant that the token names, else the default one.
        tenant_id: TenantId,
    },
    /// Another service.
    Service {
        /// The token's subject, for the audit log.
        name: String,
        /// The tenant that the token names, else the default one.
        tenant_id: TenantId,
        /// What it may do.
        scopes: Scopes,
    },
    /// A part of ourselves, such as the event consumer.
    System {
        /// Which part, for the audit log.
        part: &'static str,
        /// The tenant on whose behalf.
        tenant_id: TenantId,
    },
}

/// A person with an account: what the users table says, not what the token says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// The person's id here.
    pub id: UserId,
    /// The person's id in the auth-service.
    pub auth_id: AuthId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// What the person may do.
    pub role: Role,
    /// Where the account stands.
    pub status: AccountStatus,
}

/// What a service token allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

/// One thing that a service token may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `users:read`
    UsersRead,
    /// `users:write`
    UsersWrite,
    /// `enrollments:read`
    EnrollmentsRead,
    /// `enrollments:write`
    EnrollmentsWrite,
    /// `profiles:read`
    ProfilesRead,
}

impl Scopes {
    /// Reads a space-separated list (RFC 6749, section 3.3); unknown words allow nothing.
    pub fn parse(list: &str) -> Self {
        let scopes = list.split_ascii_whitespace().filter_map(|word| match word {
            "users:read" => Some(Scope::UsersRead),
            "users:write" => Some(Scope::UsersWrite),
            "enrollments:read" => Some(Scope::EnrollmentsRead),
            "enrollments:write" => Some(Scope::EnrollmentsWrite),
            "profiles:read" => Some(Scope::ProfilesRead),
            _ => None,
        });
        Self(scopes.collect())
    }

    fn require(&self, scope: Scope) -> Result<()> {
        if self.0.contains(&scope) {
            Ok(())
        } else {
            Err(Error::Forbidden(Denial::ScopeMissing))
        }
    }
}

/// Who asks, when, in which language, and under which request id.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// When; the one time of everything that this call writes.
    pub now: DateTime<Utc>,
    /// The id of the request; the `correlationId` of its events.
    pub request_id: Arc<str>,
    /// The language of messages.
    pub locale: Language,
    /// Whether what this process knew a moment ago will do.
    pub sight: Sight,
    clock: Clock,
}

impl Ctx {
    /// A context of now.
    pub fn new(
        clock: &Clock,
        actor: Actor,
        request_id: impl Into<Arc<str>>,
        locale: Language,
    ) -> Self {
        Self {
            actor,
            now: clock.now(),
            request_id: request_id.into(),
            locale,
            sight: Sight::default(),
            clock: clock.clone(),
        }
    }

    /// A new id, version 7, of this call's time.
    pub fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }

    /// The same call made by somebody else: for parts that act on a caller's behalf.
    #[must_use]
    pub fn with_actor(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }

    /// The person who asks, if they have an account that is in use.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound` (a stranger, or a service: it has no `me`), `Forbidden`.
    pub fn person(&self) -> Result<&Person> {
        match &self.actor {
            Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
            Actor::Stranger { .. } | Actor::Service { .. } | Actor::System { .. } => {
                Err(Error::UserNotFound)
            }
            Actor::User(person) => {
                usable(person)?;
                Ok(person)
            }
        }
    }

    /// Lets whoever has an account that is in use, and services with the scope. Gives the tenant to look in.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`.
    pub fn person_or(&self, scope: Scope) -> Result<TenantId> {
        match &self.actor {
            Actor::Service {
                scopes, tenant_id, ..
            } => scopes.require(scope).map(|()| *tenant_id),
            _ => Ok(self.person()?.tenant_id),
        }
    }

    /// Lets only the person themselves act on `id`.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`.
    pub fn owner(&self, id: UserId) -> Result<&Person> {
        match &self.actor {
            Actor::Service { .. } | Actor::Stranger { .. } | Actor::System { .. } => {
                Err(Error::Forbidden(Denial::NotOwner))
            }
            Actor::Anonymous | Actor::User(_) => {
                let person = self.person()?;
                if person.id == id {
                    Ok(person)
                } else {
                    Err(Error::Forbidden(Denial::NotOwner))
                }
            }
        }
    }

    /// Lets the person and admins of the tenant act on `id`. Gives the tenant to look in.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn owner_or_admin(&self, id: UserId) -> Result<TenantId> {
        match &self.actor {
            Actor::Service { .. } => Err(Error::Forbidden(Denial::NotOwner)),
            // Nobody else needs a scope.
            _ => self.owner_admin_or(id, Scope::UsersWrite),
        }
    }

    /// Lets owner, admin and a service with the scope read about `id`. Gives the tenant to look in.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn owner_admin_or(&self, id: UserId, scope: Scope) -> Result<TenantId> {
        match &self.actor {
            Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
            Actor::Stranger { .. } => Err(Error::Forbidden(Denial::NotOwner)),
            Actor::Service {
                scopes, tenant_id, ..
            } => scopes.require(scope).map(|()| *tenant_id),
            Actor::System { tenant_id, .. } => Ok(*tenant_id),
            Actor::User(person) => {
                usable(person)?;
                if person.id == id || person.role == Role::Admin {
                    Ok(person.tenant_id)
                } else {
                    Err(Error::Forbidden(Denial::NotOwner))
                }
            }
        }
    }

    /// Lets admins alone, in their tenant; no service, whatever its scopes.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn admin(&self) -> Result<&Person> {
        match &self.actor {
            Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
            Actor::Stranger { .. } | Actor::Service { .. } | Actor::System { .. } => {
                Err(Error::Forbidden(Denial::AdminOnly))
            }
            Actor::User(person) => administers(person).map(|()| person),
        }
    }

    /// Lets parts of ourselves alone, such as a command.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn ourselves(&self) -> Result<()> {
        match &self.actor {
            Actor::System { .. } => Ok(()),
            Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
            Actor::User(_) | Actor::Stranger { .. } | Actor::Service { .. } => {
                Err(Error::Forbidden(Denial::AdminOnly))
            }
        }
    }

    /// Lets admins and services with the scope act in their tenant.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`.
    pub fn admin_or(&self, scope: Scope) -> Result<TenantId> {
        match &self.actor {
            Actor::Anonymous => Err(Error::Unauthenticated(AuthFault::HeaderMissing)),
            Actor::Stranger { .. } => Err(Error::Forbidden(Denial::AdminOnly)),
            Actor::Service {
                scopes, tenant_id, ..
            } => scopes.require(scope).map(|()| *tenant_id),
            Actor::System { tenant_id, .. } => Ok(*tenant_id),
            Actor::User(person) => administers(person).map(|()| person.tenant_id),
        }
    }
}

/// Lets admins whose account is in use.
///
/// # Errors
/// `Forbidden`, `UserNotFound`.
pub(crate) fn administers(person: &Person) -> Result<()> {
    usable(person)?;
    if person.role == Role::Admin {
        Ok(())
    } else {
        Err(Error::Forbidden(Denial::AdminOnly))
    }
}

/// Lets whose account is in use.
///
/// # Errors
/// `Forbidden`, `UserNotFound`.
pub(crate) fn usable(person: &Person) -> Result<()> {
    match person.status {
        AccountStatus::Active | AccountStatus::PendingInstructorReview => Ok(()),
        AccountStatus::Suspended => Err(Error::Forbidden(Denial::Suspended)),
        AccountStatus::Inactive => Err(Error::Forbidden(Denial::Inactive)),
        AccountStatus::Deleted => Err(Error::UserNotFound),
    }
}
