//! What the island does, from a file that is chosen to the photo that is shown.

mod change;
mod cropping;
mod files;
mod transfer;

use super::{
    limits::Limits,
    open::Opened,
    panel::{Panel, Work},
    parts::{COMING, DO, FILE_ID, OWNER, ROOT, words},
    told::Undo,
};
use crate::islands::elements::{listen, part};
use cropping::Hold;
use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{self, HtmlDivElement},
};
use std::{cell::RefCell, rc::Rc};
use transfer::Parcel;
use web_sys::{
    Element, Event, HtmlButtonElement, HtmlElement, HtmlFormElement, HtmlInputElement,
    XmlHttpRequest,
};

/// Everything that is known while the page lives. Cheap to clone.
#[derive(Clone)]
pub(super) struct Editor(Rc<Parts>);

struct Parts {
    panel: Panel,
    input: HtmlInputElement,
    limits: Limits,
    owner: String,
    now: RefCell<Now>,
}

/// What is under way.
#[derive(Default)]
struct Now {
    work: Work,
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

/// Listens for as long as the page lives. A file that was chosen before is opened at once; where there
/// is none, an upload that the plain form has left is watched.
pub(super) fn wake(place: &HtmlDivElement) {
    let Some(root) = part::<HtmlElement>(place, ROOT) else {
        return;
    };
    let attribute = |name| root.get_attribute(name);
    let (owner, coming) = (attribute(OWNER).unwrap_or_default(), attribute(COMING));
    let limits = Limits::of(&root);
    let panel = Panel::new(root);
    let Some(input) = panel.part(FILE_ID) else {
        return;
    };
    let editor = Editor(Rc::new(Parts {
        panel,
        input,
        limits,
        owner,
        now: RefCell::default(),
    }));
    editor.listen();
    editor.0.panel.wake();
    editor.take_chosen();
    if let Some(upload) = coming.filter(|_| !editor.is_busy()) {
        editor.watch(upload);
    }
}

impl Editor {
    fn listen(&self) {
        let root = &self.0.panel.root;
        let this = self.clone();
        listen(root, "click", move |event: Event| {
            if this.is_input(&event) && this.is_busy() {
                event.prevent_default();
            } else if let Some(button) = closest::<HtmlButtonElement>(&event, "button") {
                this.act(&button.get_attribute(DO).unwrap_or_default());
            }
        });
        let this = self.clone();
        listen(root, "submit", move |event: Event| {
            if let Some(form) = closest::<HtmlFormElement>(&event, "form")
                && let Some(what) = form.get_attribute(DO)
            {
                event.prevent_default();
                this.submit(&what);
            }
        });
        self.listen_for_files();
        self.listen_to_dialog();
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
        self.0.now.borrow().work != Work::None
    }

    fn set_work(&self, work: Work) {
        self.0.now.borrow_mut().work = work;
        self.0.panel.set_work(work);
    }

    /// Begins something, in place of whatever was said or begun before.
    fn begin(&self, work: Work) -> u32 {
        self.0.panel.set_fault("", false, false);
        self.0.panel.set_done("", None);
        self.set_work(work);
        let mut now = self.0.now.borrow_mut();
        now.again = None;
        now.run += 1;
        now.run
    }

    fn is_current(&self, run: u32) -> bool {
        self.0.now.borrow().run == run
    }

    fn word(&self, name: &str) -> String {
        self.0.panel.word(name)
    }

    /// Says what was done.
    fn say(&self, text: &str, undo: Option<&Undo>) {
        self.set_work(Work::None);
        self.0.panel.set_done(text, undo);
    }

    /// Says why nothing was done, where trying again does not help.
    fn fail(&self, text: &str) {
        self.tell_fault(text, None, false);
    }

    /// The same, where it may.
    fn fail_for_now(&self, word: &str, again: Again) {
        self.tell_fault(&self.word(word), Some(again), false);
    }

    fn tell_fault(&self, text: &str, again: Option<Again>, is_signed_out: bool) {
        self.set_work(Work::None);
        self.0.panel.set_done("", None);
        self.0.panel.set_fault(text, again.is_some(), is_signed_out);
        self.0.now.borrow_mut().again = again;
    }

    /// Says what the server refused with. A session may be back, and a part of ours, and of too many
    /// uploads one may be over.
    fn refused(&self, status: u16, text: Option<String>, again: Again) {
        let text = text.unwrap_or_else(|| self.word(words::INTERNAL));
        let is_signed_out = status == UNAUTHORIZED;
        let is_full = status == CONFLICT && matches!(again, Again::Send);
        let is_passing = is_signed_out || is_full || status >= 500;
        self.tell_fault(&text, is_passing.then_some(again), is_signed_out);
    }

    /// What had the focus goes away.
    fn focus_input(&self) {
        self.0.panel.focus(FILE_ID);
    }

    fn is_input(&self, event: &Event) -> bool {
        let input: &Element = self.0.input.as_ref();
        closest::<Element>(event, "input").as_ref() == Some(input)
    }
}

const UNAUTHORIZED: u16 = 401;
const CONFLICT: u16 = 409;

/// What of this kind the event is about.
fn closest<T: JsCast>(event: &Event, selector: &str) -> Option<T> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}
