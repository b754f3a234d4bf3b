//! The words of the picture's island, in the language of the page.

use super::PhotoRefusal;
use crate::{
    ReturnPath,
    islands::avatar::texts::{Busy, Crop, Done, Faults, Texts},
    visit::visit,
    words::{self, Locale, td_string},
};
use contract::{
    avatar::{UploadLimits, UploadReason},
    limits::PICTURE_PIXELS_MAX,
};

/// Pixels of a megapixel.
const MEGAPIXEL: u64 = 1_000_000;

macro_rules! text {
    ($locale:ident, $section:ident.$key:ident) => {
        td_string!($locale, $section.$key).to_owned()
    };
}

/// Everything that it says.
pub(super) fn texts(locale: Locale, limits: &UploadLimits) -> Texts {
    let hint = td_string!(
        locale,
        photo.hint,
        types = words::picture_types(locale, limits),
        size = words::file_size(locale, limits.max_bytes),
        megapixels = PICTURE_PIXELS_MAX / MEGAPIXEL,
    );
    Texts {
        choose: text!(locale, photo.choose),
        change: text!(locale, photo.change),
        hint: hint.to_string(),
        drop: text!(locale, photo.drop),
        upload: text!(locale, photo.upload),
        remove: text!(locale, photo.remove),
        undo: text!(locale, enrollments.undo),
        look_again: text!(locale, photo.look_again),
        done: Done {
            ready: text!(locale, photo.ready),
            removed: text!(locale, photo.removed),
            restored: text!(locale, photo.restored),
            cancelled: text!(locale, photo.cancelled),
        },
        busy: busy(locale),
        faults: faults(locale, limits),
        crop: crop(locale),
    }
}

fn busy(locale: Locale) -> Busy {
    let percent = words::percent(locale, Texts::NUMBER);
    Busy {
        opening: text!(locale, photo.opening),
        sending: text!(locale, photo.sending),
        sent: td_string!(locale, photo.sent, percent = percent).to_string(),
        making: text!(locale, photo.making),
        bar: text!(locale, photo.bar),
        cancel: text!(locale, photo.cancel),
    }
}

fn faults(locale: Locale, limits: &UploadLimits) -> Faults {
    let refusal = |refusal: PhotoRefusal| refusal.sentence(locale, limits);
    let here = visit().map_or_else(ReturnPath::root, |visit| visit.here.clone());
    Faults {
        empty: refusal(PhotoRefusal::Empty),
        too_large: refusal(PhotoRefusal::TooLarge),
        bad_type: refusal(PhotoRefusal::BadType),
        too_many_pixels: refusal(PhotoRefusal::Failed(UploadReason::TooManyPixels)),
        unreadable: refusal(PhotoRefusal::Failed(UploadReason::Unreadable)),
        storage_away: text!(locale, photo.storage_away),
        unreachable: text!(locale, auto_save.unreachable),
        internal: text!(locale, photo.internal),
        slow: text!(locale, photo.slow),
        retry: text!(locale, auto_save.retry),
        sign_in: text!(locale, photo.sign_in),
        sign_in_href: format!("/sign-in?return_to={}", here.encoded()),
    }
}

fn crop(locale: Locale) -> Crop {
    Crop {
        title: text!(locale, crop.title),
        hint: text!(locale, crop.hint),
        stage: text!(locale, crop.stage),
        zoom: text!(locale, crop.zoom),
        percent: words::percent(locale, Texts::NUMBER),
        larger: text!(locale, crop.larger),
        smaller: text!(locale, crop.smaller),
        moves: text!(locale, crop.moves),
        left: text!(locale, crop.left),
        right: text!(locale, crop.right),
        up: text!(locale, crop.up),
        down: text!(locale, crop.down),
        accept: text!(locale, crop.accept),
        cancel: text!(locale, photo.cancel),
    }
}
