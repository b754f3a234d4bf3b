//! The foot of a form of choices: Save, or how saving goes. What is said is there as templates, since what
//! comes into the page is announced.

use super::parts::{
    ALARM, AWAKE, FAULT, FOOT, NAMES, PART, RETRY, SAVE, SAVED, SAVING, SIGN_IN, STATUS, TITLE, WHY,
};
use crate::islands::elements::part;
use leptos::{wasm_bindgen::JsCast, web_sys};
use web_sys::{
    Element, Event, HtmlButtonElement, HtmlDivElement, HtmlFormElement, HtmlTemplateElement,
};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Idle,
    Saving,
    Saved,
}

/// Why the last choice is not saved.
pub(super) struct Failure {
    /// What the controls are called.
    pub(super) names: String,
    /// Why; nothing where nobody answered.
    pub(super) text: Option<String>,
    /// Whether signing in would help.
    pub(super) is_signed_out: bool,
}

/// The elements of the foot.
pub(super) struct Foot {
    root: Element,
    status: Element,
    alarm: Element,
}

impl Foot {
    /// The foot in the island's place, and the form that it belongs to.
    pub(super) fn find(place: &HtmlDivElement) -> Option<(Self, HtmlFormElement)> {
        let root = part(place, FOOT)?;
        let form = part::<HtmlButtonElement>(&root, SAVE)?.form()?;
        let foot = Self {
            status: part(&root, STATUS)?,
            alarm: part(&root, ALARM)?,
            root,
        };
        Some((foot, form))
    }

    /// Nothing is to be saved by hand any more.
    pub(super) fn wake(&self) {
        // The name of the class is a good one.
        self.root.class_list().add_1(AWAKE).ok();
    }

    /// Whether the event is that of the button that sends again.
    pub(super) fn is_retry(event: &Event) -> bool {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        target.is_some_and(|it| it.get_attribute(PART).as_deref() == Some(RETRY))
    }

    /// Says how saving goes.
    pub(super) fn set_status(&self, status: Status) {
        match status {
            Status::Idle => self.status.set_text_content(None),
            Status::Saving => self.show(&self.status, SAVING),
            Status::Saved => self.show(&self.status, SAVED),
        }
    }

    /// Says what was not saved, and what to do about it; or nothing.
    pub(super) fn set_failure(&self, failure: Option<&Failure>) {
        let Some(failure) = failure else {
            self.alarm.set_text_content(None);
            return;
        };
        self.show(&self.alarm, FAULT);
        let find = |name| part::<Element>(&self.alarm, name);
        if let Some(title) = find(TITLE) {
            let text = title.text_content().unwrap_or_default();
            title.set_text_content(Some(&text.replace(NAMES, &failure.names)));
        }
        if let (Some(why), Some(text)) = (find(WHY), &failure.text) {
            why.set_text_content(Some(text));
        }
        if let Some(link) = find(SIGN_IN).filter(|_| !failure.is_signed_out) {
            link.remove();
        }
    }

    /// Whether it says that something was not saved.
    pub(super) fn has_failure(&self) -> bool {
        self.alarm.has_child_nodes()
    }

    /// Puts a copy of a template in place of what is there.
    fn show(&self, place: &Element, template: &str) {
        place.set_text_content(None);
        let template = part::<HtmlTemplateElement>(&self.root, template);
        if let Some(copy) = template.and_then(|it| it.content().clone_node_with_deep(true).ok()) {
            place.append_child(&copy).ok();
        }
    }
}
