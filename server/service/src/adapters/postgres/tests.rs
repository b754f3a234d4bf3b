//! The schema: its limits, its edges and how it comes to be.

mod catalog;
mod limits;
mod migrations;
mod pool;
