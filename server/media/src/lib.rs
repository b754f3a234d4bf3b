//! The media-service: avatar pictures from upload to thumbnail.
//!
//! It owns the reading and resizing of pictures, and knows storage and RabbitMQ. It refuses to know
//! the users' database: whose picture it is, the key of the original says.

mod event;
mod picture;
pub mod record;
pub mod sample;
mod worker;

pub use picture::{PictureLimits, Pictures, Thumbnail, Thumbnails, thumbnails};
pub use worker::{MediaConfig, MediaService, PATTERNS, ROUTING_KEY};
