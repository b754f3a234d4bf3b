//! `/`: what this is, and sign in. Whoever is signed in goes to their profile.

use super::redirect;
use crate::{
    ReturnPath,
    components::{head::Head, icon::Icon, sign_in_form::SignInForm},
    visit::{Me, locale, visit},
    words::td_string,
};
use leptos::prelude::*;

/// The start page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    if visit().is_some_and(|visit| !matches!(visit.me, Me::Nobody)) {
        redirect("/profile");
        return ().into_any();
    }
    let locale = locale();
    view! {
        <Head title=td_string!(locale, home.title) public=true/>
        <div class="home">
            <section class="home-intro">
                <h1>{td_string!(locale, home.title)}</h1>
                <p class="lead">{td_string!(locale, home.lead)}</p>
                <ul class="points">
                    <Point
                        icon="user-round"
                        title=td_string!(locale, home.who_title)
                        text=td_string!(locale, home.who_text)
                    />
                    <Point
                        icon="eye"
                        title=td_string!(locale, home.see_title)
                        text=td_string!(locale, home.see_text)
                    />
                    <Point
                        icon="languages"
                        title=td_string!(locale, home.how_title)
                        text=td_string!(locale, home.how_text)
                    />
                </ul>
            </section>
            <section class="card home-sign-in" aria-labelledby="home-sign-in">
                <h2 id="home-sign-in">{td_string!(locale, home.sign_in_title)}</h2>
                <p>{td_string!(locale, home.sign_in_text)}</p>
                <SignInForm return_to=ReturnPath::profile()/>
            </section>
        </div>
    }
    .into_any()
}

/// One thing that the product does.
#[component]
fn Point(icon: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li>
            <span class="point-icon"><Icon name=icon/></span>
            <div>
                <h2>{title}</h2>
                <p>{text}</p>
            </div>
        </li>
    }
}
