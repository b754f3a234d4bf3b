//! Passwords: argon2id, off the async threads.

use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use secrecy::{ExposeSecret as _, SecretString};

use crate::Error;

/// Fewest characters of a new password.
pub(crate) const MIN_LENGTH: usize = 8;
/// Most characters of a new password: hashing must not be a way to keep the machine busy.
pub(crate) const MAX_LENGTH: usize = 200;

/// What an unknown account is compared with, so that it takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$0VxVTTwfNjhCPrUIVjLChKZNQ4Sw6KQBdBfPkIHzTeI";

pub(crate) fn long_enough(password: &SecretString) -> bool {
    (MIN_LENGTH..=MAX_LENGTH).contains(&password.expose_secret().chars().count())
}

/// The PHC string of a password, with a fresh salt.
pub(crate) async fn hash(password: SecretString) -> Result<String, Error> {
    off_thread(move || {
        Argon2::default()
            .hash_password(password.expose_secret().as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| Error::Password(error.to_string()))
    })
    .await?
}

/// Whether `password` is the one behind `hash`; without a hash (no such account) it is not.
pub(crate) async fn verify(password: SecretString, hash: Option<String>) -> Result<bool, Error> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(NOBODY);
        let matches = Argon2::default()
            .verify_password(password.expose_secret().as_bytes(), hash)
            .is_ok();
        known && matches
    })
    .await
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Password(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let hash = hash("matricula-demo".into()).await.unwrap();
        assert!(
            verify("matricula-demo".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("matricula-dem0".into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(argon2::PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("anything".into(), None).await.unwrap());
    }

    #[test]
    fn a_password_has_8_to_200_characters() {
        assert!(!long_enough(&"1234567".into()));
        assert!(long_enough(&"ñandúñan".into()));
        assert!(!long_enough(&"x".repeat(201).into()));
    }
}
