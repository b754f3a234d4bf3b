//! What the last form that blocks or unblocks did, or why it did nothing; with the focus, since what a
//! page holds when it is loaded is not announced otherwise.

use super::{
    error_summary::{Entry, ErrorSummary},
    icon::Icon,
    note::OtherAccountNote,
};
use crate::{
    forms::block::{Action, BlockForm},
    pages::set_status,
    session::flash::{BlockDeed, Flash},
    visit::locale,
    words::{BlockFault, td_string},
};
use contract::UserId;
use leptos::prelude::*;

/// The id of the box for a note.
pub(crate) const NOTE_ID: &str = "field-note";

/// A form that was sent and did nothing, and why; given to the page that answers it.
#[derive(Clone, Debug)]
pub(crate) struct BlockRefusal {
    /// Why.
    pub(crate) fault: BlockFault,
    /// The form.
    pub(crate) form: BlockForm,
}

/// Why nothing was done. Sets the status of the answer.
#[component]
pub(crate) fn BlockRefused(
    /// The form, and why.
    refusal: BlockRefusal,
    /// Whether the page has the box for the note.
    #[prop(optional)]
    with_note: bool,
) -> impl IntoView {
    let locale = locale();
    let fault = refusal.fault;
    set_status(fault.status());
    let is_about_note = with_note && matches!(fault, BlockFault::Note(_));
    let entry = Entry {
        anchor: is_about_note.then(|| NOTE_ID.to_owned()),
        text: fault.sentence(locale),
    };
    view! { <ErrorSummary heading=td_string!(locale, problem.heading) entries=vec![entry]/> }
}

/// What was done, with the way back beside it for as long as the page is open.
#[component]
pub(crate) fn BlockDone(
    /// The word that the action left; those of other pages say nothing here.
    flash: Flash,
    /// The signed-in person.
    owner: UserId,
    /// The address of the page with the list, at which it comes back.
    page: String,
) -> impl IntoView {
    let locale = locale();
    let deed = match flash {
        Flash::Block(deed) => deed,
        Flash::OtherAccount => return Some(view! { <OtherAccountNote/> }.into_any()),
        _ => return None,
    };
    let (text, undo) = match deed {
        BlockDeed::Blocked(person) => {
            let name = person.name.clone();
            let text = td_string!(locale, block.has_blocked, name = name).to_string();
            (text, Some((Action::Unblock, person, None)))
        }
        BlockDeed::Unblocked(person, note) => {
            let name = person.name.clone();
            let text = td_string!(locale, block.has_unblocked, name = name).to_string();
            (text, Some((Action::Block, person, note)))
        }
        BlockDeed::WasUnblocked => (td_string!(locale, block.was_unblocked).to_owned(), None),
    };
    let undo = undo.map(|(action, person, note)| {
        view! {
            <form method="post" action=page>
                <BlockFields action owner user=person.id/>
                {note.map(|note| view! { <input type="hidden" name="note" value=note/> })}
                <button class="btn" type="submit">
                    <Icon name="undo-2"/>
                    {td_string!(locale, block.undo)}
                    <span class="sr-only">" "<bdi>{person.name}</bdi></span>
                </button>
            </form>
        }
    });
    Some(
        view! {
            <div class="note note-done" role="status" tabindex="-1" autofocus=true>
                <Icon name="check"/>
                <p class="note-title" dir="auto">{text}</p>
                {undo}
            </div>
        }
        .into_any(),
    )
}

/// What every such form sends: what to do, with whom, and for whom it was made.
#[component]
pub(crate) fn BlockFields(
    /// What to do.
    action: Action,
    /// For whom it was made.
    owner: UserId,
    /// With whom.
    user: UserId,
) -> impl IntoView {
    view! {
        <input type="hidden" name="action" value=action.as_str()/>
        <input type="hidden" name="owner" value=owner.to_string()/>
        <input type="hidden" name="userId" value=user.to_string()/>
    }
}
