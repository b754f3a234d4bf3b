//! `/settings/blocked`: whom the person has blocked, and the way to end it. The same page answers a form
//! that did nothing, and says why.

mod empty;
mod list;
mod shown;

use super::frame::{Section, SettingsFrame};
use crate::{
    AppState,
    components::block_notice::{BlockDone, BlockRefusal, BlockRefused},
    error::Problem,
    pages::{problem::ProblemPage, signed_in},
    visit::{Visit, locale, visit},
    words::td_string,
};
use contract::{UserId, block::BlockView, paging::Page};
use empty::{NoMatch, NobodyYet};
use leptos::prelude::*;
use list::{List, Search};
use service::Error;
use shown::Shown;

/// The page.
#[component]
pub(crate) fn Blocked() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let refusal = use_context::<BlockRefusal>();
    Suspend::new(async move {
        let mut shown = Shown::of(&visit.here);
        let list = find(&visit, &state, &mut shown).await;
        match list.map_err(|error| Problem::noted(&error)) {
            // Why nothing was done is told also where the list cannot be read.
            Err(problem) if refusal.is_none() => view! { <ProblemPage problem/> }.into_any(),
            list => {
                view! { <Everything owner=me.id visit shown list=list.ok() refusal/> }.into_any()
            }
        }
    })
    .into_any()
}

/// The page of the list, or the last one where the list is not that long.
async fn find(
    visit: &Visit,
    state: &AppState,
    shown: &mut Shown,
) -> Result<Page<BlockView>, Error> {
    let service = &state.services.block;
    let read = |shown: &Shown| {
        let (search, request) = (shown.search.clone(), shown.request());
        async move { service.list(&visit.ctx, &search, request).await }
    };
    let page = read(shown).await?;
    if !page.entries.is_empty() || shown.page == 1 {
        return Ok(page);
    }
    let last = shown.request().pagination(page.total).total_pages.max(1);
    shown.page = u32::try_from(last).unwrap_or(1);
    read(shown).await
}

/// What the last form did, the search, and the list.
#[component]
fn Everything(
    /// The signed-in person.
    owner: UserId,
    visit: Visit,
    shown: Shown,
    /// Nothing where it cannot be read.
    list: Option<Page<BlockView>>,
    refusal: Option<BlockRefusal>,
) -> impl IntoView {
    let locale = locale();
    let error = refusal.is_some();
    let flash = visit.flash.clone().filter(|_| !error);
    let is_quiet = !error && flash.is_none();
    let above = refusal.map(|refusal| view! { <BlockRefused refusal/> }.into_any());
    let page = shown.href();
    let done = flash.map(|flash| view! { <BlockDone flash owner page/> });
    let body = match list {
        None => view! { <p class="empty">{td_string!(locale, blocked.unreadable)}</p> }.into_any(),
        Some(list) if list.total == 0 && shown.search.is_empty() => {
            view! { <NobodyYet/> }.into_any()
        }
        Some(list) => {
            let found = if list.total == 0 {
                view! { <NoMatch words=shown.search.clone() is_quiet/> }.into_any()
            } else {
                view! { <List owner shown=shown.clone() list is_quiet/> }.into_any()
            };
            view! {
                <Search words=shown.search/>
                {found}
            }
            .into_any()
        }
    };
    view! {
        <SettingsFrame section=Section::Blocked error above>
            {done}
            <div class="stack">
                {body}
                <p class="hint">{td_string!(locale, blocked.courses)}</p>
            </div>
        </SettingsFrame>
    }
}
