//! `/teach`: somebody applies to teach, and follows what becomes of it. The same page answers a form that
//! could not be sent, with everything that was typed.

mod apply;
mod earlier;
mod refusal;
mod standing;
mod timeline;
pub(crate) mod withdraw;

pub(crate) use refusal::ApplicationRefusal;

use crate::{
    AppState,
    components::{
        head::Head,
        note::{DoneNote, OtherAccountNote},
    },
    error::Problem,
    forms::application::ApplicationForm,
    pages::{problem::ProblemPage, set_status, signed_in},
    session::{
        draft,
        flash::{ApplicationDeed, Flash},
    },
    visit::{locale, visit},
    words::td_string,
};
use apply::Apply;
use contract::{instructor_application::ApplicationView, profile::ProfileView};
use earlier::Earlier;
use leptos::prelude::*;
use refusal::Refused;
use standing::{Now, Standing};
use std::sync::Arc;

/// Where it is.
pub(crate) const PATH: &str = "/teach";

/// The page.
#[component]
pub(crate) fn Teach() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let refusal = use_context::<ApplicationRefusal>();
    Suspend::new(async move {
        let history = state.services.instructor_application.history(&visit.ctx);
        let history = match history.await.map_err(|error| Problem::noted(&error)) {
            // What was typed is shown again also where nothing can be read.
            Err(problem) if refusal.is_none() => {
                return view! { <ProblemPage problem/> }.into_any();
            }
            history => history.unwrap_or_default(),
        };
        let draft = draft::find::<ApplicationForm>(&visit.session, me.id).await;
        let flash = visit.flash.clone();
        let standing = Standing::of(me.role, history.first(), visit.ctx.now);
        view! { <Everything me standing history refusal draft flash/> }.into_any()
    })
    .into_any()
}

/// What was done, where the application stands, and the form for a new one.
#[component]
fn Everything(
    /// The signed-in person.
    me: Arc<ProfileView>,
    /// Whether they may apply, and why not.
    standing: Standing,
    /// Their applications, the last first.
    history: Vec<ApplicationView>,
    /// Why nothing was sent.
    refusal: Option<ApplicationRefusal>,
    /// What they had typed before sign-in.
    draft: Option<ApplicationForm>,
    /// What the last form did.
    flash: Option<Flash>,
) -> impl IntoView {
    let locale = locale();
    let error = refusal.is_some();
    let mut history = history.into_iter();
    let last = history.next();
    let form = standing.may_apply().then(|| {
        let again = last.as_ref().map(ApplicationForm::again);
        let offered = again.unwrap_or_else(|| ApplicationForm::from_profile(&me));
        view! {
            <Apply offered draft refusal=refusal.clone() is_again=last.is_some()
                is_prefilled=last.is_none() && !(me.skills.is_empty() && me.links.is_empty())/>
        }
    });
    let is_kept_apart = form.is_none();
    let summary = refusal.map(|refusal| {
        set_status(refusal.status());
        view! { <Refused refusal is_kept_apart/> }
    });
    let done = flash.filter(|_| !error).map(said);
    let now = last.map(|last| view! { <Now standing last/> });
    let earlier: Vec<_> = history.collect();
    let earlier = (!earlier.is_empty()).then(|| view! { <Earlier earlier/> });
    view! {
        <Head title=td_string!(locale, teach.title) error/>
        <div class="form-page teach">
            {summary}
            <h1>{td_string!(locale, teach.title)}</h1>
            <p class="lead">{td_string!(locale, teach.lead)}</p>
            {done}
            <div class="stack">
                {standing.word(locale).map(|word| view! { <p class="card teaches">{word}</p> })}
                {now}
                {form}
                {earlier}
            </div>
        </div>
    }
}

/// What the last form did; words of other pages say nothing here.
fn said(flash: Flash) -> Option<AnyView> {
    let locale = locale();
    let text = match flash {
        Flash::Application(ApplicationDeed::Sent) => td_string!(locale, teach.has_sent),
        Flash::Application(ApplicationDeed::Withdrawn) => td_string!(locale, teach.has_withdrawn),
        Flash::Application(ApplicationDeed::WasOver) => td_string!(locale, teach.was_over),
        Flash::OtherAccount => return Some(view! { <OtherAccountNote/> }.into_any()),
        _ => return None,
    };
    Some(view! { <DoneNote text/> }.into_any())
}
