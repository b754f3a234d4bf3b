//! The bucket of pictures, made ready as far as we may.

use crate::http::AppState;
use contract::avatar::THUMBNAILS;

/// Makes the bucket, lets our pages upload to it, and shows finished pictures to everybody. Gives
/// one sentence for each of it that somebody else has to do.
pub(super) async fn prepare(state: &AppState) -> Vec<String> {
    let pages = state
        .config
        .server
        .public_url
        .origin()
        .ascii_serialization();
    let public = format!("{THUMBNAILS}/");
    match state.parts.storage.prepare(&[pages], &public).await {
        Ok(undone) => undone,
        Err(error) => vec![format!(
            "S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID: the bucket of pictures could not be made ready \
             ({error}); run `server migrate` again when it can."
        )],
    }
}
