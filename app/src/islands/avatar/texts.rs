//! Everything that the island says, in the language of the page.

use serde::{Deserialize, Serialize};

/// The words of the island.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Texts {
    /// The control, where there is no photo.
    pub choose: String,
    /// The control, where there is one.
    pub change: String,
    /// What may be chosen.
    pub hint: String,
    /// That a file may be dropped too.
    pub drop: String,
    /// The button of the form without JavaScript.
    pub upload: String,
    /// The button that takes the photo away.
    pub remove: String,
    /// The button that takes this back.
    pub undo: String,
    /// The link to the page again, for whoever waits without JavaScript.
    pub look_again: String,
    /// What was done.
    pub done: Done,
    /// What is being done.
    pub busy: Busy,
    /// What is wrong.
    pub faults: Faults,
    /// The dialog.
    pub crop: Crop,
}

impl Texts {
    /// Where in a text a number goes.
    pub const NUMBER: &str = "%s";
}

/// What was done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Done {
    /// The new photo is there.
    pub ready: String,
    /// The photo is away.
    pub removed: String,
    /// It is back.
    pub restored: String,
    /// The upload was stopped.
    pub cancelled: String,
}

/// What is being done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Busy {
    /// A file is being read.
    pub opening: String,
    /// It is being sent.
    pub sending: String,
    /// How much has gone; [`Texts::NUMBER`] stands for the percentage.
    pub sent: String,
    /// The photo is being made.
    pub making: String,
    /// What the bar is called.
    pub bar: String,
    /// The button that stops it.
    pub cancel: String,
}

/// What is wrong, and what helps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Faults {
    /// The file has no bytes.
    pub empty: String,
    /// The file has too many.
    pub too_large: String,
    /// The file is no photo.
    pub bad_type: String,
    /// The photo has too many pixels.
    pub too_many_pixels: String,
    /// The photo cannot be read.
    pub unreadable: String,
    /// Storage does not answer.
    pub storage_away: String,
    /// We do not answer.
    pub unreachable: String,
    /// A fault of ours.
    pub internal: String,
    /// The photo takes longer than people wait.
    pub slow: String,
    /// The button that tries again.
    pub retry: String,
    /// The link for whoever is signed out meanwhile.
    pub sign_in: String,
    /// Where it leads.
    pub sign_in_href: String,
}

/// The dialog.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Crop {
    /// Its heading.
    pub title: String,
    /// How it is used.
    pub hint: String,
    /// What the picture is called.
    pub stage: String,
    /// The slider.
    pub zoom: String,
    /// What it says; [`Texts::NUMBER`] stands for the number.
    pub percent: String,
    /// The button that shows less of the photo.
    pub larger: String,
    /// The button that shows more of it.
    pub smaller: String,
    /// The heading of the four buttons.
    pub moves: String,
    /// To the left.
    pub left: String,
    /// To the right.
    pub right: String,
    /// Upwards.
    pub up: String,
    /// Downwards.
    pub down: String,
    /// The button that takes what is shown.
    pub accept: String,
    /// The button that closes the dialog.
    pub cancel: String,
}
