//! The dialog in which a photo is cropped; only the island opens it.

use crate::{
    components::icon::Icon,
    islands::avatar::parts::{DIALOG, STAGE, ZOOM},
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// Pixels of the stage's edge; it is drawn smaller, for dense screens.
const STAGE_PX: u32 = 640;

/// The dialog, closed.
#[component]
pub(super) fn CropDialog() -> impl IntoView {
    let locale = locale();
    view! {
        <dialog class="crop" aria-labelledby="crop-title" data-part=DIALOG>
            <h2 id="crop-title">{td_string!(locale, crop.title)}</h2>
            <p class="hint" id="crop-hint">{td_string!(locale, crop.hint)}</p>
            <div class="crop-stage">
                // Keys are the photo's while it has the focus, also with a screen reader.
                <canvas
                    width=STAGE_PX
                    height=STAGE_PX
                    tabindex="0"
                    role="application"
                    aria-label=td_string!(locale, crop.stage)
                    aria-describedby="crop-hint"
                    data-part=STAGE
                ></canvas>
            </div>
            <div class="crop-tools">
                <div class="crop-zoom">
                    {button("smaller", "zoom-out", td_string!(locale, crop.smaller))}
                    <div class="crop-slider">
                        <label for="crop-zoom">{td_string!(locale, crop.zoom)}</label>
                        <input type="range" id="crop-zoom" min="100" max="100" value="100" data-part=ZOOM/>
                    </div>
                    {button("larger", "zoom-in", td_string!(locale, crop.larger))}
                </div>
                <fieldset class="crop-moves">
                    <legend class="sr-only">{td_string!(locale, crop.moves)}</legend>
                    {button("left", "arrow-left", td_string!(locale, crop.left))}
                    {button("up", "arrow-up", td_string!(locale, crop.up))}
                    {button("down", "arrow-down", td_string!(locale, crop.down))}
                    {button("right", "arrow-right", td_string!(locale, crop.right))}
                </fieldset>
            </div>
            <div class="crop-end">
                <button class="btn btn-quiet" type="button" data-do="close">
                    {td_string!(locale, photo.cancel)}
                </button>
                <button class="btn btn-primary" type="button" data-do="accept">
                    {td_string!(locale, crop.accept)}
                </button>
            </div>
        </dialog>
    }
}

fn button(what: &'static str, icon: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <button class="btn" type="button" data-do=what><Icon name=icon/><span>{text}</span></button>
    }
}
