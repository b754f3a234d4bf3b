//! One truth, whatever the door: what is written through one is seen through all, told once for each
//! view that is another now, and audited once.

mod documents;
mod doors;
mod edits;
