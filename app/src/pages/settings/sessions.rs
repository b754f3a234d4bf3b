//! `/settings/sessions`: where one is signed in, and the way to end it elsewhere.

use super::frame::{Section, SettingsFrame};
use crate::{
    AppState,
    components::{icon::Icon, moment::Moment},
    error::Problem,
    pages::{problem::ProblemPage, signed_in},
    server_fns::sessions::OTHERS,
    session::flash::Flash,
    visit::{Visit, locale, visit},
    words::{self, td_string},
};
use contract::session::SessionView;
use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Sessions() -> impl IntoView {
    if let Err(instead) = signed_in() {
        return instead;
    }
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    Suspend::new(async move {
        let current = visit.session.id().map(|id| id.to_string());
        let sessions = &state.services.session;
        match sessions.list(&visit.ctx, current.as_deref()).await {
            Ok(sessions) => view! { <SessionList sessions visit/> }.into_any(),
            Err(error) => {
                let problem = Problem::noted(&error);
                view! { <ProblemPage problem/> }.into_any()
            }
        }
    })
    .into_any()
}

/// This browser first, then the others.
#[component]
fn SessionList(sessions: Vec<SessionView>, visit: Visit) -> impl IntoView {
    let locale = locale();
    let others = sessions.iter().filter(|session| !session.current).count();
    let end = if others > 0 {
        let label = td_string!(locale, sessions.end_others);
        view! {
            <form method="post" action="/settings/sessions" class="end-others">
                <button class="btn" type="submit" name="end" value=OTHERS>
                    <Icon name="log-out"/>
                    {label}
                </button>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="empty">{td_string!(locale, sessions.only_this)}</p> }.into_any()
    };
    let items = sessions
        .into_iter()
        .map(|session| view! { <li><SessionItem session/></li> })
        .collect_view();
    view! {
        <SettingsFrame section=Section::Sessions>
            <div role="status">{visit.flash.as_ref().and_then(done)}</div>
            <section class="card" aria-label=td_string!(locale, sessions.list)>
                <ul class="sessions">{items}</ul>
                {end}
            </section>
        </SettingsFrame>
    }
}

/// What the last action did. The word takes the focus: what a page holds when it is loaded is not
/// announced otherwise.
fn done(flash: &Flash) -> Option<impl IntoView + use<>> {
    let locale = locale();
    let text = match flash {
        Flash::SessionsEnded(0) => td_string!(locale, sessions.ended_already).to_owned(),
        Flash::SessionsEnded(count) => {
            td_string!(locale, sessions.ended, count = *count).to_string()
        }
        _ => return None,
    };
    Some(view! {
        <p class="saved done" tabindex="-1" autofocus=true><Icon name="check"/>{text}</p>
    })
}

#[component]
fn SessionItem(session: SessionView) -> impl IntoView {
    let locale = locale();
    let device = words::device(locale, session.user_agent.as_deref());
    let icon = if words::is_handheld(session.user_agent.as_deref()) {
        "smartphone"
    } else {
        "monitor"
    };
    let id = format!("session-{}", session.id);
    let badge = session.current.then(
        || view! { <span class="session-badge">{td_string!(locale, sessions.current)}</span> },
    );
    let end = (!session.current).then(|| {
        let button_id = format!("{id}-end");
        view! {
            <form method="post" action="/settings/sessions">
                <button class="btn btn-quiet" type="submit" name="end" value=session.id.to_string()
                    id=button_id.clone() aria-labelledby=format!("{button_id} {id}")>
                    {td_string!(locale, sessions.end)}
                </button>
            </form>
        }
    });
    view! {
        <article class="session" aria-labelledby=id.clone()>
            <span class="point-icon"><Icon name=icon/></span>
            <div class="session-text">
                <div class="session-name">
                    <h2 id=id.clone()>{device}</h2>
                    {badge}
                </div>
                <p class="hint">
                    {td_string!(locale, sessions.last_seen)}
                    " "
                    <Moment at=session.last_seen_at relative=true/>
                </p>
                <p class="hint">
                    {td_string!(locale, sessions.first_seen)}
                    " "
                    <Moment at=session.created_at/>
                </p>
                {session.ip.map(|ip| view! { <p class="hint">{td_string!(locale, sessions.ip, ip = ip).to_string()}</p> })}
            </div>
            {end}
        </article>
    }
}
