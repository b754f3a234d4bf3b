//! Keys that are good as names of files.

use s3s::{S3Result, s3_error};

/// What is left of the longest name of a file (255) beside `.bucket-….object-….metadata.json`.
const LONGEST: usize = 255 - 30;

/// # Errors
/// Storage keeps files: a key that would lead out of its folder, or has no name of its own, is
/// refused.
pub(crate) fn check(bucket: &str, key: &str) -> S3Result<()> {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    if !key.split('/').all(is_name) || key.contains('\0') {
        return Err(s3_error!(
            InvalidArgument,
            "This storage has no objects of such a key: it is not the path of a file."
        ));
    }
    // Both are in the name of the file with the object's headers, in Base64.
    if (bucket.len() + key.len()) * 4 / 3 + 2 > LONGEST {
        return Err(s3_error!(
            KeyTooLongError,
            "This storage has only shorter keys."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_path_of_a_file_in_its_folder() {
        for key in ["a", "avatars/1/x.jpg", "a b/ñ", "...", ".hidden"] {
            assert!(check("pictures", key).is_ok(), "{key}");
        }
        for key in ["", "/a", "a/", "a//b", ".", "a/../b", "..", "a/.", "a\0b"] {
            assert!(check("pictures", key).is_err(), "{key:?}");
        }
    }

    #[test]
    fn an_upload_has_room_and_a_name_too_long_for_files_has_not() {
        let upload = format!("uploads/{0}/{0}/{0}", "0".repeat(36));
        assert!(check("matricula", &upload).is_ok());
        assert!(check("matricula", &"x".repeat(200)).is_err());
    }
}
