//! What can be done about somebody: a native fold, so that it needs no script.

use crate::{
    components::{
        block_notice::{BlockFields, BlockRefusal, NOTE_ID},
        control::Control,
        icon::Icon,
        text_field::TextField,
    },
    forms::block::Action,
    pages::people::person_href,
    visit::locale,
    words::{BlockFault, td_string},
};
use contract::{UserId, directory::PublicProfile, limits::BLOCK_NOTE_MAX};
use leptos::prelude::*;

/// What the box for a note holds that was filled before.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    note: String,
    fault: Option<BlockFault>,
}

impl Typed {
    /// What was sent and not done.
    pub(super) fn refused(refusal: &BlockRefusal) -> Self {
        Self {
            note: refusal.form.note.clone(),
            fault: Some(refusal.fault.clone()),
        }
    }

    /// What was kept while somebody signed in again.
    pub(super) fn draft(note: &str) -> Self {
        Self {
            note: note.to_owned(),
            fault: None,
        }
    }

    /// Whether another try is of use.
    fn is_open(&self) -> bool {
        !matches!(self.fault, Some(BlockFault::Staff | BlockFault::Oneself))
    }

    /// What is wrong with the note itself.
    fn error(&self) -> Option<&BlockFault> {
        let fault = self.fault.as_ref();
        fault.filter(|fault| matches!(fault, BlockFault::Note(_)))
    }
}

/// The menu. It is open where something was typed.
#[component]
pub(super) fn Menu(
    /// Who.
    person: PublicProfile,
    /// The signed-in person.
    owner: UserId,
    /// What was typed before.
    typed: Option<Typed>,
) -> impl IntoView {
    let locale = locale();
    let open = typed.as_ref().is_some_and(Typed::is_open);
    let name = person.display_name.clone();
    let about = td_string!(locale, person.more_about, name = name).to_string();
    view! {
        <details class="more" open=open>
            <summary class="btn">
                <Icon name="ellipsis"/>
                {td_string!(locale, person.more)}
                <span class="sr-only">" "{about}</span>
            </summary>
            <div class="more-panel">
                <Block person owner typed/>
            </div>
        </details>
    }
}

/// The form. `novalidate`: the server says what is wrong, in the page's language.
#[component]
fn Block(person: PublicProfile, owner: UserId, typed: Option<Typed>) -> impl IntoView {
    let locale = locale();
    let name = person.display_name.clone();
    let title = td_string!(locale, block.title, name = name).to_string();
    let error = typed.as_ref().and_then(Typed::error);
    let error = error.map(|fault| fault.sentence(locale));
    let control = Control {
        id: NOTE_ID.to_owned(),
        name: "note",
        label: td_string!(locale, block.note).to_owned(),
        value: typed.map(|typed| typed.note).unwrap_or_default(),
        error,
    };
    let hint = td_string!(locale, block.note_hint, max = BLOCK_NOTE_MAX).to_string();
    view! {
        <form method="post" action=person_href(&person.handle()) novalidate class="block-form">
            <h2 dir="auto">{title.clone()}</h2>
            <p>{td_string!(locale, block.text)}</p>
            <BlockFields action=Action::Block owner user=person.id/>
            <TextField control limit=BLOCK_NOTE_MAX hint/>
            <button class="btn btn-danger" type="submit">
                <Icon name="ban"/>
                <bdi>{title}</bdi>
            </button>
        </form>
    }
}
