//! Small pieces that pages are made of; rendered on the server only.

pub(crate) mod avatar;
pub(crate) mod block_notice;
pub(crate) mod card;
pub(crate) mod completion_ring;
pub(crate) mod control;
pub(crate) mod error_summary;
pub(crate) mod field;
pub(crate) mod footer;
pub(crate) mod head;
pub(crate) mod icon;
pub(crate) mod language_switch;
pub(crate) mod moment;
pub(crate) mod note;
pub(crate) mod pager;
pub(crate) mod person;
pub(crate) mod progress_bar;
pub(crate) mod region;
pub(crate) mod scripts;
pub(crate) mod search_form;
pub(crate) mod select;
pub(crate) mod sign_in_form;
pub(crate) mod text_area;
pub(crate) mod text_field;
pub(crate) mod theme_preview;
pub(crate) mod top_bar;
pub(crate) mod visibility;
