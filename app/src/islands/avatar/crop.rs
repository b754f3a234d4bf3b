//! The dialog in which a photo is cropped. What its buttons do is written on them as `data-do`.

use super::{Nodes, Shown, icon, texts::Texts};
use leptos::prelude::*;

/// Pixels of the stage's edge; it is drawn smaller, for dense screens.
pub(super) const STAGE_PX: u32 = 640;
/// The id of the slider.
pub(super) const ZOOM_ID: &str = "crop-zoom";

/// The dialog, closed.
pub(super) fn dialog(shown: Shown, nodes: Nodes, texts: Texts) -> impl IntoView {
    let words = texts.crop;
    view! {
        <dialog class="crop" aria-labelledby="crop-title" node_ref=nodes.dialog>
            <h2 id="crop-title">{words.title}</h2>
            <p class="hint" id="crop-hint">{words.hint}</p>
            <div class="crop-stage">
                <canvas
                    width=STAGE_PX
                    height=STAGE_PX
                    tabindex="0"
                    role="application"
                    aria-label=words.stage
                    aria-describedby="crop-hint"
                    node_ref=nodes.canvas
                ></canvas>
            </div>
            {zoom(shown, words.zoom, words.percent, words.smaller, words.larger)}
            <fieldset class="crop-moves">
                <legend>{words.moves}</legend>
                {button("left", "arrow-left", words.left)}
                {button("up", "arrow-up", words.up)}
                {button("down", "arrow-down", words.down)}
                {button("right", "arrow-right", words.right)}
            </fieldset>
            <div class="crop-end">
                <button class="btn btn-quiet" type="button" data-do="close">{words.cancel}</button>
                <button class="btn btn-primary" type="button" data-do="accept">{words.accept}</button>
            </div>
        </dialog>
    }
}

/// The slider between its two buttons.
fn zoom(
    shown: Shown,
    label: String,
    percent: String,
    smaller: String,
    larger: String,
) -> impl IntoView {
    let text = move || percent.replace(Texts::NUMBER, &shown.zoom.get().to_string());
    // What is smaller than its thumbnails cannot be shown larger.
    let is_fixed = move || shown.zoom_max.get() <= 100;
    view! {
        <div class="crop-zoom">
            <label for=ZOOM_ID>{label}</label>
            {button("smaller", "zoom-out", smaller)}
            <input
                type="range"
                id=ZOOM_ID
                min="100"
                max=move || shown.zoom_max.get().to_string()
                prop:value=move || shown.zoom.get().to_string()
                aria-valuetext=text
                disabled=is_fixed
            />
            {button("larger", "zoom-in", larger)}
        </div>
    }
}

fn button(what: &'static str, image: &'static str, text: String) -> impl IntoView {
    view! {
        <button class="btn" type="button" data-do=what>{icon(image)}<span>{text}</span></button>
    }
}
