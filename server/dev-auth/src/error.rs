//! What can go wrong inside the provider.

/// A fault of the provider or of what it stands on; never a person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Settings that cannot work.
    #[error("dev-auth cannot start: {0}")]
    Config(String),
    /// Postgres cannot be reached or refused a statement.
    #[error("dev-auth cannot use its database (DATABASE_URL): {0}")]
    Database(#[from] sqlx::Error),
    /// The HTTP listener failed.
    #[error("dev-auth cannot serve HTTP: {0}")]
    Serve(#[from] std::io::Error),
    /// A signing key cannot be made or read, or a token cannot be signed.
    #[error("dev-auth cannot use a signing key: {0}")]
    Key(String),
    /// A password cannot be hashed.
    #[error("dev-auth cannot hash a password: {0}")]
    Password(String),
    /// A value cannot be written as JSON.
    #[error("dev-auth cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<jsonwebtoken::errors::Error> for Error {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        Self::Key(error.to_string())
    }
}
