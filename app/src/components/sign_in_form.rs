//! The one button of sign-in.

use super::icon::Icon;
use crate::{ReturnPath, visit::locale, words::td_string};
use leptos::prelude::*;

/// A button that leads to the auth-service and comes back to `return_to`.
#[component]
pub(crate) fn SignInForm(
    /// Where to go afterwards.
    return_to: ReturnPath,
) -> impl IntoView {
    view! {
        <form method="post" action="/sign-in">
            <input type="hidden" name="return_to" value=return_to.to_string()/>
            <button class="btn btn-primary btn-wide" type="submit">
                <Icon name="log-in"/>
                {td_string!(locale(), sign_in.button)}
            </button>
        </form>
    }
}
