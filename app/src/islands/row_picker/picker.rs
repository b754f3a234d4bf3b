//! What the checkboxes do when they are pressed.

use super::{COUNT, MANY, ONE, PAGE, ROW, SAID};
use crate::islands::{
    PART,
    elements::{listen, part},
};
use leptos::{prelude::window, wasm_bindgen::JsCast, web_sys};
use std::{cell::Cell, rc::Rc};
use web_sys::{Element, Event, HtmlDivElement, HtmlInputElement, MouseEvent};

/// The checkboxes, and the one that was pressed last.
struct Picker {
    rows: Vec<HtmlInputElement>,
    page: HtmlInputElement,
    said: Element,
    last: Cell<Option<usize>>,
}

/// Listens for as long as the page lives.
pub(super) fn wake(place: &HtmlDivElement) {
    let (Some(page), Some(said)) = (part(place, PAGE), part(place, SAID)) else {
        return;
    };
    let this = Rc::new(Picker {
        rows: rows(place),
        page,
        said,
        last: Cell::default(),
    });
    this.tell();
    let picker = Rc::clone(&this);
    listen(place, "click", move |event: MouseEvent| {
        picker.press(&event);
    });
    // The key that chooses a range would select the words in between.
    let picker = Rc::clone(&this);
    listen(place, "mousedown", move |event: MouseEvent| {
        if let Some(at) = picker.row_of(&event).filter(|_| event.shift_key()) {
            event.prevent_default();
            picker.rows[at].focus().ok();
        }
    });
    // Browsers give a page that one comes back to its checks again.
    listen(&window(), "pageshow", move |_: Event| this.tell());
}

fn rows(place: &Element) -> Vec<HtmlInputElement> {
    let Ok(found) = place.query_selector_all(&format!("[{PART}={ROW}]")) else {
        return Vec::new();
    };
    let all = (0..found.length()).filter_map(|i| found.item(i));
    all.filter_map(|row| row.dyn_into().ok()).collect()
}

impl Picker {
    /// Which row's checkbox an event is about.
    fn row_of(&self, event: &MouseEvent) -> Option<usize> {
        let pressed: HtmlInputElement = event.target()?.dyn_into().ok()?;
        self.rows.iter().position(|row| *row == pressed)
    }

    fn press(&self, event: &MouseEvent) {
        if let Some(at) = self.row_of(event) {
            let from = self.last.replace(Some(at)).unwrap_or(at);
            if event.shift_key() {
                self.check(from.min(at)..=from.max(at), self.rows[at].checked());
            }
        } else if let Some(pressed) = event.target()
            && pressed == *self.page.as_ref()
            && let Some(last) = self.rows.len().checked_sub(1)
        {
            self.check(0..=last, self.page.checked());
        } else {
            return;
        }
        self.tell();
    }

    fn check(&self, range: std::ops::RangeInclusive<usize>, is_checked: bool) {
        for row in &self.rows[range] {
            row.set_checked(is_checked);
        }
    }

    /// Says how many are checked, here and in the head.
    fn tell(&self) {
        let count = self.rows.iter().filter(|row| row.checked()).count();
        let is_all = count > 0 && count == self.rows.len();
        self.page.set_checked(is_all);
        self.page.set_indeterminate(count > 0 && !is_all);
        let words = |name| self.said.get_attribute(name).unwrap_or_default();
        let text = match count {
            0 => String::new(),
            1 => words(ONE),
            _ => words(MANY).replace(COUNT, &count.to_string()),
        };
        self.said.set_text_content(Some(&text));
    }
}
