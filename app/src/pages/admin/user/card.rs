//! What the cards of the page have in common.

use super::model::Model;
use crate::{forms::user::Action, pages::admin::users::user_href, visit::locale, words::td_string};
use leptos::prelude::*;

/// The address that the forms are sent to.
pub(super) fn here(model: &Model) -> String {
    user_href(model.user.id)
}

/// What every form sends: what to do, for whom it was made, over which version, and what it held then.
pub(super) fn fields(model: &Model, action: Action, was: &'static str) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="action" value=action.as_str()/>
        <input type="hidden" name="owner" value=model.me.id.to_string()/>
        <input type="hidden" name="version" value=model.user.version.to_string()/>
        <input type="hidden" name="was" value=was/>
    }
}

/// Whose value a choice between two is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The one in the form.
    Mine,
    /// The one that somebody else has saved meanwhile.
    Saved,
}

/// A form that was overtaken: both values, and a choice.
pub(super) fn versions(
    name: &'static str,
    legend: &'static str,
    choices: [(Whose, &'static str, &'static str); 2],
) -> impl IntoView {
    let locale = locale();
    let options = choices.map(|(whose, value, text)| {
        let title = match whose {
            Whose::Mine => td_string!(locale, stale.mine),
            Whose::Saved => td_string!(locale, stale.saved),
        };
        let is_mine = whose == Whose::Mine;
        // Links to the control lead to the first.
        let id = if is_mine {
            control_id(name)
        } else {
            format!("{}-saved", control_id(name))
        };
        view! {
            <label class="version">
                <input class="radio" type="radio" id=id name=name value=value checked=is_mine/>
                <span>
                    <span class="version-whose">{title}</span>
                    <span class="version-text">{text}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="versions">{options.into_iter().collect_view()}</div>
        </fieldset>
    }
}

/// The id of a control.
pub(super) fn control_id(name: &str) -> String {
    format!("user-{name}")
}

/// A name and a value of a list of facts; nothing without a value.
pub(super) fn fact(name: &'static str, value: Option<impl IntoView>) -> Option<impl IntoView> {
    value.map(|value| {
        view! {
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
        }
    })
}
