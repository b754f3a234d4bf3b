//! Title and robots of a page.

use crate::{visit::locale, words::td_string};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The title, and for all but public pages a word to search engines.
#[component]
pub(crate) fn Head(
    /// What the page is.
    title: &'static str,
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
    let robots = (!public).then(|| view! { <Meta name="robots" content="noindex"/> });
    view! {
        <Title text/>
        {robots}
    }
}
