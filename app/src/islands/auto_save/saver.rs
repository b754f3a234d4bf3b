//! Watches a form and saves what is chosen in it.

use super::{
    controls::{change_of, changes_of, focus, label, put, saved},
    foot::{Failure, Foot, Status},
    ledger::{Change, Ledger},
};
use crate::islands::{
    elements::{listen, set},
    post::{Answer, post},
};
use leptos::{
    prelude::{document, window},
    task::spawn_local,
    wasm_bindgen::JsCast,
};
use std::{cell::RefCell, rc::Rc};
use web_sys::{Element, Event, HtmlDivElement, HtmlFormElement, HtmlInputElement};

const UNAUTHORIZED: u16 = 401;

/// Saves the choices of one form. Cheap to clone.
#[derive(Clone)]
pub(super) struct Saver(Rc<Parts>);

struct Parts {
    form: HtmlFormElement,
    foot: Foot,
    ledger: RefCell<Ledger>,
}

/// Watches the form that the foot in it belongs to.
pub(super) fn wake(place: &HtmlDivElement) {
    if let Some((foot, form)) = Foot::find(place) {
        Saver::watch(form, foot);
    }
}

impl Saver {
    /// Watches the form for as long as the page lives. What was chosen before is saved now.
    fn watch(form: HtmlFormElement, foot: Foot) {
        let saver = Self(Rc::new(Parts {
            ledger: RefCell::new(Ledger::new(saved(&form))),
            form,
            foot,
        }));
        let early = changes_of(&saver.0.form);
        let early: Vec<_> = early
            .filter(|c| !saver.0.ledger.borrow().is_saved(c))
            .collect();
        for change in early {
            saver.change(change);
        }
        let form = &saver.0.form;
        let watching = saver.clone();
        listen(form, "change", move |event: Event| {
            let control = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(change) = control.and_then(|control| change_of(&control)) {
                watching.change(change);
            }
        });
        // Nothing is left for Enter to send.
        listen(form, "submit", |event: Event| event.prevent_default());
        let watching = saver.clone();
        listen(form, "click", move |event: Event| {
            if Foot::is_retry(&event) {
                watching.retry();
            }
        });
        saver.0.foot.wake();
    }

    /// Sends again what could not be saved. The button goes away: the focus goes to the control.
    fn retry(&self) {
        let again = self.0.ledger.borrow_mut().retry();
        for change in &again {
            self.show(change);
        }
        if let Some(first) = again.first() {
            focus(&self.0.form, &first.name);
        }
        self.0.foot.set_failure(None);
        self.send();
    }

    fn change(&self, change: Change) {
        apply(&change);
        self.0.ledger.borrow_mut().change(change);
        if self.0.ledger.borrow().failed().next().is_none() {
            self.0.foot.set_failure(None);
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
            self.0.foot.set_status(Status::Saving);
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
        let is_good = !self.0.foot.has_failure();
        let status = if is_good { Status::Saved } else { Status::Idle };
        self.0.foot.set_status(status);
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
        self.0.foot.set_failure(Some(&Failure {
            names: names.join(", "),
            text,
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
    let theme = Some(&*change.value).filter(|theme| *theme != "system");
    set(&root, "data-theme", theme);
}
