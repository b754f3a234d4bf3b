//! The photo of a person: chosen or dropped, cropped, made small, sent straight to storage, and shown
//! wherever the page shows the person. Without the WASM it is a plain form with a file, and a second
//! one that takes the photo away.

#[cfg(feature = "hydrate")]
mod ask;
mod crop;
#[cfg(feature = "hydrate")]
mod editor;
#[cfg(feature = "hydrate")]
mod export;
#[cfg(feature = "hydrate")]
mod faces;
#[cfg(any(test, feature = "hydrate"))]
mod frame;
#[cfg(feature = "hydrate")]
mod listen;
#[cfg(any(test, feature = "hydrate"))]
mod look;
#[cfg(feature = "hydrate")]
mod open;
mod said;
#[cfg(feature = "hydrate")]
mod send;
#[cfg(feature = "hydrate")]
mod stage;
pub mod texts;
pub mod told;

use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};
use texts::Texts;
use told::Undo;

/// The id of the control that a file is chosen with.
pub const FILE_ID: &str = "photo-file";
/// The id of what is wrong with it.
const ERROR_ID: &str = "photo-error";
/// The id of what to know before choosing.
const HINT_ID: &str = "photo-hint";
/// The name of the control; the plain form sends the file under it.
const FILE_NAME: &str = "photo";
/// Where the forms are sent to.
const ACTION: &str = "/profile/edit/photo";

/// What may be chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// The types, by their media types.
    pub types: Vec<String>,
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Pixels of the picture.
    pub max_pixels: u64,
}

/// What was done, for as long as the page stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// In a sentence.
    pub text: String,
    /// What takes it back.
    pub undo: Option<Undo>,
    /// The upload of which the photo is still being made.
    pub coming: Option<String>,
}

/// Why nothing was done, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    text: String,
    /// Whether it may go well the next time.
    is_passing: bool,
    /// Whether signing in helps.
    is_signed_out: bool,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only in the browser anything is done")
)]
enum Work {
    /// Nothing.
    None,
    /// A file is being read.
    Opening,
    /// The photo is on its way: how much of it has gone, of 100.
    Sending(u8),
    /// It has arrived, and thumbnails are being made.
    Making,
    /// It is being taken away, or brought back.
    Changing,
}

/// What the island shows; changed by `editor` alone.
#[derive(Clone, Copy)]
struct Shown {
    is_awake: RwSignal<bool>,
    has_picture: RwSignal<bool>,
    /// Whether a file is held over it.
    is_over: RwSignal<bool>,
    work: RwSignal<Work>,
    notice: RwSignal<Option<Notice>>,
    fault: RwSignal<Option<Fault>>,
    /// How much larger than whole the photo is shown while it is cropped: of 100.
    zoom: RwSignal<u32>,
    /// The most that this may be.
    zoom_max: RwSignal<u32>,
}

/// The elements that the editor needs.
#[derive(Clone, Copy)]
struct Nodes {
    root: NodeRef<html::Div>,
    dialog: NodeRef<html::Dialog>,
    canvas: NodeRef<html::Canvas>,
}

/// The controls of the photo.
#[island]
pub fn PhotoEditor(
    /// Everything that it says.
    texts: Texts,
    /// What may be chosen.
    limits: Limits,
    /// For whom the forms are made.
    owner: String,
    /// Whether there is a photo to take away.
    has_picture: bool,
    /// What was just done.
    notice: Option<Notice>,
    /// Why nothing was done.
    fault: Option<String>,
) -> impl IntoView {
    // What a page holds when it is loaded is not announced, so it takes the focus.
    let takes_focus = notice.is_some();
    let shown = Shown {
        is_awake: RwSignal::new(false),
        has_picture: RwSignal::new(has_picture),
        is_over: RwSignal::new(false),
        work: RwSignal::new(Work::None),
        notice: RwSignal::new(notice),
        fault: RwSignal::new(fault.map(|text| Fault {
            text,
            is_passing: false,
            is_signed_out: false,
        })),
        zoom: RwSignal::new(100),
        zoom_max: RwSignal::new(100),
    };
    let nodes = Nodes {
        root: NodeRef::new(),
        dialog: NodeRef::new(),
        canvas: NodeRef::new(),
    };
    let accept = limits.types.join(",");
    #[cfg(feature = "hydrate")]
    Effect::new({
        let (texts, owner) = (texts.clone(), owner.clone());
        move |_| {
            if let Some(root) = nodes.root.get() {
                editor::wake(&root, nodes, shown, texts.clone(), limits.clone(), owner.clone());
            }
        }
    });
    view! {
        <div
            class="photo-editor"
            class:is-awake=shown.is_awake
            class:is-over=shown.is_over
            node_ref=nodes.root
        >
            <div class="photo-line">
                {upload_form(shown, &texts, accept, owner.clone())}
                {remove_form(shown, &texts, owner.clone())}
            </div>
            <p class="hint" id=HINT_ID>
                {texts.hint.clone()}
                <span class="photo-drop">" "{texts.drop.clone()}</span>
            </p>
            {said::fault(shown, texts.clone())}
            {said::progress(shown, texts.clone())}
            {said::notice(shown, texts.clone(), owner, takes_focus)}
            {crop::dialog(shown, nodes, texts)}
        </div>
    }
}

fn upload_form(
    shown: Shown,
    texts: &Texts,
    accept: String,
    owner: String,
) -> impl IntoView + use<> {
    let (choose, change) = (texts.choose.clone(), texts.change.clone());
    let label = move || {
        if shown.has_picture.get() {
            change.clone()
        } else {
            choose.clone()
        }
    };
    let is_wrong = move || shown.fault.with(Option::is_some);
    let described_by = move || {
        if is_wrong() {
            format!("{HINT_ID} {ERROR_ID}")
        } else {
            HINT_ID.to_owned()
        }
    };
    let is_busy = move || (shown.work.get() != Work::None).then_some("true");
    view! {
        <form class="photo-upload" method="post" action=ACTION enctype="multipart/form-data" novalidate>
            <input type="hidden" name="owner" value=owner/>
            <div class="photo-choose">
                <label for=FILE_ID>{icon("camera")}<span>{label}</span></label>
                <input
                    type="file"
                    id=FILE_ID
                    name=FILE_NAME
                    accept=accept
                    aria-describedby=described_by
                    aria-invalid=move || is_wrong().then_some("true")
                    aria-disabled=is_busy
                />
            </div>
            <button class="btn photo-send" type="submit">{texts.upload.clone()}</button>
        </form>
    }
}

fn remove_form(shown: Shown, texts: &Texts, owner: String) -> impl IntoView + use<> {
    view! {
        <form
            method="post"
            action=format!("{ACTION}/remove")
            data-do="remove"
            hidden=move || !shown.has_picture.get()
        >
            <input type="hidden" name="owner" value=owner/>
            <button class="btn btn-quiet" type="submit">{icon("trash-2")}{texts.remove.clone()}</button>
        </form>
    }
}

fn icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
