//! Puts a new picture wherever the page shows the person, and into the form what it then holds.

use super::told::Picture;
use leptos::{
    prelude::document,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlImageElement, HtmlInputElement};

/// The box for an address.
const ADDRESS: &str = "field-avatarUrl";

/// Shows the picture, or the initials where there is none. Gives once it can be seen.
pub(super) async fn show(owner: &str, picture: &Picture) {
    let faces = document().query_selector_all(&format!("[data-face='{owner}']"));
    let Ok(faces) = faces else { return };
    let faces = (0..faces.length()).filter_map(|i| faces.get(i)?.dyn_into::<Element>().ok());
    for face in faces {
        let source = match face.get_attribute("data-size").as_deref() {
            Some("small") => &picture.small,
            _ => &picture.large,
        };
        let image = match source {
            Some(source) => loaded(source, &face).await.ok(),
            None => None,
        };
        put(&face, image.as_ref());
    }
    fill(picture);
}

/// The picture as the server writes it. Before it is there, the one before stays in sight.
async fn loaded(source: &str, face: &Element) -> Result<HtmlImageElement, JsValue> {
    let image: HtmlImageElement = document().create_element("img")?.dyn_into()?;
    let initials = face.get_attribute("data-initials").unwrap_or_default();
    let edge = face.client_width().to_string();
    for (name, value) in [
        ("alt", ""),
        ("width", &edge),
        ("height", &edge),
        ("referrerpolicy", "no-referrer"),
        ("data-initials", &initials),
        ("src", source),
    ] {
        image.set_attribute(name, value)?;
    }
    // One that cannot be loaded shows the initials that lie over it.
    JsFuture::from(image.decode()).await.ok();
    Ok(image)
}

fn put(face: &Element, image: Option<&HtmlImageElement>) {
    while let Ok(Some(before)) = face.query_selector("img") {
        before.remove();
    }
    if let Some(image) = image {
        // Where it is not there any more, there is nothing to show.
        face.append_child(image).ok();
    }
}

/// The box for an address shows the one of the new picture, unless somebody types in it; and the form
/// knows what it held.
fn fill(picture: &Picture) {
    let input = |element: Option<Element>| element?.dyn_into::<HtmlInputElement>().ok();
    let Some(address) = input(document().get_element_by_id(ADDRESS)) else {
        return;
    };
    if address.value() == address.default_value() {
        address.set_value(&picture.address);
    }
    address.set_default_value(&picture.address);
    let seen = address
        .form()
        .and_then(|form| input(form.elements().named_item("seen")));
    if let Some(seen) = seen {
        seen.set_value(&with_word(&seen.value(), &picture.seen));
    }
}

/// The list with this word in place of the one for the same field.
fn with_word(list: &str, word: &str) -> String {
    let name = word.split(':').next().unwrap_or(word);
    let others = list
        .split(' ')
        .filter(|it| it.split(':').next() != Some(name));
    others.chain([word]).collect::<Vec<_>>().join(" ")
}
