//! Who may say where a request comes from.

use super::client_address;
use crate::config::TrustedProxies;
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use std::net::IpAddr;

const PROXIES: &str = "10.0.0.0/8, 192.0.2.7, 2001:db8:aa::/48";

fn trusted(list: &str) -> TrustedProxies {
    let entries = list.split(',').map(str::trim).filter(|w| !w.is_empty());
    TrustedProxies::new(entries.map(|entry| entry.parse().expect("a good entry")))
}

fn forwarded(lines: &[&[u8]]) -> HeaderMap {
    let values = lines.iter().map(|line| {
        let value = HeaderValue::from_bytes(line).expect("a header");
        ("x-forwarded-for".parse().expect("a name"), value)
    });
    values.collect()
}

/// The client's address behind [`PROXIES`].
fn seen(peer: &str, lines: &[&str]) -> String {
    let peer = peer.parse().expect("an address");
    let lines: Vec<_> = lines.iter().map(|line| line.as_bytes()).collect();
    client_address(peer, &forwarded(&lines), &trusted(PROXIES)).to_string()
}

#[test]
fn without_proxies_of_ours_the_peer_is_the_client_whatever_a_header_says() {
    let headers = forwarded(&[b"203.0.113.1"]);
    for peer in ["198.51.100.9", "10.1.2.3", "127.0.0.1", "2001:db8::1"] {
        let peer: IpAddr = peer.parse().expect("an address");
        assert_eq!(client_address(peer, &headers, &trusted("")), peer);
    }
    assert_eq!(seen("198.51.100.9", &["203.0.113.1"]), "198.51.100.9");
    assert_eq!(seen("198.51.100.9", &["10.0.0.1"]), "198.51.100.9");
}

#[test]
fn a_proxy_of_ours_tells_who_it_serves() {
    assert_eq!(seen("10.1.2.3", &["203.0.113.1"]), "203.0.113.1");
    assert_eq!(seen("192.0.2.7", &["2001:db8::5"]), "2001:db8::5");
    assert_eq!(seen("2001:db8:aa::1", &["203.0.113.1"]), "203.0.113.1");
    // Its neighbour is none of ours.
    assert_eq!(seen("192.0.2.8", &["203.0.113.1"]), "192.0.2.8");
}

#[test]
fn the_last_address_that_is_not_ours_counts_and_those_before_it_do_not() {
    assert_eq!(
        seen("10.1.2.3", &["1.1.1.1, 203.0.113.1, 10.9.9.9"]),
        "203.0.113.1"
    );
    assert_eq!(
        seen(
            "10.1.2.3",
            &["1.1.1.1", "203.0.113.1", "192.0.2.7,10.9.9.9"]
        ),
        "203.0.113.1"
    );
    // Somebody pretends to be a proxy behind themselves.
    assert_eq!(
        seen("10.1.2.3", &["1.1.1.1, 10.0.0.9, 203.0.113.1"]),
        "203.0.113.1"
    );
}

#[test]
fn without_anybody_but_proxies_the_farthest_one_counts() {
    assert_eq!(seen("10.1.2.3", &[]), "10.1.2.3");
    assert_eq!(seen("10.1.2.3", &["10.0.0.8, 192.0.2.7"]), "10.0.0.8");
}

#[test]
fn ports_brackets_and_spaces_are_read() {
    for (entry, address) in [
        ("203.0.113.1:4711", "203.0.113.1"),
        ("[2001:db8::5]:443", "2001:db8::5"),
        ("[2001:db8::5]", "2001:db8::5"),
        (" \t203.0.113.1 ", "203.0.113.1"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("[::ffff:203.0.113.1]:80", "203.0.113.1"),
    ] {
        assert_eq!(seen("10.1.2.3", &[entry]), address, "{entry}");
    }
}

#[test]
fn an_address_in_its_other_form_is_the_same() {
    assert_eq!(seen("::ffff:10.1.2.3", &["203.0.113.1"]), "203.0.113.1");
    assert_eq!(
        seen("10.1.2.3", &["203.0.113.1, ::ffff:10.0.0.8"]),
        "203.0.113.1"
    );
    assert_eq!(seen("::ffff:198.51.100.9", &["1.1.1.1"]), "198.51.100.9");
}

#[test]
fn what_cannot_be_read_hides_what_is_left_of_it() {
    for junk in [
        "unknown",
        "_hidden",
        "",
        " ",
        "203.0.113.1:99999",
        "203.0.113",
        "256.1.1.1",
        "fe80::1%eth0",
        "[203.0.113.1",
        "for=203.0.113.1",
        "203.0.113.1 10.0.0.1",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
    ] {
        let line = format!("203.0.113.1, {junk}, 10.0.0.8");
        assert_eq!(seen("10.1.2.3", &[&line]), "10.0.0.8", "{junk:?}");
        assert_eq!(seen("10.1.2.3", &[junk]), "10.1.2.3", "{junk:?}");
    }
    let bytes = forwarded(&[b"203.0.113.1, \xff\xfe"]);
    let peer = "10.1.2.3".parse().expect("an address");
    assert_eq!(client_address(peer, &bytes, &trusted(PROXIES)), peer);
}

proptest! {
    #[test]
    fn whatever_a_header_says_the_answer_is_the_peer_or_stands_in_it(
        line in "[0-9a-f:., \\[\\]x]{0,60}",
        near in any::<bool>(),
    ) {
        let peer = if near { "10.1.2.3" } else { "198.51.100.9" };
        let found = seen(peer, &[&line]);
        let told = line.split(',').filter_map(|entry| super::address(entry.as_bytes()));
        let told: Vec<_> = told.map(|address| address.to_string()).collect();
        prop_assert!(found == peer || (near && told.contains(&found)), "{found}");
    }

    #[test]
    fn nobody_moves_the_answer_by_writing_before_our_proxy(prefix in "[ -~]{0,80}") {
        let line = format!("{prefix},203.0.113.1");
        prop_assert_eq!(seen("10.1.2.3", &[&line]), "203.0.113.1");
    }
}
