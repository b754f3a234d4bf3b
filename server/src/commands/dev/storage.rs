//! The storage of development.

use super::{Variables, local_address, set_default, take_port};
use crate::config::StorageSection;
use contract::avatar::THUMBNAILS;
use media::ROUTING_KEY;
use std::path::PathBuf;
use tokio::net::TcpListener;

const PORT: u16 = 3004;
/// Beside whatever else a checkout keeps for development.
const FOLDER: &str = ".dev/storage";

/// Takes its port and has everybody use it, unless the environment names a storage.
pub(super) async fn begin(variables: &mut Variables) -> Result<Option<TcpListener>, Vec<String>> {
    name_messages(variables);
    let named = variables.get("S3_ENDPOINT");
    if named.is_some_and(|named| !named.trim().is_empty()) {
        return Ok(None);
    }
    let listener = take_port(variables, "DEV_STORAGE_PORT", PORT).await?;
    set_default(variables, "S3_ENDPOINT", &local_address(&listener)?);
    Ok(Some(listener))
}

/// Servers that share a broker under names of their own do not share the messages of storage.
fn name_messages(variables: &mut Variables) {
    let names = ["RABBITMQ_QUEUE", "RABBITMQ_EXCHANGE"];
    let own = names.iter().find_map(|name| variables.get(*name).cloned());
    if let Some(own) = own.filter(|own| !own.trim().is_empty()) {
        set_default(
            variables,
            "STORAGE_EXCHANGE",
            &format!("storage.events.{own}"),
        );
        set_default(
            variables,
            "MEDIA_QUEUE",
            &format!("media-service.storage.{own}"),
        );
    }
}

/// Where it keeps its files.
pub(super) fn folder(variables: &Variables) -> PathBuf {
    let named = variables.get("DEV_STORAGE_ROOT");
    named.map_or(FOLDER, String::as_str).into()
}

/// What it is told.
pub(super) fn config(section: &StorageSection, root: PathBuf) -> dev_storage::Config {
    let storage = &section.storage;
    dev_storage::Config {
        root,
        access_key_id: storage.access_key_id.clone(),
        secret_access_key: storage.secret_access_key.clone(),
        bucket: Some(storage.bucket.clone()),
        public_prefixes: vec![format!("{THUMBNAILS}/")],
        events: Some(dev_storage::Events {
            broker: section.messages.clone(),
            routing_key: ROUTING_KEY.into(),
        }),
    }
}
