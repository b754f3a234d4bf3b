//! Watches a form and saves what is chosen in it.

use super::{
    Failure, Status,
    controls::{change_of, changes_of, focus, label, put, saved},
    ledger::{Change, Ledger},
};
use crate::islands::post::{Answer, post};
use leptos::{ev, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use std::{cell::RefCell, rc::Rc};
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

const UNAUTHORIZED: u16 = 401;

/// Saves the choices of one form. Cheap to clone.
#[derive(Clone)]
pub(super) struct Saver(Rc<Parts>);

struct Parts {
    form: HtmlFormElement,
    ledger: RefCell<Ledger>,
    unreachable: String,
    status: RwSignal<Status>,
    failure: RwSignal<Option<Failure>>,
}

impl Saver {
    /// Watches the form for as long as the page lives. What was chosen before is saved now.
    pub(super) fn watch(
        form: HtmlFormElement,
        unreachable: String,
        status: RwSignal<Status>,
        failure: RwSignal<Option<Failure>>,
    ) -> Self {
        let saver = Self(Rc::new(Parts {
            ledger: RefCell::new(Ledger::new(saved(&form))),
            form,
            unreachable,
            status,
            failure,
        }));
        let early = changes_of(&saver.0.form);
        let early: Vec<_> = early
            .filter(|c| !saver.0.ledger.borrow().is_saved(c))
            .collect();
        for change in early {
            saver.change(change);
        }
        let watching = saver.clone();
        window_event_listener(ev::change, move |event| {
            let control = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let Some(control) = control.filter(|control| watching.is_mine(control)) else {
                return;
            };
            if let Some(change) = change_of(&control) {
                watching.change(change);
            }
        });
        // Nothing is left for Enter to send.
        let own = saver.0.form.clone();
        window_event_listener(ev::submit, move |event| {
            if event.target().is_some_and(|target| &target == own.as_ref()) {
                event.prevent_default();
            }
        });
        saver
    }

    /// Sends again what could not be saved. The button goes away: the focus goes to the control.
    pub(super) fn retry(&self) {
        let again = self.0.ledger.borrow_mut().retry();
        for change in &again {
            self.show(change);
        }
        if let Some(first) = again.first() {
            focus(&self.0.form, &first.name);
        }
        self.0.failure.set(None);
        self.send();
    }

    fn is_mine(&self, control: &Element) -> bool {
        self.0.form.contains(Some(control))
    }

    fn change(&self, change: Change) {
        apply(&change);
        self.0.ledger.borrow_mut().change(change);
        if self.0.ledger.borrow().failed().next().is_none() {
            self.0.failure.set(None);
        }
        self.send();
    }

    fn show(&self, change: &Change) {
        put(&self.0.form, change);
        apply(change);
    }

    /// Sends what waits, unless somebody is at it already.
    fn send(&self) {
        let first = self.0.ledger.borrow_mut().next();
        if let Some(first) = first {
            let saver = self.clone();
            spawn_local(async move { saver.send_all(first).await });
        }
    }

    async fn send_all(&self, first: Change) {
        let mut next = Some(first);
        let mut is_elsewhere = false;
        while let Some(change) = next {
            self.0.status.set(Status::Saving);
            match self.post(&change).await {
                Answer::Done => self.0.ledger.borrow_mut().accepted(),
                Answer::DoneElsewhere => {
                    is_elsewhere = true;
                    self.0.ledger.borrow_mut().accepted();
                }
                Answer::Refused(status, text) => self.refused(text, status == UNAUTHORIZED),
                Answer::Silence => self.refused(None, false),
            }
            next = self.0.ledger.borrow_mut().next();
        }
        let is_good = self.0.failure.with_untracked(Option::is_none);
        self.0
            .status
            .set(if is_good { Status::Saved } else { Status::Idle });
        if is_elsewhere && is_good {
            // Where the page cannot be loaded again, it stays as it is.
            window().location().reload().ok();
        }
    }

    async fn post(&self, change: &Change) -> Answer {
        let form = &self.0.form;
        let owner = form.elements().named_item("owner");
        let owner = owner.and_then(|owner| owner.dyn_into::<HtmlInputElement>().ok());
        let owner = owner.map(|owner| owner.value()).unwrap_or_default();
        let pairs = [("owner", owner.as_str()), (&change.name, &change.value)];
        let address = form.get_attribute("action").unwrap_or_default();
        post(&address, &pairs).await
    }

    fn refused(&self, text: Option<String>, is_signed_out: bool) {
        let back = self.0.ledger.borrow_mut().refused();
        let Some(back) = back else { return };
        self.show(&back);
        let ledger = self.0.ledger.borrow();
        let names: Vec<_> = ledger
            .failed()
            .map(|name| label(&self.0.form, name))
            .collect();
        self.0.failure.set(Some(Failure {
            names: names.join(", "),
            text: text.unwrap_or_else(|| self.0.unreachable.clone()),
            is_signed_out,
        }));
    }
}

/// A theme is seen at once.
fn apply(change: &Change) {
    if change.name != "theme" {
        return;
    }
    let Some(root) = document().document_element() else {
        return;
    };
    // The name of the attribute is a good one.
    if change.value == "system" {
        root.remove_attribute("data-theme").ok();
    } else {
        root.set_attribute("data-theme", &change.value).ok();
    }
}
