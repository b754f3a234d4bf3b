//! What is wrong with a form, in one box at its top that takes the focus.

use super::{icon::Icon, note::Tone};
use leptos::prelude::*;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Id of the control that it is about; none where it is about the whole form.
    pub(crate) anchor: Option<String>,
    /// What is wrong.
    pub(crate) text: String,
}

/// The box. `autofocus` moves the focus to it without a script.
#[component]
pub(crate) fn ErrorSummary(
    /// How much it matters.
    #[prop(default = Tone::Danger)]
    tone: Tone,
    /// The heading.
    heading: &'static str,
    /// What comes before the list, if anything does.
    #[prop(optional_no_strip)]
    text: Option<&'static str>,
    /// Everything that is wrong.
    entries: Vec<Entry>,
    /// What can be done about it at once.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let list = (!entries.is_empty()).then(|| {
        view! { <ul>{entries.into_iter().map(item).collect_view()}</ul> }
    });
    let (class, icon) = tone.look();
    view! {
        <div
            class=format!("{class} error-summary")
            role="alert"
            aria-labelledby="error-summary-heading"
            tabindex="-1"
            autofocus=true
        >
            <Icon name=icon/>
            <div>
                <h2 id="error-summary-heading">{heading}</h2>
                {text.map(|text| view! { <p>{text}</p> })}
                {list}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

fn item(entry: Entry) -> impl IntoView {
    match entry.anchor {
        Some(anchor) => view! { <li><a href=format!("#{anchor}")>{entry.text}</a></li> }.into_any(),
        None => view! { <li>{entry.text}</li> }.into_any(),
    }
}
