//! Draws a square of a picture.

use super::open::Opened;
use leptos::{
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Draws what the frame shows over the whole canvas. What is clear stays so.
pub(super) fn draw(canvas: &HtmlCanvasElement, picture: &Opened) -> Result<(), JsValue> {
    let context = context(canvas)?;
    let edge = f64::from(canvas.width());
    let ((left, top), side) = (picture.frame.corner(), picture.frame.side());
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.clear_rect(0.0, 0.0, edge, edge);
    context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &picture.bitmap,
        left,
        top,
        side,
        side,
        0.0,
        0.0,
        edge,
        edge,
    )
}

/// What a canvas is drawn with.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    Ok(context.unchecked_into())
}
