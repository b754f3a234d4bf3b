//! Where a request comes from. Proxies write what they saw into `X-Forwarded-For`, each at the
//! right end; but so may anybody, so it is read only as far as we trust who wrote it.

use crate::config::TrustedProxies;
use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address: the peer's, unless that is a proxy of ours; then the last one that our
/// proxies saw. What stands further left was written by who knows whom.
pub(super) fn client_address(
    peer: IpAddr,
    headers: &HeaderMap,
    trusted: &TrustedProxies,
) -> IpAddr {
    let mut seen = peer.to_canonical();
    let lines = headers.get_all(FORWARDED_FOR).iter().collect::<Vec<_>>();
    let mut entries = lines
        .into_iter()
        .rev()
        .flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    while trusted.contains(seen) {
        // What cannot be read hides what is left of it.
        match entries.next().and_then(address) {
            Some(address) => seen = address,
            None => break,
        }
    }
    seen
}

/// The client's address of a request, where its connection is known.
pub(super) fn of_request(
    extensions: &Extensions,
    headers: &HeaderMap,
    trusted: &TrustedProxies,
) -> Option<IpAddr> {
    let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(client_address(peer.ip(), headers, trusted))
}

/// One entry: an address, in brackets or not, with a port or not.
fn address(entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok()?.trim();
    let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || entry.parse().ok().map(|address: SocketAddr| address.ip());
    let address: IpAddr = entry.parse().ok().or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests;
