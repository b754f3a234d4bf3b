//! Reads what the server tells. What is not as it should be is not there.

use super::{Changed, Picture, Standing, Ticket, Undo};
use crate::islands::json::{get, text};
use leptos::wasm_bindgen::{JsCast, JsValue};

/// Can be read from JSON.
pub(in super::super) trait Read: Sized {
    /// Reads it.
    fn read(json: &JsValue) -> Option<Self>;
}

impl Read for Ticket {
    fn read(json: &JsValue) -> Option<Self> {
        let headers = js_sys::Object::entries(get(json, "headers")?.unchecked_ref());
        let pair = |entry: JsValue| {
            let entry: js_sys::Array = entry.dyn_into().ok()?;
            Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
        };
        Some(Self {
            upload: text(json, "upload")?,
            url: text(json, "url")?,
            headers: headers.iter().filter_map(pair).collect(),
        })
    }
}

impl Read for Standing {
    fn read(json: &JsValue) -> Option<Self> {
        Some(Self {
            picture: get(json, "picture").and_then(|it| Picture::read(&it)),
            text: text(json, "text"),
        })
    }
}

impl Read for Picture {
    fn read(json: &JsValue) -> Option<Self> {
        Some(Self {
            small: text(json, "small"),
            large: text(json, "large"),
            address: text(json, "address")?,
            seen: text(json, "seen")?,
        })
    }
}

impl Read for Changed {
    fn read(json: &JsValue) -> Option<Self> {
        let undo = |undo: JsValue| {
            Some(Undo {
                name: text(&undo, "name")?,
                value: text(&undo, "value")?,
            })
        };
        Some(Self {
            picture: Picture::read(&get(json, "picture")?)?,
            undo: get(json, "undo").and_then(undo),
        })
    }
}
