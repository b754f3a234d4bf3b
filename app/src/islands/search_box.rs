//! A search box. Without the WASM it is a plain form that leads to a page with the results; awake, it
//! shows the first of them while somebody types. The server writes all of it, also what it comes to
//! say; what is searched for, and what follows when something is chosen, the island does not know.

#[cfg(feature = "hydrate")]
mod ask;
#[cfg(feature = "hydrate")]
mod live;
pub mod parts;

use leptos::{html, prelude::*};

/// What is answered while somebody types.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// What is announced.
    pub said: String,
    /// The options.
    pub offers: Vec<Offer>,
}

/// An option.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// What else there is to say of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// What is sent in the field [`parts::CHOICE`] where it leads nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is said instead where it cannot be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// Wakes the form in it: all that belongs to it is marked with the names in [`parts`].
#[island]
pub fn SearchBox(
    /// The form, and what goes with it.
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    super::elements::wake(place, live::wake);
    view! { <div class="place" node_ref=place>{children()}</div> }
}
