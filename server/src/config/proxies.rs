//! `TRUSTED_PROXIES`: whose word on a client's address is taken.

use super::Env;
use ipnet::IpNet;
use std::{net::IpAddr, str::FromStr};

/// The proxies before us, by address or network.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<Proxy>);

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy(IpNet);

impl TrustedProxies {
    /// These proxies.
    pub fn new(proxies: impl IntoIterator<Item = Proxy>) -> Self {
        Self(proxies.into_iter().collect())
    }

    pub(super) fn read(env: &mut Env) -> Self {
        const NAME: &str = "TRUSTED_PROXIES";
        match env.get(NAME) {
            Some(_) => Self(env.list(NAME, "")),
            None => Self::default(),
        }
    }

    /// Whether this address is one of theirs. It is asked for in its canonical form: IPv4 as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|Proxy(network)| network.contains(&address))
    }
}

impl FromStr for Proxy {
    type Err = ipnet::AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<IpAddr>() {
            Ok(address) => Ok(Self(address.to_canonical().into())),
            Err(_) => text.parse().map(Self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(list: &str) -> Result<TrustedProxies, Vec<String>> {
        let variables = [("TRUSTED_PROXIES".to_owned(), list.to_owned())];
        Config::read(variables.into()).map(|config| config.server.trusted_proxies)
    }

    fn knows(proxies: &TrustedProxies, address: &str) -> bool {
        proxies.contains(address.parse().expect("an address"))
    }

    #[test]
    fn nobody_is_trusted_unless_named() {
        for nobody in ["", "  "] {
            let proxies = read(nobody).expect("a good list");
            for address in ["127.0.0.1", "10.0.0.1", "::1"] {
                assert!(!knows(&proxies, address), "{nobody:?} {address}");
            }
        }
    }

    #[test]
    fn addresses_and_networks_are_named_with_commas() {
        let proxies = read(" 10.0.0.0/8,192.0.2.7 , 2001:db8::/32,::1").expect("a good list");
        for inside in ["10.255.0.1", "192.0.2.7", "2001:db8:1::1", "::1"] {
            assert!(knows(&proxies, inside), "{inside}");
        }
        for outside in ["11.0.0.1", "192.0.2.8", "2001:db9::1", "::2"] {
            assert!(!knows(&proxies, outside), "{outside}");
        }
    }

    #[test]
    fn an_entry_that_is_neither_is_a_problem_that_names_the_variable() {
        for bad in ["proxy.example.test", "10.0.0.0/33", "10.0.0", "*", ","] {
            let problems = read(bad).expect_err("a bad entry");
            assert!(
                problems.len() == 1 && problems[0].contains("TRUSTED_PROXIES"),
                "{bad}: {problems:?}"
            );
        }
    }
}
