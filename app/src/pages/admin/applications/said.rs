//! What the last form did. The heading of what comes next takes the focus, and is described by it.

use crate::{
    components::note::{DoneNote, Note, OtherAccountNote, Tone},
    session::flash::{Flash, ReviewDeed},
    visit::locale,
    words::{self, Locale, td_string},
};
use leptos::prelude::*;

/// The id of the words.
pub(super) const SAID: &str = "said";

/// What was done; words of other pages say nothing here.
#[component]
pub(super) fn Said(
    /// The word that the action left.
    flash: Flash,
) -> impl IntoView {
    let locale = locale();
    match flash {
        Flash::Review(ReviewDeed::TakenByAnother) => view! {
            <Note tone=Tone::Attention title=td_string!(locale, review.meanwhile_title) alert=true>
                <p>{td_string!(locale, review.meanwhile_text)}</p>
            </Note>
        }
        .into_any(),
        Flash::Review(deed) => {
            let text = sentence(locale, deed);
            view! { <DoneNote text describes=SAID/> }.into_any()
        }
        Flash::OtherAccount => view! { <OtherAccountNote/> }.into_any(),
        _ => ().into_any(),
    }
}

fn sentence(locale: Locale, deed: ReviewDeed) -> String {
    match deed {
        ReviewDeed::Taken => td_string!(locale, review.has_taken).to_owned(),
        ReviewDeed::GivenBack | ReviewDeed::TakenByAnother => {
            td_string!(locale, review.has_given_back).to_owned()
        }
        ReviewDeed::Decided {
            name,
            is_approved,
            left,
        } => {
            let name = name.unwrap_or_else(|| td_string!(locale, review.somebody).to_owned());
            let done = if is_approved {
                td_string!(locale, review.has_approved, name = name).to_string()
            } else {
                td_string!(locale, review.has_rejected, name = name).to_string()
            };
            match left {
                Some(0) => format!("{done} {}", td_string!(locale, review.none_left)),
                Some(left) => {
                    let left = words::count(locale, left);
                    format!("{done} {}", td_string!(locale, review.left, count = left))
                }
                None => done,
            }
        }
    }
}
