//! Title and robots of a page.

use crate::{visit::locale, words::td_string};
use http::{HeaderName, HeaderValue};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

/// What search engines are told by a header: a `<meta>` would be lost on pages that wait for data.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The title, and for all but public pages a word to search engines.
#[component]
pub(crate) fn Head(
    /// What the page is.
    #[prop(into)]
    title: String,
    /// Whether something is wrong on it: the title says so first.
    #[prop(optional)]
    error: bool,
    /// Whether search engines may list it.
    #[prop(optional)]
    public: bool,
) -> impl IntoView {
    let locale = locale();
    let text = if error {
        td_string!(locale, product.error_title, page = title).to_string()
    } else {
        td_string!(locale, product.title, page = title).to_string()
    };
    if !public && let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(ROBOTS, HeaderValue::from_static("noindex"));
    }
    view! { <Title text/> }
}
