//! Whose budget it is.

use crate::ctx::Actor;
use contract::UserId;
use std::{
    fmt::Write,
    net::{IpAddr, Ipv6Addr},
};
use uuid::{Uuid, fmt::Hyphenated};

/// Of an IPv6 address what a customer is given as a whole (RFC 6177): whoever has one has 2⁶⁴.
const NETWORK: u128 = !0 << 64;

/// Who is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A person with an account.
    User(UserId),
    /// Somebody with a good token whom no account here belongs to, by their id in the auth-service.
    Stranger(Uuid),
    /// Another service, by its name.
    Service(&'a str),
    /// Whoever comes from there; none where the connection is not known.
    Address(Option<IpAddr>),
}

impl<'a> Subject<'a> {
    /// Whoever this is; nobody known counts with their address.
    pub fn of(actor: &'a Actor, address: Option<IpAddr>) -> Self {
        match actor {
            Actor::User(person) => Self::User(person.id),
            Actor::Stranger { auth_id, .. } => Self::Stranger(auth_id.0),
            Actor::Service { name, .. } => Self::Service(name),
            Actor::System { part, .. } => Self::Service(part),
            Actor::Anonymous => Self::Address(address),
        }
    }

    /// The name of what is kept of them.
    pub(super) fn key(&self) -> String {
        let mut key = String::with_capacity(64);
        key.push_str("limit");
        match self {
            Self::User(id) => push_id(&mut key, ":user:", id.0),
            Self::Stranger(id) => push_id(&mut key, ":stranger:", *id),
            Self::Service(name) => {
                key.push_str(":service:");
                key.push_str(name);
            }
            Self::Address(address) => {
                key.push_str(":address:");
                // A string takes whatever is written.
                if let Some(address) = address
                    && write!(key, "{}", network(*address)).is_err()
                {
                    key.push('?');
                }
            }
        }
        key
    }
}

fn push_id(key: &mut String, kind: &str, id: Uuid) {
    key.push_str(kind);
    key.push_str(id.hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH]));
}

/// What counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv4_address_counts_alone_and_an_ipv6_address_with_its_network() {
        let key = |text: &str| Subject::Address(text.parse().ok()).key();
        assert_eq!(key("192.0.2.7"), "limit:address:192.0.2.7");
        assert_ne!(key("192.0.2.7"), key("192.0.2.8"));
        assert_eq!(key("::ffff:192.0.2.7"), key("192.0.2.7"));
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    }

    #[test]
    fn nobody_counts_with_somebody_of_another_kind() {
        let id = Uuid::from_u128(7);
        let text = id.to_string();
        let keys = [
            Subject::User(UserId(id)).key(),
            Subject::Stranger(id).key(),
            Subject::Service(&text).key(),
            Subject::Address(None).key(),
        ];
        for (n, key) in keys.iter().enumerate() {
            assert!(!keys[..n].contains(key), "{key}");
        }
    }
}
