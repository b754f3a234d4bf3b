//! Proof Key for Code Exchange, RFC 7636, method S256 only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Length of a base64url SHA-256, which is what an S256 challenge is.
const CHALLENGE_LENGTH: usize = 43;

/// Whether `challenge` can be an S256 challenge at all.
pub(crate) fn is_challenge(challenge: &str) -> bool {
    challenge.len() == CHALLENGE_LENGTH && URL_SAFE_NO_PAD.decode(challenge).is_ok()
}

/// Whether `verifier` (RFC 7636 section 4.1: 43 to 128 unreserved characters) belongs to `challenge`.
pub(crate) fn verifies(verifier: &str, challenge: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
    well_formed && challenge_of(verifier) == challenge
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_verifies() {
        assert!(is_challenge(CHALLENGE));
        assert!(verifies(VERIFIER, CHALLENGE));
    }

    #[test]
    fn another_verifier_does_not_verify() {
        assert!(!verifies(&VERIFIER.replace('d', "e"), CHALLENGE));
        assert!(!verifies("", CHALLENGE));
    }

    #[test]
    fn a_short_or_odd_verifier_is_refused_even_with_its_own_challenge() {
        assert!(!verifies("short", &challenge_of("short")));
        let odd = format!("{VERIFIER}ñ");
        assert!(!verifies(&odd, &challenge_of(&odd)));
    }

    #[test]
    fn a_plain_challenge_is_not_s256() {
        assert!(!is_challenge("short"));
        assert!(!is_challenge(&"!".repeat(CHALLENGE_LENGTH)));
    }
}
