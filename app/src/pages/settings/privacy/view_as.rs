//! The person's own profile as others see it: what they are shown at its address, and whether the
//! directory lists the person for them. The service says what they are shown, as it does for the others'
//! pages; the word of the directory follows from that and from the person's choice.

use crate::{
    AppState, ReturnPath,
    components::{icon::Icon, person::PersonDetails},
    error::Problem,
    pages::{people::person_href, problem::mark, set_status, settings::frame::Section},
    visit::{Visit, locale},
    words::{Locale, td_string},
};
use contract::{
    directory::{Onlooker, PersonRef, PublicProfile},
    profile::ProfileView,
};
use leptos::prelude::*;
use std::sync::Arc;

/// As whom the address asks to look; none where it does not ask.
pub(super) fn asked(here: &ReturnPath) -> Option<Onlooker> {
    let pairs = here.query();
    let named = pairs.iter().rev().find(|(name, _)| name == "as");
    named.and_then(|(_, word)| word.parse().ok())
}

/// The address of the page that shows what somebody sees.
pub(super) fn href(onlooker: Onlooker) -> String {
    format!("{}?as={onlooker}", Section::Privacy.path())
}

/// The section. What it shows is what was saved when the page was made: the style sheet puts a word of
/// that in its place as soon as the form says otherwise. Who asked to look is led to it by the focus; a
/// fragment would keep a link to the page's own address from loading it again.
#[component]
pub(super) fn ViewAs(
    /// The signed-in person.
    me: Arc<ProfileView>,
    /// As whom they asked to look.
    #[prop(optional_no_strip)]
    asked: Option<Onlooker>,
    /// The request.
    visit: Visit,
) -> impl IntoView {
    let locale = locale();
    let onlooker = asked.unwrap_or(Onlooker::Anonymous);
    let links = Onlooker::ALL.iter().map(|other| {
        let current = (*other == onlooker).then_some("page");
        view! { <li><a href=href(*other) aria-current=current>{name(locale, *other)}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <section class="view-as" aria-labelledby="view-as">
            <h2 id="view-as" tabindex="-1" autofocus=asked.is_some()>{td_string!(locale, privacy.view_as)}</h2>
            <nav aria-label=td_string!(locale, privacy.view_as)>
                <ul class="filters">{links}</ul>
            </nav>
            <p class="hint">{hint(locale, onlooker)}</p>
            <p class="view-again">
                <Icon name="info"/>
                <span>
                    {td_string!(locale, privacy.changed)}
                    " "
                    <a href=href(onlooker)>{td_string!(locale, privacy.look_again)}</a>
                </span>
            </p>
            <div class="view-now">{now(me, onlooker, visit)}</div>
        </section>
    }
}

fn now(me: Arc<ProfileView>, onlooker: Onlooker, visit: Visit) -> impl IntoView {
    let Some(state) = use_context::<AppState>() else {
        return ().into_any();
    };
    Suspend::new(async move {
        let directory = &state.services.directory;
        match directory.own_as(&visit.ctx, onlooker).await {
            Ok(profile) => view! { <Sight me onlooker profile/> }.into_any(),
            Err(error) => {
                set_status(Problem::noted(&error).status());
                view! { <p class="empty">{td_string!(locale(), privacy.unreadable)}</p> }.into_any()
            }
        }
    })
    .into_any()
}

/// The page at the person's address, and a word of the directory.
#[component]
fn Sight(
    me: Arc<ProfileView>,
    onlooker: Onlooker,
    profile: Option<PublicProfile>,
) -> impl IntoView {
    let locale = locale();
    let address = person_href(&PersonRef::from(&*me).handle());
    let (icon, listed) = listed(locale, onlooker, profile.is_some(), me.discoverable);
    let page = match profile {
        Some(profile) => view! { <PersonDetails profile/> }.into_any(),
        None => nobody(locale, onlooker).into_any(),
    };
    view! {
        <div class="sight">
            <p class="sight-address"><a href=address.clone()>{address.clone()}</a></p>
            {page}
        </div>
        <p class="sight-listed"><Icon name=icon/>{listed}</p>
    }
}

/// The words of the page that is not there.
fn nobody(locale: Locale, onlooker: Onlooker) -> impl IntoView {
    let problem = Problem::NotFound;
    let (title, text) = problem.words(locale);
    let may_sign_in = (onlooker == Onlooker::Anonymous)
        .then(|| view! { <p>{td_string!(locale, person.members_only)}</p> });
    view! {
        <div class="card narrow">
            <span class="problem-mark"><Icon name=mark(problem)/></span>
            <h3>{title}</h3>
            <p class="lead">{text}</p>
            {may_sign_in}
        </div>
    }
}

fn name(locale: Locale, onlooker: Onlooker) -> &'static str {
    match onlooker {
        Onlooker::Anonymous => td_string!(locale, privacy.anonymous),
        Onlooker::Member => td_string!(locale, privacy.member),
        Onlooker::Blocked => td_string!(locale, privacy.blocked),
    }
}

fn hint(locale: Locale, onlooker: Onlooker) -> &'static str {
    match onlooker {
        Onlooker::Anonymous => td_string!(locale, privacy.anonymous_hint),
        Onlooker::Member => td_string!(locale, privacy.member_hint),
        Onlooker::Blocked => td_string!(locale, privacy.blocked_hint),
    }
}

/// Whether the directory lists the person for the onlooker, and the sign of it.
fn listed(
    locale: Locale,
    onlooker: Onlooker,
    is_seen: bool,
    is_discoverable: bool,
) -> (&'static str, &'static str) {
    match (onlooker, is_seen, is_discoverable) {
        (Onlooker::Anonymous, ..) => ("info", td_string!(locale, privacy.not_open)),
        (_, true, true) => ("check", td_string!(locale, privacy.listed)),
        (_, true, false) => ("info", td_string!(locale, privacy.unlisted)),
        (_, false, _) => ("info", td_string!(locale, privacy.unseen)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_as_whom_or_does_not_ask() {
        let of = |path: &str| asked(&ReturnPath::parse(path).unwrap());
        for onlooker in Onlooker::ALL {
            assert_eq!(of(&href(*onlooker)), Some(*onlooker));
        }
        for query in [
            "",
            "?as=",
            "?as=admin",
            "?as=member&as=x",
            "?x=blocked",
            "#?as=member",
        ] {
            let path = format!("/settings/privacy{query}");
            assert_eq!(of(&path), None, "{path}");
        }
    }
}
