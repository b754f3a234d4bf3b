//! Taking the photo away, and bringing it back.

use super::{Again, Editor, HtmlFormElement, Work, focus_soon};
use crate::islands::avatar::{
    ACTION,
    ask::{self, Reply},
    told::{Changed, Undo},
};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use web_sys::HtmlInputElement;

/// What says what was done; it takes the focus, since the button that did it goes away.
const NOTICE: &str = ".note-done";

impl Editor {
    /// What a form of the island asks for.
    pub(super) fn submit(&self, form: &HtmlFormElement) {
        if self.is_busy() {
            return;
        }
        match form.get_attribute("data-do").as_deref() {
            Some("remove") => self.remove(),
            Some("restore") => {
                if let Some(undo) = undo_of(form) {
                    self.restore(undo);
                }
            }
            _ => {}
        }
    }

    pub(super) fn remove(&self) {
        let address = format!("{ACTION}/remove");
        let pairs = [("owner".to_owned(), self.0.owner.clone())];
        self.change_to(address, pairs.to_vec(), Again::Remove, |editor, changed| {
            let removed = &editor.0.texts.done.removed;
            editor.say(removed, changed.undo);
        });
    }

    pub(super) fn restore(&self, undo: Undo) {
        let address = format!("{ACTION}/restore");
        let pairs = [
            ("owner".to_owned(), self.0.owner.clone()),
            (undo.name.clone(), undo.value.clone()),
        ];
        self.change_to(address, pairs.to_vec(), Again::Restore(undo), |editor, _| {
            editor.say(&editor.0.texts.done.restored, None);
        });
    }

    fn change_to(
        &self,
        address: String,
        pairs: Vec<(String, String)>,
        again: Again,
        done: impl FnOnce(&Self, Changed) + 'static,
    ) {
        // While it is under way, what was said stays, with the button that has the focus.
        self.0.shown.work.set(Work::Changing);
        let this = self.clone();
        spawn_local(async move {
            let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let reply = ask::post::<Changed>(&address, &pairs).await;
            this.begin(Work::Changing);
            match reply {
                Reply::Told(changed) => {
                    this.show(&changed.picture).await;
                    done(&this, changed);
                    focus_soon(&this.0.root, NOTICE);
                }
                Reply::Refused(status, text) => {
                    this.refused(status, text, again);
                    this.focus_input();
                }
                Reply::Silence => {
                    this.fail_for_now(&this.0.texts.faults.unreachable, again);
                    this.focus_input();
                }
            }
        });
    }
}

/// What the form of an Undo has in its last hidden field.
fn undo_of(form: &HtmlFormElement) -> Option<Undo> {
    let field = form.query_selector("input[type=hidden]:last-of-type").ok()??;
    let field = field.dyn_into::<HtmlInputElement>().ok()?;
    Some(Undo {
        name: field.name(),
        value: field.value(),
    })
}
