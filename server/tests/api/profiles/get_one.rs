//! `GET /profiles/{idOrUsername}`

mod alike;
mod shown;
mod tag;
mod username;
mod visibility;
