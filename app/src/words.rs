//! Every word on a page comes through here: the language as a value, and the sentences that depend on
//! codes, fields and numbers. The words themselves are in `locales/*.json`.

mod account;
mod application;
mod audit;
mod block;
mod choice;
mod course;
mod device;
mod field;
mod insight;
mod number;
mod people;
mod photo;
mod time;

pub(crate) use crate::i18n::{Locale, td_string};
pub(crate) use account::{
    AccountFault, chosen, refusal, role, role_hint, status, users, users_fault,
};
pub(crate) use application::{application_fault, application_status, applications};
pub(crate) use audit::{action, actions, audit_fault, audit_field, audit_word, entries, short_id};
pub(crate) use block::BlockFault;
pub(crate) use choice::{choice_fault, choice_label, theme};
pub(crate) use course::{course, named_course, standing};
pub(crate) use device::{device, is_handheld};
pub(crate) use field::{fault, label, visibility, yes_no};
pub(crate) use insight::{range_end, range_fault};
pub(crate) use number::{count, decimal, percent};
pub(crate) use people::{people, people_fault};
pub(crate) use photo::{MEGAPIXELS_MAX, file_size, picture_types};
pub(crate) use time::{
    ago, day, minute, month_of, region, short_date, short_day, short_minute, tick_date,
};

use contract::Language;

/// The words of a language.
pub(crate) const fn locale(language: Language) -> Locale {
    match language {
        Language::En => Locale::en,
        Language::Es => Locale::es,
    }
}

#[cfg(test)]
mod tests;
