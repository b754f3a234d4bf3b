//! Uploads, on a real Postgres and a real storage.
