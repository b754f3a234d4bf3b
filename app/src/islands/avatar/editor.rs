//! What the island does, from a file that is chosen to the photo that is shown.

mod change;
mod cropping;
mod transfer;

use super::{
    Fault, Limits, Nodes, Notice, Shown, Work,
    listen::listen,
    open::{Flaw, Opened, open},
    texts::Texts,
    told::Undo,
};
use cropping::Hold;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{self, HtmlDivElement},
};
use std::{cell::RefCell, rc::Rc};
use transfer::Parcel;
use web_sys::{
    DragEvent, Event, File, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement,
    XmlHttpRequest,
};

/// Everything that is known while the page lives. Cheap to clone.
#[derive(Clone)]
pub(super) struct Editor(Rc<Parts>);

struct Parts {
    root: HtmlDivElement,
    input: HtmlInputElement,
    nodes: Nodes,
    shown: Shown,
    texts: Texts,
    limits: Limits,
    owner: String,
    now: RefCell<Now>,
}

/// What is under way.
#[derive(Default)]
struct Now {
    /// Counts what was begun: only the last of it goes on.
    run: u32,
    /// The picture in the dialog, and how it is held.
    opened: Option<Opened>,
    hold: Hold,
    /// Whether the stage is about to be drawn.
    is_drawing: bool,
    /// What is to be sent, for as long as it has not arrived.
    parcel: Option<Parcel>,
    /// What stops it.
    request: Option<XmlHttpRequest>,
    /// What is done when somebody tries again.
    again: Option<Again>,
}

/// What may go well the next time.
#[derive(Clone, Debug)]
enum Again {
    Send,
    Look(String),
    Remove,
    Restore(Undo),
}

/// Listens for as long as the page lives. A file that was chosen before is opened at once.
pub(super) fn wake(
    root: &HtmlDivElement,
    nodes: Nodes,
    shown: Shown,
    texts: Texts,
    limits: Limits,
    owner: String,
) {
    let input = root.query_selector("input[type=file]").ok().flatten();
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let editor = Editor(Rc::new(Parts {
        root: root.clone(),
        input,
        nodes,
        shown,
        texts,
        limits,
        owner,
        now: RefCell::default(),
    }));
    editor.listen();
    editor.listen_to_stage();
    shown.is_awake.set(true);
    let coming = shown.notice.with_untracked(|notice| notice.as_ref()?.coming.clone());
    if let Some(upload) = coming {
        editor.watch(upload);
    }
    editor.take_chosen();
}

impl Editor {
    fn listen(&self) {
        let (root, this) = (&self.0.root, self.clone());
        listen(root, "change", move |event: Event| {
            if this.is_input(&event) {
                this.take_chosen();
            }
        });
        let this = self.clone();
        listen(root, "click", move |event: Event| {
            if this.is_input(&event) && this.is_busy() {
                event.prevent_default();
            } else if let Some(button) = closest::<HtmlButtonElement>(&event, "button[data-do]") {
                this.act(&button.get_attribute("data-do").unwrap_or_default());
            }
        });
        let this = self.clone();
        listen(root, "submit", move |event: Event| {
            let form = closest::<HtmlFormElement>(&event, "form[data-do]");
            if let Some(form) = form {
                event.prevent_default();
                this.submit(&form);
            }
        });
        self.listen_to_files_above();
    }

    /// A file that is dropped beside the island would be shown by the browser in place of the page.
    fn listen_to_files_above(&self) {
        let (root, this) = (&self.0.root, self.clone());
        for event in ["dragenter", "dragover"] {
            let this = this.clone();
            listen(root, event, move |event: DragEvent| {
                event.prevent_default();
                this.0.shown.is_over.set(true);
            });
        }
        let this = self.clone();
        listen(root, "dragleave", move |event: DragEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into().ok());
            if !this.0.root.contains(to.as_ref()) {
                this.0.shown.is_over.set(false);
            }
        });
        let this = self.clone();
        listen(root, "drop", move |event: DragEvent| {
            event.prevent_default();
            this.0.shown.is_over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            match files.and_then(|files| files.get(0)) {
                Some(file) => this.take(file),
                // Words, or a picture of another page that browsers hand over by its address.
                None if !this.is_busy() => this.fail(&this.0.texts.faults.bad_type),
                None => {}
            }
        });
        for event in ["dragover", "drop"] {
            listen(&window(), event, move |event: DragEvent| {
                let kinds = event.data_transfer().map(|data| data.types());
                if kinds.is_some_and(|kinds| kinds.includes(&"Files".into(), 0)) {
                    event.prevent_default();
                }
            });
        }
    }

    fn is_input(&self, event: &Event) -> bool {
        event.target().is_some_and(|target| &target == self.0.input.as_ref())
    }

    fn act(&self, what: &str) {
        match what {
            "retry" => self.retry(),
            "stop" => self.stop(),
            what => self.act_in_dialog(what),
        }
    }

    fn retry(&self) {
        let again = self.0.now.borrow_mut().again.take();
        let Some(again) = again.filter(|_| !self.is_busy()) else {
            return;
        };
        // The button goes away.
        self.focus_input();
        match again {
            Again::Send => self.send(),
            Again::Look(upload) => self.watch(upload),
            Again::Remove => self.remove(),
            Again::Restore(undo) => self.restore(undo),
        }
    }

    /// Whether something is under way that a second one would disturb.
    fn is_busy(&self) -> bool {
        self.0.shown.work.get_untracked() != Work::None
    }

    fn take_chosen(&self) {
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
            this.0.shown.work.set(Work::None);
            match opened {
                Ok(opened) => this.open_dialog(opened),
                Err(flaw) => this.fail(this.words_of(&flaw)),
            }
        });
    }

    fn words_of(&self, flaw: &Flaw) -> &str {
        let words = &self.0.texts.faults;
        match flaw {
            Flaw::Empty => &words.empty,
            Flaw::TooLarge => &words.too_large,
            Flaw::BadType => &words.bad_type,
            Flaw::TooManyPixels => &words.too_many_pixels,
            Flaw::Unreadable => &words.unreadable,
        }
    }

    /// Begins something, in place of whatever was said or begun before.
    fn begin(&self, work: Work) -> u32 {
        let shown = self.0.shown;
        shown.fault.set(None);
        shown.notice.set(None);
        shown.work.set(work);
        let mut now = self.0.now.borrow_mut();
        now.again = None;
        now.run += 1;
        now.run
    }

    fn is_current(&self, run: u32) -> bool {
        self.0.now.borrow().run == run
    }

    /// Says what was done.
    fn say(&self, text: &str, undo: Option<Undo>) {
        self.0.shown.work.set(Work::None);
        self.0.shown.notice.set(Some(Notice {
            text: text.to_owned(),
            undo,
            coming: None,
        }));
    }

    /// Says why nothing was done, where trying again does not help.
    fn fail(&self, text: &str) {
        self.tell_fault(text, None, false);
    }

    /// The same, where it may.
    fn fail_for_now(&self, text: &str, again: Again) {
        self.tell_fault(text, Some(again), false);
    }

    fn tell_fault(&self, text: &str, again: Option<Again>, is_signed_out: bool) {
        let shown = self.0.shown;
        shown.work.set(Work::None);
        shown.notice.set(None);
        shown.fault.set(Some(Fault {
            text: text.to_owned(),
            is_passing: again.is_some(),
            is_signed_out,
        }));
        self.0.now.borrow_mut().again = again;
    }

    /// Says what the server refused with. A session may be back, and a part of ours, and of too many
    /// uploads one may be over.
    fn refused(&self, status: u16, text: Option<String>, again: Again) {
        let text = text.unwrap_or_else(|| self.0.texts.faults.internal.clone());
        let is_signed_out = status == UNAUTHORIZED;
        let is_full = status == CONFLICT && matches!(again, Again::Send);
        let is_passing = is_signed_out || is_full || status >= 500;
        self.tell_fault(&text, is_passing.then_some(again), is_signed_out);
    }

    /// What had the focus goes away.
    fn focus_input(&self) {
        // A control that cannot take it leaves it where it is.
        self.0.input.focus().ok();
    }
}

const UNAUTHORIZED: u16 = 401;
const CONFLICT: u16 = 409;

/// What of this kind the event is about.
fn closest<T: JsCast>(event: &Event, selector: &str) -> Option<T> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}

/// Moves the focus to an element of the island, once it is drawn.
fn focus_soon(root: &HtmlDivElement, selector: &'static str) {
    let root = root.clone();
    request_animation_frame(move || {
        let found = root.query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // One that cannot take it leaves it where it is.
            element.focus().ok();
        }
    });
}
