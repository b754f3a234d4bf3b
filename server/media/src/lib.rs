//! The media-service: avatar pictures from upload to thumbnail.
//!
//! It will own the reading and resizing of pictures, and know storage and RabbitMQ; it refuses to
//! know the users' database. Nothing is here yet: avatars are given by address so far.
