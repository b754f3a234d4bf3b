//! `/sign-out`: asks, for whoever comes by a link; the server signs out on the POST.

use crate::{
    components::head::Head,
    pages::redirect,
    visit::{Me, locale, visit},
    words::td_string,
};
use leptos::prelude::*;

/// The page that asks before signing out.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    if visit().is_some_and(|visit| matches!(visit.me, Me::Nobody)) {
        redirect("/");
        return ().into_any();
    }
    let locale = locale();
    view! {
        <Head title=td_string!(locale, sign_out.title)/>
        <section class="narrow">
            <h1>{td_string!(locale, sign_out.title)}</h1>
            <p class="lead">{td_string!(locale, sign_out.text)}</p>
            <form class="actions" method="post" action="/sign-out">
                <button class="btn btn-primary" type="submit">{td_string!(locale, sign_out.button)}</button>
                <a class="btn btn-quiet" href="/profile">{td_string!(locale, sign_out.stay)}</a>
            </form>
        </section>
    }
    .into_any()
}
