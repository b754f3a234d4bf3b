//! `/admin/applications/{id}`.

use super::{
    ReviewRefusal, Shown,
    detail::Detail,
    keys::Keys,
    list::Items,
    refusal::Refused,
    said::Said,
    steps::{Around, Steps},
};
use crate::{
    AppState, ReturnPath,
    components::{
        note::{Note, Tone},
        pager::Pager,
    },
    error::Problem,
    forms::review::ReviewForm,
    pages::{
        admin::frame::{AdminFrame, Area, admin},
        problem::ProblemPage,
    },
    session::draft,
    visit::{Visit, locale, visit},
    words::{self, td_string},
};
use contract::{ApplicationId, UserId, instructor_application::ReviewView, paging::Page};
use leptos::prelude::*;
use service::Error;

/// One application, beside the queue.
#[component]
pub(crate) fn OpenApplication() -> impl IntoView {
    let me = match admin() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let Some(id) = id_of(&visit.here) else {
        return view! { <ProblemPage problem=Problem::NotFound/> }.into_any();
    };
    let refusal = use_context::<ReviewRefusal>();
    Suspend::new(async move {
        let shown = Shown::of(&visit.here);
        let view = match state
            .services
            .instructor_application
            .get(&visit.ctx, id)
            .await
        {
            Ok(view) => view,
            Err(error) => {
                let problem = Problem::noted(&error);
                return view! { <ProblemPage problem/> }.into_any();
            }
        };
        let list = list(&visit, &state, &shown).await;
        let typed = typed(&visit, id, me.id, refusal.as_ref()).await;
        view! { <Everything owner=me.id visit shown review=view list refusal typed/> }.into_any()
    })
    .into_any()
}

/// The application that an address is about.
pub(crate) fn id_of(here: &ReturnPath) -> Option<ApplicationId> {
    let path = here.as_str().split(['?', '#']).next()?;
    let rest = path.strip_prefix(Area::Applications.path())?;
    rest.strip_prefix('/')?.parse().ok()
}

/// The part of the queue that it was opened from. The page is good without it.
async fn list(visit: &Visit, state: &AppState, shown: &Shown) -> Option<Page<ReviewView>> {
    let service = &state.services.instructor_application;
    let list = service
        .list(&visit.ctx, shown.query(), shown.request())
        .await;
    match list {
        Ok(list) => Some(list),
        Err(Error::Invalid(_)) => None,
        Err(error) => {
            // It is told in the log if it is a fault of ours.
            Problem::noted(&error);
            None
        }
    }
}

/// The reason that was typed and is sent nowhere yet: in the form that was refused, or before sign-in.
async fn typed(
    visit: &Visit,
    id: ApplicationId,
    me: UserId,
    refusal: Option<&ReviewRefusal>,
) -> Option<String> {
    if let Some(refusal) = refusal {
        return Some(refusal.reason.clone()).filter(|reason| !reason.is_empty());
    }
    let draft = draft::find::<ReviewForm>(&visit.session, me).await?;
    (draft.application == Some(id)).then_some(draft.reason)
}

/// What was done, the queue, and the application.
#[component]
fn Everything(
    /// The signed-in admin.
    owner: UserId,
    visit: Visit,
    shown: Shown,
    review: ReviewView,
    list: Option<Page<ReviewView>>,
    /// Why nothing was done.
    refusal: Option<ReviewRefusal>,
    /// The reason as it was typed.
    typed: Option<String>,
) -> impl IntoView {
    let locale = locale();
    let error = refusal.is_some();
    let id = review.application.id;
    let name = review.applicant.as_ref();
    let title = name.map_or_else(
        || td_string!(locale, review.gone_title).to_owned(),
        |applicant| applicant.profile.display_name.clone(),
    );
    let flash = visit.flash.clone().filter(|_| !error);
    let is_described = flash.is_some();
    let said = flash.map(|flash| view! { <Said flash/> });
    let is_draft = !error && typed.is_some();
    let around = list.as_ref().map(|list| Around::of(&list.entries, id));
    let fault = refusal.as_ref().and_then(ReviewRefusal::at_the_reason);
    let next = around.as_ref().and_then(|around| around.next);
    let above = refusal.map(|refusal| {
        let next = next.map(|next| shown.href_of(next));
        view! { <Refused refusal review=review.clone() next/> }
    });
    let steps = view! { <Steps shown=shown.clone() around/> };
    let list = list.filter(|list| !list.entries.is_empty());
    let queue = list.map(|list| view! { <Beside shown=shown.clone() list open=id/> });
    view! {
        <AdminFrame area=Area::Applications title own_heading=true error>
            <div class="review-room"><div class="review">
                {queue}
                <div class="review-open">
                    {above}
                    {steps}
                    {said}
                    {is_draft.then(draft_note)}
                    <Detail owner review typed fault is_described is_quiet=!error page=shown.href_of(id)/>
                    <Keys is_open=true/>
                </div>
            </div></div>
        </AdminFrame>
    }
}

/// Says that the reason is one of before sign-in.
fn draft_note() -> impl IntoView {
    let locale = locale();
    view! {
        <Note tone=Tone::Attention title=td_string!(locale, review.draft_title)>
            <p>{td_string!(locale, review.draft_text)}</p>
        </Note>
    }
}

/// The queue, where there is room for it beside the application.
#[component]
fn Beside(
    shown: Shown,
    list: Page<ReviewView>,
    /// The application that is open.
    open: ApplicationId,
) -> impl IntoView {
    let locale = locale();
    let count = words::applications(locale, shown.status, list.total);
    let at = shown.request().pagination(list.total);
    let turned = shown.clone();
    let href = move |page: u64| turned.turned_to(page).href();
    view! {
        <section class="review-queue" aria-labelledby="queue-count">
            <h2 id="queue-count">{count}</h2>
            <Items shown entries=list.entries open=Some(open)/>
            <Pager at href/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_application() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        let path = |rest: &str| ReturnPath::parse(&format!("/admin/applications{rest}")).unwrap();
        let found = id_of(&path(&format!("/{id}?search=x"))).map(|id| id.to_string());
        assert_eq!(found.as_deref(), Some(id));
        assert_eq!(id_of(&path("/ada")), None);
        assert_eq!(id_of(&path("?page=2")), None);
    }
}
