//! Rotation by age, without a database.

use super::*;

/// Fresh keys, for tests of what they sign.
pub(crate) async fn fresh_keys(now: DateTime<Utc>) -> Keys {
    read(&fresh_rows(now).await, now).unwrap()
}

async fn fresh_rows(now: DateTime<Utc>) -> Vec<KeyRow> {
    let mut rows = Vec::new();
    for algorithm in ALGORITHMS {
        rows.push(generate::generate(algorithm, now).await.unwrap());
    }
    rows
}

fn kids(set: &JwkSet) -> Vec<&str> {
    set.keys
        .iter()
        .filter_map(|jwk| jwk.common.key_id.as_deref())
        .collect()
}

#[tokio::test]
async fn a_key_is_due_when_it_is_missing_or_old() {
    let now = clock::now();
    let day = Duration::from_hours(24);
    let rows = fresh_rows(now).await;
    assert!(is_due(&[], Algorithm::RS256, day, now));
    assert!(!is_due(&rows, Algorithm::RS256, day, now));
    assert!(!is_due(
        &rows,
        Algorithm::EdDSA,
        day,
        now + TimeDelta::hours(23)
    ));
    assert!(is_due(
        &rows,
        Algorithm::EdDSA,
        day,
        now + TimeDelta::hours(24)
    ));
}

#[tokio::test]
async fn a_retired_key_is_published_until_its_tokens_have_expired() {
    let now = clock::now();
    let mut rows = fresh_rows(now).await;
    let mut old = generate::generate(Algorithm::EdDSA, now - TimeDelta::days(1))
        .await
        .unwrap();
    old.retired_at = Some(now);
    let old_kid = old.kid.clone();
    rows.push(old);

    let soon = read(&rows, now + TimeDelta::minutes(59)).unwrap();
    assert!(kids(&soon.published).contains(&old_kid.as_str()));
    let later = read(&rows, now + TimeDelta::minutes(63)).unwrap();
    assert!(!kids(&later.published).contains(&old_kid.as_str()));
    assert!(kids(&later.known).contains(&old_kid.as_str()));
    assert_ne!(later.access_token.kid, old_kid);
}

#[tokio::test]
async fn the_jwks_names_public_parts_only() {
    let keys = fresh_keys(clock::now()).await;
    let jwks = serde_json::to_value(&keys.published).unwrap();
    let of = |kty: &str| {
        let keys = jwks["keys"].as_array().unwrap();
        keys.iter()
            .find(|key| key["kty"] == kty)
            .unwrap()
            .as_object()
            .unwrap()
            .clone()
    };
    let names = |kty| of(kty).keys().cloned().collect::<Vec<_>>();
    assert_eq!(names("RSA"), ["alg", "e", "kid", "kty", "n", "use"]);
    assert_eq!(names("OKP"), ["alg", "crv", "kid", "kty", "use", "x"]);
    assert_eq!(of("OKP")["crv"], "Ed25519");
}
