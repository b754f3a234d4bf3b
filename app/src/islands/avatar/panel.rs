//! What the island shows. Each place where something may be said is there from the beginning, so that
//! what comes into it is announced; its role comes with the words.

use super::{
    parts::{
        AWAKE, BAR, BAR_TEXT, BAR_VALUE, DIALOG, DOING, DONE, DONE_TEXT, ERROR_ID, FAULT,
        FAULT_TEXT, FILE_ID, HAS_PHOTO, HINT_ID, LOOK_AGAIN, NUMBER, OVER, PROGRESS, REMOVE,
        RESTORE, RETRY, SAID, SIGN_IN, STOP, UNDO, UNDO_FIELD, WORDS, ZOOM, words,
    },
    told::Undo,
};
use crate::islands::elements;
use leptos::{
    prelude::document,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Work {
    /// Nothing.
    #[default]
    None,
    /// A file is being read, or a photo written.
    Opening,
    /// The photo is on its way: how much of it has gone, of 100.
    Sending(u8),
    /// It has arrived, and thumbnails are being made.
    Making,
    /// They are made, and being put on the page.
    Showing,
    /// It is being taken away, or brought back.
    Changing,
}

impl Work {
    /// Whether the photo may be taken away meanwhile: then it does not come.
    pub(super) fn may_be_removed(self) -> bool {
        matches!(self, Self::None | Self::Making)
    }
}

/// The elements of the island.
#[derive(Clone)]
pub(super) struct Panel {
    pub(super) root: HtmlElement,
    words: JsValue,
}

impl Panel {
    pub(super) fn new(root: HtmlElement) -> Self {
        let words = root.get_attribute(WORDS).unwrap_or_default();
        Self {
            words: js_sys::JSON::parse(&words).unwrap_or(JsValue::NULL),
            root,
        }
    }

    /// What is said by this name.
    pub(super) fn word(&self, name: &str) -> String {
        let word = js_sys::Reflect::get(&self.words, &name.into());
        word.ok()
            .and_then(|word| word.as_string())
            .unwrap_or_default()
    }

    /// The element of this name.
    pub(super) fn part<T: JsCast>(&self, name: &str) -> Option<T> {
        elements::part(&self.root, name)
    }

    pub(super) fn wake(&self) {
        self.set_class(AWAKE, true);
    }

    /// Whether a file is held over it.
    pub(super) fn set_over(&self, is_over: bool) {
        self.set_class(OVER, is_over);
    }

    /// Whether the person has a photo.
    pub(super) fn set_photo(&self, has_photo: bool) {
        self.set_class(HAS_PHOTO, has_photo);
    }

    pub(super) fn set_work(&self, work: Work) {
        let is_busy = work != Work::None;
        for (name, is_off) in [
            (FILE_ID, is_busy),
            (RESTORE, is_busy),
            (REMOVE, !work.may_be_removed()),
        ] {
            self.set(name, "aria-disabled", is_off.then_some("true"));
        }
        let (percent, doing) = match work {
            Work::None | Work::Changing => (None, None),
            Work::Opening => (None, Some(self.word(words::OPENING))),
            Work::Sending(percent) => (Some(percent), Some(self.word(words::SENDING))),
            Work::Making | Work::Showing => (Some(100), Some(self.word(words::MAKING))),
        };
        self.show(PROGRESS, percent.is_some());
        // What has gone altogether cannot be stopped.
        self.show(STOP, matches!(work, Work::Sending(..100)));
        if let Some(percent) = percent {
            let number = percent.to_string();
            let text = match work {
                Work::Sending(_) => self.word(words::SENT).replace(NUMBER, &number),
                _ => self.word(words::MAKING),
            };
            self.set(BAR, "aria-valuenow", Some(&number));
            self.set(BAR, "aria-valuetext", Some(&text));
            self.set(BAR_VALUE, "width", Some(&(number + "%")));
            self.write(BAR_TEXT, &text);
        }
        // Words that are there already are not said again.
        let said = doing.unwrap_or_default();
        if self
            .part::<Element>(DOING)
            .and_then(|it| it.text_content())
            .as_ref()
            != Some(&said)
        {
            self.write(DOING, &said);
        }
        self.set_role_of_said();
    }

    /// Says what was done, and offers to take it back; or nothing.
    pub(super) fn set_done(&self, text: &str, undo: Option<&Undo>) {
        self.write(DONE_TEXT, text);
        self.show(UNDO, undo.is_some());
        self.show(LOOK_AGAIN, false);
        if let (Some(undo), Some(field)) = (undo, self.part::<HtmlInputElement>(UNDO_FIELD)) {
            field.set_name(&undo.name);
            field.set_value(&undo.value);
        }
        self.show(DONE, !text.is_empty());
        self.set_role_of_said();
    }

    /// Says what is wrong, and offers what helps; or nothing.
    pub(super) fn set_fault(&self, text: &str, is_passing: bool, is_signed_out: bool) {
        let is_wrong = !text.is_empty();
        self.write(FAULT_TEXT, text);
        self.show(ERROR_ID, is_wrong);
        self.show(RETRY, is_passing);
        self.show(SIGN_IN, is_signed_out);
        self.set(FAULT, "role", is_wrong.then_some("alert"));
        // Where trying again may help, the file is not what is wrong.
        let is_invalid = is_wrong && !is_passing;
        self.set(FILE_ID, "aria-invalid", is_invalid.then_some("true"));
        let described_by = format!("{HINT_ID} {ERROR_ID}");
        let described_by = if is_wrong { &described_by } else { HINT_ID };
        self.set(FILE_ID, "aria-describedby", Some(described_by));
    }

    /// How large the photo is shown while it is cropped, and may be: of 100.
    pub(super) fn set_zoom(&self, zoom: u32, most: u32) {
        let Some(slider) = self.part::<HtmlInputElement>(ZOOM) else {
            return;
        };
        let number = zoom.to_string();
        slider.set_max(&most.to_string());
        slider.set_value(&number);
        slider.set_disabled(most <= 100);
        let text = self.word(words::PERCENT).replace(NUMBER, &number);
        self.set(ZOOM, "aria-valuetext", Some(&text));
    }

    /// Moves the focus to an element. One that cannot take it leaves it where it is.
    pub(super) fn focus(&self, name: &str) {
        if let Some(element) = self.part::<HtmlElement>(name) {
            element.focus().ok();
        }
    }

    /// Whether what had the focus is in the dialog, which was just closed, or gone.
    pub(super) fn is_focus_lost(&self) -> bool {
        let focused = document().active_element();
        focused.is_none_or(|it| it.tag_name() == "BODY") || self.has_focus(DIALOG)
    }

    fn has_focus(&self, name: &str) -> bool {
        let focused = document().active_element();
        let element = self.part::<Element>(name);
        focused.is_some_and(|focused| element.is_some_and(|it| it.contains(Some(&focused))))
    }

    fn set_role_of_said(&self) {
        let is_shown = |name| {
            self.part::<HtmlElement>(name)
                .is_some_and(|it| !it.hidden())
        };
        let is_doing = self
            .part::<Element>(DOING)
            .is_some_and(|it| it.text_content().is_some_and(|it| !it.is_empty()));
        let says = is_doing || is_shown(DONE);
        self.set(SAID, "role", says.then_some("status"));
    }

    fn set_class(&self, class: &str, is_on: bool) {
        // The names of our classes are good ones.
        self.root.class_list().toggle_with_force(class, is_on).ok();
    }

    fn write(&self, name: &str, text: &str) {
        if let Some(element) = self.part::<Element>(name) {
            element.set_text_content(Some(text));
        }
    }

    fn show(&self, name: &str, is_shown: bool) {
        if !is_shown && self.has_focus(name) {
            // What goes away leaves it to what is always there.
            self.focus(FILE_ID);
        }
        self.set(name, "hidden", (!is_shown).then_some(""));
    }

    fn set(&self, name: &str, attribute: &str, value: Option<&str>) {
        if let Some(element) = self.part::<Element>(name) {
            elements::set(&element, attribute, value);
        }
    }
}
