//! The document around every page.

use crate::{
    AppState,
    components::{footer::Footer, sent_once::SentOnce, top_bar::TopBar},
    headers,
    pages::{Pages, person::is_public, problem::ProblemPage},
    refusal::Instead,
    visit::{Visit, locale, visit},
    words::td_string,
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};

/// The document: head, top bar, the page at the request's address, footer. It loads no script, and has but one of two lines
/// ([`SentOnce`]); a page with an island brings [`Scripts`](crate::components::scripts) along.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_meta_context();
    let visit = visit();
    if let (Some(response), Some(state), Some(visit)) = (
        use_context::<ResponseOptions>(),
        use_context::<AppState>(),
        &visit,
    ) {
        headers::set(&response, &state, visit);
    }
    let language = visit
        .as_ref()
        .map(|visit| visit.ctx.locale)
        .unwrap_or_default();
    let page = match use_context::<Instead>() {
        Some(Instead(problem)) => view! { <ProblemPage problem/> }.into_any(),
        None => view! { <Pages/> }.into_any(),
    };
    // Here, not with the title: a page that waits for data would lose it now and then.
    let about = (!is_public())
        .then(|| view! { <meta name="description" content=td_string!(locale(), home.lead)/> });
    let theme = visit.as_ref().and_then(Visit::data_theme);
    view! {
        <!DOCTYPE html>
        <html lang=language.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link
                    rel="preload"
                    href="/fonts/inter-latin.woff2"
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <HashedStylesheet options/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                {about}
                <MetaTags/>
                <SentOnce/>
            </head>
            <body>
                <a class="skip-link" href="#main">{td_string!(locale(), frame.skip)}</a>
                <TopBar/>
                <main id="main" class="page" tabindex="-1">
                    {page}
                </main>
                <Footer/>
            </body>
        </html>
    }
}
