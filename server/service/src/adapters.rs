//! The ways out of the process: Postgres and Redis. Each knows how to connect and how to
//! tell an outage from a fault; none knows a rule of the product.

pub mod postgres;
pub mod redis;
