//! Where the person is signed in, and the end of it.

use super::{
    card::{fields, here},
    model::Model,
};
use crate::{
    components::{card::Card, icon::Icon, moment::Moment},
    error::Problem,
    forms::user::Action,
    visit::locale,
    words::{self, td_string},
};
use contract::session::SessionView;
use leptos::prelude::*;

/// The card; nothing where the deployment does not track sessions. One's own are on a page of their own.
#[component]
pub(super) fn Sessions(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let content = match &model.sessions {
        Err(Problem::FeatureDisabled) => return None,
        Err(_) => view! { <p class="empty">{td_string!(locale, user.unreadable)}</p> }.into_any(),
        Ok(list) if list.is_empty() => {
            view! { <p class="empty">{td_string!(locale, user.no_sessions)}</p> }.into_any()
        }
        Ok(list) => {
            let items = list
                .iter()
                .map(|session| view! { <li>{item(session)}</li> });
            let items = items.collect_view();
            view! {
                <ul class="sessions">{items}</ul>
                {end(&model)}
            }
            .into_any()
        }
    };
    Some(view! { <Card id="sessions" title=td_string!(locale, sessions.title)>{content}</Card> })
}

fn end(model: &Model) -> AnyView {
    let locale = locale();
    if model.is_me() {
        return view! {
            <p><a href="/settings/sessions">{td_string!(locale, user.own_sessions)}</a></p>
        }
        .into_any();
    }
    view! {
        <form method="post" action=here(model)>
            {fields(model, Action::EndSessions, "")}
            <button class="btn" type="submit">
                <Icon name="log-out"/>
                {td_string!(locale, user.end_sessions)}
            </button>
        </form>
    }
    .into_any()
}

fn item(session: &SessionView) -> impl IntoView + use<> {
    let locale = locale();
    let user_agent = session.user_agent.as_deref();
    let device = words::device(locale, user_agent);
    let icon = if words::is_handheld(user_agent) {
        "smartphone"
    } else {
        "monitor"
    };
    let address = session.ip.clone().map(|ip| {
        view! { <p class="hint">{td_string!(locale, sessions.ip, ip = ip).to_string()}</p> }
    });
    view! {
        <div class="session">
            <span class="point-icon"><Icon name=icon/></span>
            <div class="session-text">
                <h3>{device}</h3>
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
                {address}
            </div>
        </div>
    }
}
