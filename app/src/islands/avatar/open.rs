//! From a file to a picture that can be drawn, unless something is wrong with it.

use super::{
    Limits,
    frame::Frame,
    look::{JPEG, look},
};
use leptos::{
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ImageBitmap, ImageBitmapOptions, ImageOrientation};

/// What is wrong with a file.
pub(super) enum Flaw {
    Empty,
    TooLarge,
    BadType,
    TooManyPixels,
    Unreadable,
}

/// A picture, upright, and the square that is cut out of it.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) bitmap: ImageBitmap,
    pub(super) frame: Frame,
    /// Whether there may be something to see through it.
    pub(super) may_be_clear: bool,
}

/// Reads a file. What is too much for this window is refused before anybody decodes it.
pub(super) async fn open(file: &Blob, limits: &Limits) -> Result<Opened, Flaw> {
    if file.size() < 1.0 {
        return Err(Flaw::Empty);
    }
    #[expect(clippy::cast_precision_loss, reason = "a limit is far below 2^53 bytes")]
    if file.size() > limits.max_bytes as f64 {
        return Err(Flaw::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let bytes = js_sys::Uint8Array::new(&buffer.map_err(|_| Flaw::Unreadable)?);
    let seen = look(&bytes.to_vec()).ok_or(Flaw::BadType)?;
    if !limits.types.iter().any(|it| it == seen.media_type) {
        return Err(Flaw::BadType);
    }
    if seen.pixels > limits.max_pixels {
        return Err(Flaw::TooManyPixels);
    }
    if !seen.is_whole || seen.pixels == 0 {
        return Err(Flaw::Unreadable);
    }
    let bitmap = decode(&bytes, seen.media_type)
        .await
        .map_err(|_| Flaw::Unreadable)?;
    Ok(Opened {
        frame: Frame::new(bitmap.width(), bitmap.height()),
        may_be_clear: seen.media_type != JPEG,
        bitmap,
    })
}

/// Decodes what the bytes are, whatever the file is called, and turns it upright.
async fn decode(bytes: &js_sys::Uint8Array, media_type: &str) -> Result<ImageBitmap, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(bytes);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let decoded =
        window.create_image_bitmap_with_blob_and_image_bitmap_options(&blob, &options)?;
    JsFuture::from(decoded).await?.dyn_into()
}
