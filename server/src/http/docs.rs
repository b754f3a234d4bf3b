//! The OpenAPI document, made of the handlers themselves.

mod exact;
mod named;

use super::{error::ApiError, router};
use axum::{body::Bytes, response::IntoResponse};
use contract::{
    account::listing::{SortOrder, UserSort},
    envelope::Failure,
};
use http::header;
use std::sync::Arc;
use tokio::sync::OnceCell;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// Where the document is served.
pub(super) const DOCUMENT: &str = "/api/v1/openapi.json";
/// Where people read it.
pub(super) const READER: &str = "/docs";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Matricula",
        description = "The user service of a learning platform: profiles, accounts and what hangs on them.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "Where this document is")),
    security(("bearerAuth" = [])),
    // The failures and parameters of a route name them, but bring no schema.
    components(schemas(Failure, SortOrder, UserSort)),
    modifiers(&BearerAuth),
    tags(
        (name = "profile", description = "What a person says of themselves"),
        (name = "avatar", description = "Pictures of people, from the upload to the thumbnail"),
        (name = "settings", description = "Theme, language, time zone and e-mail choices"),
        (name = "preferences", description = "Small values by category and key"),
        (name = "account", description = "How accounts come to be, who has which, and what admins make of them"),
        (name = "application", description = "Becoming an instructor: applications and their review"),
        (name = "enrollment", description = "The courses that a person takes"),
        (name = "people", description = "What others see of a person, who finds whom, and blocks"),
        (name = "session", description = "The browsers in which a person is signed in"),
        (name = "audit", description = "Who did what, to whom"),
        (name = "operation", description = "Health, metrics, and what storage tells"),
    ),
)]
pub(super) struct Frame;

struct BearerAuth;

impl Modify for BearerAuth {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearerAuth", SecurityScheme::Http(scheme));
        let of_storage = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("storageToken", SecurityScheme::Http(of_storage));
    }
}

/// The whole document.
pub fn openapi() -> Document {
    let mut document = router::documented().into_openapi();
    exact::say_exactly(&mut document);
    named::name_what_is_borne(&mut document);
    document
}

/// The document as it is served. It takes some twenty megabytes to make and is seldom asked for, so it is made for
/// whoever is the first, and only its text is kept.
#[derive(Clone, Default)]
pub(super) struct Served(Arc<OnceCell<Bytes>>);

impl Served {
    pub(super) async fn answer(self) -> Result<impl IntoResponse, ApiError> {
        let make = async || {
            let made = tokio::task::spawn_blocking(|| serde_json::to_vec(&openapi())).await;
            let text = made.map_err(|error| error.to_string())?;
            text.map(Bytes::from).map_err(|error| error.to_string())
        };
        let text = self.0.get_or_try_init(make).await;
        let text = text.map_err(|cause| ApiError::internal(&cause))?.clone();
        Ok(([(header::CONTENT_TYPE, "application/json")], text))
    }
}

/// The policy of the reader's pages, which bring styles and a script of their own.
pub(super) const READER_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     script-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
