//! On a real Postgres.
