//! From what the frame shows to the bytes that are uploaded: a square of at most 1,024 pixels a side
//! and under a megabyte.

use super::{limits::Limits, look::JPEG, open::Opened, stage};
use leptos::{
    prelude::document,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlCanvasElement};

/// What is seen through a picture where there is nothing else: as the thumbnails have it.
const GROUND: &str = "#827d8f";
/// Twice the largest thumbnail: enough to make it well.
const EDGE_MAX: f64 = 1024.0;
/// Bytes.
const SIZE_MAX: f64 = 1_000_000.0;
const WEBP: &str = "image/webp";
const PNG: &str = "image/png";
/// What is tried one after the other: types and qualities. A photo is hardly ever larger than the
/// first; what can be seen through stays so while that is possible.
const OPAQUE: [(&str, f64); 5] = [
    (JPEG, 0.9),
    (JPEG, 0.75),
    (JPEG, 0.5),
    (WEBP, 0.8),
    (PNG, 1.0),
];
const CLEAR: [(&str, f64); 5] = [
    (WEBP, 0.9),
    (PNG, 1.0),
    (WEBP, 0.6),
    (JPEG, 0.9),
    (JPEG, 0.6),
];

/// Writes the square; none where the browser cannot.
pub(super) async fn export(picture: &Opened, limits: &Limits) -> Option<Blob> {
    // Half as large there is little that does not fit.
    for edge in [EDGE_MAX, EDGE_MAX / 2.0, EDGE_MAX / 4.0] {
        let canvas = square(picture, edge)?;
        let tries = if picture.may_be_clear && is_clear(&canvas).unwrap_or(false) {
            CLEAR
        } else {
            OPAQUE
        };
        for (media_type, quality) in tries {
            if !limits.allows(media_type) {
                continue;
            }
            if picture.may_be_clear && media_type == JPEG {
                // What is not clear hides all of it.
                paint_ground(&canvas).ok()?;
            }
            let blob = write(&canvas, media_type, quality).await;
            // A browser that does not know a type writes another.
            if let Some(blob) = blob.filter(|blob| blob.type_() == media_type)
                && fits(&blob, limits)
            {
                return Some(blob);
            }
        }
    }
    None
}

fn fits(blob: &Blob, limits: &Limits) -> bool {
    blob.size() <= SIZE_MAX.min(limits.max_bytes)
}

/// A canvas with the square. Pixels that are not there are not made up.
fn square(picture: &Opened, edge: f64) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to 1,024"
    )]
    let edge = picture.frame.side().round().clamp(1.0, edge) as u32;
    canvas.set_width(edge);
    canvas.set_height(edge);
    stage::draw(&canvas, picture).ok()?;
    Some(canvas)
}

/// Whether something can be seen through any pixel.
fn is_clear(canvas: &HtmlCanvasElement) -> Result<bool, JsValue> {
    let edge = f64::from(canvas.width());
    let pixels = stage::context(canvas)?.get_image_data(0.0, 0.0, edge, edge)?;
    let data = pixels.data();
    Ok(data.iter().skip(3).step_by(4).any(|alpha| *alpha < u8::MAX))
}

fn paint_ground(canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
    let context = stage::context(canvas)?;
    let edge = f64::from(canvas.width());
    context.set_global_composite_operation("destination-over")?;
    context.set_fill_style_str(GROUND);
    context.fill_rect(0.0, 0.0, edge, edge);
    Ok(())
}

async fn write(canvas: &HtmlCanvasElement, media_type: &str, quality: f64) -> Option<Blob> {
    let written = js_sys::Promise::new(&mut |done, _| {
        let taken = Closure::once_into_js(move |blob: JsValue| {
            // Nobody else settles it.
            done.call1(&JsValue::NULL, &blob).ok();
        });
        // What it refuses to begin, it will never write: the promise of nothing.
        let quality = JsValue::from(quality);
        canvas
            .to_blob_with_type_and_encoder_options(taken.unchecked_ref(), media_type, &quality)
            .ok();
    });
    JsFuture::from(written).await.ok()?.dyn_into().ok()
}
