//! `/people/{handle}`: a person, for whoever sees them. Somebody whom the visitor does not see is nobody:
//! the page is the one of an address that nothing is at.

mod absent;
mod menu;
mod meta;
mod own;

use crate::{
    components::{
        block_notice::{BlockRefusal, BlockRefused},
        head::Head,
        icon::Icon,
        note::{Note, OtherAccountNote, Tone},
        person::{PersonDetails, Rank},
    },
    error::Problem,
    pages::problem::ProblemPage,
    server_fns::person::Found,
    session::flash::{Flash, NoteDraft},
    visit::{Me, Visit, locale, visit},
    words::td_string,
};
use absent::Absent;
use contract::{UserId, directory::PublicProfile, profile::ProfileView};
use leptos::prelude::*;
use menu::{Menu, Typed};
use meta::PublicHead;
use own::OwnNote;

/// Whether it is the page that anybody may see, which says itself what it is about.
pub(crate) fn is_public() -> bool {
    let is_nobody = |visit: Visit| {
        matches!(
            visit.me,
            Me::Nobody | Me::Hidden(service::Error::UserNotFound)
        )
    };
    matches!(use_context(), Some(Found(Ok(_)))) && visit().is_some_and(is_nobody)
}

/// The page.
#[component]
pub(crate) fn Person() -> impl IntoView {
    if let Some(problem) = use_context::<Problem>() {
        return view! { <ProblemPage problem/> }.into_any();
    }
    let (Some(visit), Some(Found(found))) = (visit(), use_context()) else {
        return ().into_any();
    };
    match (found, &visit.me) {
        (Ok(profile), Me::Person(me)) if me.id == profile.id => {
            let me = std::sync::Arc::clone(me);
            view! { <Myself me profile/> }.into_any()
        }
        (Ok(profile), Me::Person(me)) => {
            let owner = me.id;
            view! { <Somebody profile owner visit/> }.into_any()
        }
        (Ok(profile), Me::Nobody | Me::Hidden(service::Error::UserNotFound)) => view! {
            <PublicHead profile=profile.clone()/>
            <div class="person-page"><PersonDetails profile rank=Rank::Page/></div>
        }
        .into_any(),
        (Err(Problem::NotFound), Me::Nobody) => {
            view! { <Absent here=visit.here.clone()/> }.into_any()
        }
        (Err(problem), _) => view! { <ProblemPage problem/> }.into_any(),
        (Ok(_), Me::Hidden(error)) => {
            let problem = Problem::noted(error);
            view! { <ProblemPage problem/> }.into_any()
        }
    }
}

/// The signed-in person's own page.
#[component]
fn Myself(me: std::sync::Arc<ProfileView>, profile: PublicProfile) -> impl IntoView {
    view! {
        <Head title=profile.display_name.clone()/>
        <div class="person-page">
            <OwnNote visibility=me.visibility/>
            <PersonDetails profile rank=Rank::Page>
                <a class="btn" href="/profile/edit">
                    <Icon name="pencil"/>
                    {td_string!(locale(), profile.edit)}
                </a>
            </PersonDetails>
        </div>
    }
}

/// Somebody else, with what can be done.
#[component]
fn Somebody(profile: PublicProfile, owner: UserId, visit: Visit) -> impl IntoView {
    let locale = locale();
    let refusal = use_context::<BlockRefusal>();
    let error = refusal.is_some();
    let flash = visit.flash.clone().filter(|_| !error);
    let draft = match &flash {
        Some(Flash::Note(draft)) if draft.owner == owner && draft.user == profile.id => Some(draft),
        _ => None,
    };
    let typed = refusal.as_ref().map(Typed::refused);
    let typed = typed.or_else(|| draft.map(|NoteDraft { note, .. }| Typed::draft(note)));
    let person = profile.clone();
    view! {
        <Head title=profile.display_name.clone() error/>
        <div class="person-page">
            {refusal.map(|refusal| view! { <BlockRefused refusal with_note=true/> })}
            {draft.map(|_| view! {
                <Note tone=Tone::Attention title=td_string!(locale, block.draft_title) alert=true>
                    <p>{td_string!(locale, block.draft_text)}</p>
                </Note>
            })}
            {(flash == Some(Flash::OtherAccount)).then(|| view! { <OtherAccountNote/> })}
            <PersonDetails profile rank=Rank::Page>
                <Menu person owner typed/>
            </PersonDetails>
        </div>
    }
}
