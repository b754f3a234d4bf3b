//! Variables of parts that are not here yet, or that this product has no use for. Their form is
//! checked all the same, so that an environment is whole before the parts arrive.

use super::Env;

/// Whole numbers of at least one.
const NUMBERS: &[&str] = &["BCRYPT_ROUNDS"];
/// Addresses, with the schemes that they may have.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("ANALYTICS_SERVICE_URL", &["https", "http"]),
    ("EMAIL_SERVICE_URL", &["https", "http"]),
];

/// Notes what is wrong with them.
pub(super) fn check(env: &mut Env) {
    for name in NUMBERS {
        env.number::<u64>(name, 1, 1, u64::MAX);
    }
    for (name, schemes) in ADDRESSES {
        if env.get(name).is_some() {
            env.url(name, "", schemes);
        }
    }
}
