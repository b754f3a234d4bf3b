//! The links on a profile.

use super::Rank;
use crate::{components::icon::Icon, visit::locale, words::td_string};
use contract::profile::Link;
use leptos::prelude::*;

/// A part of a profile.
#[component]
pub(super) fn Links(
    /// Where the heading stands.
    rank: Rank,
    /// The links.
    links: Vec<Link>,
) -> impl IntoView {
    view! {
        <section>
            {rank.section(td_string!(locale(), person.links))}
            <LinkList links/>
        </section>
    }
}

/// Whoever wrote them is a stranger: where they lead stands beside what they are called, and search
/// engines are told not to count them.
#[component]
pub(crate) fn LinkList(
    /// The links.
    links: Vec<Link>,
) -> impl IntoView {
    let locale = locale();
    let items = links.into_iter().map(|link| {
        let host = host(&link.url).to_owned();
        view! {
            <li>
                <a href=link.url rel="nofollow noopener noreferrer ugc">
                    <Icon name="link"/>
                    <bdi>{link.label}</bdi>
                    <span class="sr-only">" ("{td_string!(locale, frame.opens_elsewhere)}")"</span>
                </a>
                " "
                <span class="hint">{host}</span>
            </li>
        }
    });
    view! { <ul class="link-list">{items.collect_view()}</ul> }
}

/// The site that an address leads to.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_site_is_what_browsers_go_to() {
        for (url, expected) in [
            ("https://github.com/ada", "github.com"),
            ("https://example.org?x=@evil.example", "example.org"),
            ("https://bank.example@evil.example/", "evil.example"),
            ("https://evil.example\\@bank.example", "evil.example"),
            ("https://example.org:8443#a", "example.org:8443"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
