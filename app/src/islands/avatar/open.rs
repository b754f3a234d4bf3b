//! From a file to a picture that can be drawn, unless something is wrong with it.

use super::{
    frame::Frame,
    limits::Limits,
    look::{JPEG, look},
    parts::words,
};
use leptos::{
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ImageBitmap, ImageBitmapOptions, ImageOrientation};

/// What is wrong with a file: the name of the words for it.
type Flaw = &'static str;

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
        return Err(words::EMPTY);
    }
    if file.size() > limits.max_bytes {
        return Err(words::TOO_LARGE);
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let bytes = js_sys::Uint8Array::new(&buffer.map_err(|_| words::UNREADABLE)?);
    let seen = look(&bytes.to_vec()).ok_or(words::BAD_TYPE)?;
    if !limits.allows(seen.media_type) {
        return Err(words::BAD_TYPE);
    }
    if limits.is_too_much(seen.pixels) {
        return Err(words::TOO_MANY_PIXELS);
    }
    if !seen.is_whole || seen.pixels == 0 {
        return Err(words::UNREADABLE);
    }
    let bitmap = decode(&bytes, seen.media_type)
        .await
        .map_err(|_| words::UNREADABLE)?;
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
    let decoded = window.create_image_bitmap_with_blob_and_image_bitmap_options(&blob, &options)?;
    JsFuture::from(decoded).await?.dyn_into()
}
