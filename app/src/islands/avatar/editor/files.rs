//! Files that are chosen, or dropped anywhere on the island.

use super::{Editor, Event, Work, listen, words};
use crate::islands::avatar::open::open;
use leptos::{prelude::window, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use web_sys::{DragEvent, File, Node};

impl Editor {
    pub(super) fn listen_for_files(&self) {
        let root = &self.0.panel.root;
        let this = self.clone();
        listen(root, "change", move |event: Event| {
            if this.is_input(&event) {
                this.take_chosen();
            }
        });
        for event in ["dragenter", "dragover"] {
            let this = self.clone();
            listen(root, event, move |event: DragEvent| {
                event.prevent_default();
                this.0.panel.set_over(true);
            });
        }
        let this = self.clone();
        listen(root, "dragleave", move |event: DragEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<Node>().ok());
            if !this.0.panel.root.contains(to.as_ref()) {
                this.0.panel.set_over(false);
            }
        });
        let this = self.clone();
        listen(root, "drop", move |event: DragEvent| {
            this.take_dropped(&event);
        });
        // A file that misses the island would be shown by the browser in place of the page.
        for event in ["dragover", "drop"] {
            listen(&window(), event, |event: DragEvent| {
                let kinds = event.data_transfer().map(|data| data.types());
                if kinds.is_some_and(|kinds| kinds.includes(&"Files".into(), 0)) {
                    event.prevent_default();
                }
            });
        }
    }

    fn take_dropped(&self, event: &DragEvent) {
        event.prevent_default();
        self.0.panel.set_over(false);
        let files = event.data_transfer().and_then(|data| data.files());
        match files.and_then(|files| files.get(0)) {
            Some(file) => self.take(file),
            // Words, or a picture of another page that browsers hand over by its address.
            None if !self.is_busy() => self.fail(&self.word(words::BAD_TYPE)),
            None => {}
        }
    }

    pub(super) fn take_chosen(&self) {
        let input = &self.0.input;
        let chosen = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = chosen {
            self.take(file);
        }
    }

    /// Opens a file, unless something is under way.
    fn take(&self, file: File) {
        if self.is_busy() {
            return;
        }
        let run = self.begin(Work::Opening);
        let this = self.clone();
        spawn_local(async move {
            let opened = open(&file, &this.0.limits).await;
            if !this.is_current(run) {
                return;
            }
            this.set_work(Work::None);
            match opened {
                Ok(opened) => this.open_dialog(opened),
                Err(flaw) => this.fail(&this.word(flaw)),
            }
        });
    }
}
