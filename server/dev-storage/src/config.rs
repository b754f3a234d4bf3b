//! What the storage is started with.

use broker::BrokerConfig;
use secrecy::SecretString;
use std::path::PathBuf;

/// What the storage is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder that it owns; made where it is missing.
    pub root: PathBuf,
    /// Who may do everything.
    pub access_key_id: String,
    /// The proof.
    pub secret_access_key: SecretString,
    /// A bucket that is there from the start.
    pub bucket: Option<String>,
    /// What everybody may read in every bucket, by the beginnings of keys; a bucket's policy may let
    /// them read more.
    pub public_prefixes: Vec<String>,
    /// Who is told of new objects.
    pub events: Option<Events>,
}

/// Where messages of new objects go.
#[derive(Clone, Debug)]
pub struct Events {
    /// The broker and its exchange; no queue is used.
    pub broker: BrokerConfig,
    /// The routing key of all of them.
    pub routing_key: String,
}
