//! What the picture's island may come to say, in the language of the page.

use super::PhotoRefusal;
use crate::{
    islands::avatar::parts::{NUMBER, words},
    words::{Locale, percent, td_string},
};
use contract::avatar::{UploadLimits, UploadReason};
use serde_json::{Value, json};

/// All of it, by the names that the island knows, as JSON.
pub(super) fn json(locale: Locale, limits: &UploadLimits) -> String {
    let refusal = |refusal: PhotoRefusal| Value::from(refusal.sentence(locale, limits));
    let number = percent(locale, NUMBER);
    let sent = td_string!(locale, photo.sent, percent = &number).to_string();
    json!({
        words::READY: td_string!(locale, photo.ready),
        words::REMOVED: td_string!(locale, photo.removed),
        words::RESTORED: td_string!(locale, photo.restored),
        words::CANCELLED: td_string!(locale, photo.cancelled),
        words::OPENING: td_string!(locale, photo.opening),
        words::SENDING: td_string!(locale, photo.sending),
        words::SENT: sent,
        words::MAKING: td_string!(locale, photo.making),
        words::EMPTY: refusal(PhotoRefusal::Empty),
        words::TOO_LARGE: refusal(PhotoRefusal::TooLarge),
        words::BAD_TYPE: refusal(PhotoRefusal::BadType),
        words::TOO_MANY_PIXELS: refusal(PhotoRefusal::Failed(UploadReason::TooManyPixels)),
        words::UNREADABLE: refusal(PhotoRefusal::Failed(UploadReason::Unreadable)),
        words::STORAGE_AWAY: td_string!(locale, photo.storage_away),
        words::UNREACHABLE: td_string!(locale, auto_save.unreachable),
        words::INTERNAL: td_string!(locale, photo.internal),
        words::SLOW: td_string!(locale, photo.slow),
        words::PERCENT: number,
    })
    .to_string()
}
