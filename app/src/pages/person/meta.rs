//! What search engines and social networks read of a profile that anybody may see: `description` and
//! `canonical`, the Open Graph protocol (<https://ogp.me>), and the card of X, which falls back to that.

use crate::{
    AppState, components::head::Head, pages::people::person_href, visit::locale, words::td_string,
};
use contract::directory::PublicProfile;
use leptos::prelude::*;
use leptos_meta::{Link, Meta};

/// Characters of a description; search engines show about as many.
const DESCRIPTION_MAX: usize = 160;

/// The head of a page that may be listed.
#[component]
pub(super) fn PublicHead(
    /// Who.
    profile: PublicProfile,
) -> impl IntoView {
    let locale = locale();
    let home = use_context::<AppState>()
        .map(|state| state.public_url)
        .unwrap_or_default();
    let address = format!("{home}{}", person_href(&profile.handle()));
    let name = profile.display_name.clone();
    let about = description(&profile)
        .unwrap_or_else(|| td_string!(locale, person.description, name = name).to_string());
    let picture = profile.avatar_urls.map(|urls| {
        view! {
            <Meta property="og:image" content=urls.large/>
            <Meta property="og:image:alt" content=profile.display_name.clone()/>
        }
    });
    let username = profile.username.map(|username| {
        view! { <Meta property="profile:username" content=username/> }
    });
    view! {
        <Head title=profile.display_name.clone() public=true/>
        <Link rel="canonical" href=address.clone()/>
        <Meta name="description" content=about.clone()/>
        <Meta property="og:type" content="profile"/>
        <Meta property="og:site_name" content=td_string!(locale, product.name)/>
        <Meta property="og:title" content=profile.display_name/>
        <Meta property="og:description" content=about/>
        <Meta property="og:url" content=address/>
        {picture}
        {username}
        <Meta name="twitter:card" content="summary"/>
    }
}

/// Headline and the beginning of the biography, in one line; none where there is neither.
fn description(profile: &PublicProfile) -> Option<String> {
    let parts = [&profile.headline, &profile.bio].into_iter().flatten();
    let whole = parts.map(String::as_str).collect::<Vec<_>>().join(" · ");
    let words: Vec<_> = whole.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= DESCRIPTION_MAX {
        return Some(line).filter(|line| !line.is_empty());
    }
    let cut: String = line.chars().take(DESCRIPTION_MAX - 1).collect();
    // No word is cut, unless there is but one.
    let end = cut.rfind(' ').unwrap_or(cut.len());
    Some(format!("{}…", &cut[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn profile(headline: Option<&str>, bio: Option<&str>) -> PublicProfile {
        PublicProfile {
            id: "019aa5d0-0000-7000-8000-000000000001".parse().unwrap(),
            username: None,
            display_name: "Ada".into(),
            avatar_urls: None,
            headline: headline.map(Into::into),
            bio: bio.map(Into::into),
            location: None,
            links: Vec::new(),
            skills: Vec::new(),
            role: None,
            member_since: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_description_is_one_line_of_whole_words() {
        fn described(headline: Option<&str>, bio: Option<&str>) -> Option<String> {
            description(&profile(headline, bio))
        }
        assert_eq!(described(None, None), None);
        let both = described(Some("Analyst"), Some("I like\n\nnumbers."));
        assert_eq!(both.as_deref(), Some("Analyst · I like numbers."));
        let long = described(None, Some(&"número ".repeat(40))).unwrap();
        assert!(
            long.chars().count() <= DESCRIPTION_MAX && long.ends_with("número…"),
            "{long}"
        );
        let endless = described(Some(&"ñ".repeat(500)), None).unwrap();
        assert_eq!(endless.chars().count(), DESCRIPTION_MAX);
    }
}
