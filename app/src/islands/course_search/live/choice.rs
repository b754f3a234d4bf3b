//! How a course of the list is chosen: with the keys, and what follows.

use super::{
    super::{is_free, option_id},
    SearchBox,
};
use leptos::{prelude::*, web_sys};
use std::time::Duration;
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

impl SearchBox {
    /// A key was pressed in the box.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let is_open = self.shown.is_open.get_untracked();
        let active = self.shown.active.get_untracked();
        let last = self.shown.offers.with_untracked(Vec::len).checked_sub(1);
        let Some(last) = last.filter(|_| is_open) else {
            self.press_closed(event);
            return;
        };
        let next = match (&*event.key(), active) {
            ("ArrowDown", None) | ("Home", Some(_)) => Some(0),
            ("ArrowDown", Some(index)) => (index < last).then_some(index + 1),
            ("ArrowUp", None) | ("End", Some(_)) => Some(last),
            ("ArrowUp", Some(index)) => index.checked_sub(1),
            ("Enter", Some(index)) => {
                event.prevent_default();
                self.choose(index);
                return;
            }
            ("Escape", _) => {
                event.prevent_default();
                self.close();
                return;
            }
            _ => return,
        };
        // Beyond either end nothing is chosen, and Enter shows all results.
        event.prevent_default();
        self.shown.active.set(next);
        if let Some(index) = next {
            reveal(index);
        }
    }

    fn press_closed(self, event: &KeyboardEvent) {
        match &*event.key() {
            // An empty box offers the first of all courses.
            "ArrowDown" => {
                event.prevent_default();
                self.take_back();
                self.search_after(self.typed(), Duration::ZERO);
            }
            "Escape" if !self.typed().is_empty() => {
                event.prevent_default();
                self.search.with_value(|search| search.set_value(""));
                self.search();
            }
            _ => {}
        }
    }

    /// Begins the course; one that is taken says so.
    pub(super) fn choose(self, index: usize) {
        let offer = self
            .shown
            .offers
            .with_untracked(|offers| offers.get(index).cloned());
        let Some(offer) = offer else { return };
        if let (false, Some(status)) = (is_free(&offer), &offer.status) {
            let standing = self.words.with_value(|words| words.standing(status));
            self.shown
                .message
                .set(format!("{}: {standing}", offer.title));
            return;
        }
        if self.is_leaving.get_value() {
            return;
        }
        let form = self.chosen.with_value(|chosen| {
            chosen.set_value(&offer.course_id);
            chosen.form()
        });
        if let Some(form) = form {
            self.is_leaving.set_value(true);
            drop(form.request_submit());
        }
    }
}

/// Brings an option into sight.
fn reveal(index: usize) {
    if let Some(option) = document().get_element_by_id(&option_id(index)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
