use super::*;
use jsonwebtoken::{EncodingKey, Header, encode};
use secrecy::SecretString;
use serde_json::{Value, json};

const SECRET: &str = "a-secret-of-more-than-thirty-two-characters";
const ID: &str = "0190b0a0-0000-7000-8000-000000000001";

fn verifier(change: impl FnOnce(&mut JwtSection)) -> Verifier {
    let mut config = JwtSection {
        algorithms: vec![Algorithm::HS256],
        secret: SecretString::from(SECRET),
        jwks_url: None,
        issuer: None,
        audience: None,
    };
    change(&mut config);
    Verifier::new(&config, reqwest::Client::new())
}

fn claims() -> Value {
    let soon = i64::try_from(jsonwebtoken::get_current_timestamp()).expect("now fits") + 60;
    json!({"sub": ID, "authId": ID, "email": "ada@example.test", "role": "student", "exp": soon})
}

fn with(field: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[field] = value;
    claims
}

fn sign(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    encode(
        &Header::new(algorithm),
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .expect("signs")
}

async fn verify(claims: &Value) -> Result<Claims, AuthFault> {
    verifier(|_| ())
        .verify(&sign(Algorithm::HS256, SECRET, claims))
        .await
}

#[tokio::test]
async fn a_good_token_names_a_person() {
    assert!(matches!(
        verify(&claims()).await,
        Ok(Claims::Person {
            tenant_id: None,
            ..
        })
    ));
}

#[tokio::test]
async fn a_service_token_needs_neither_auth_id_nor_email() {
    let token =
        json!({"sub": "grades", "role": "service", "scope": "users:read", "exp": claims()["exp"]});
    assert!(matches!(verify(&token).await, Ok(Claims::Service { name, .. }) if name == "grades"));
}

#[tokio::test]
async fn a_token_is_good_for_thirty_seconds_after_its_end_and_no_longer() {
    let now = i64::try_from(jsonwebtoken::get_current_timestamp()).expect("now fits");
    assert!(verify(&with("exp", json!(now - 20))).await.is_ok());
    assert_eq!(
        verify(&with("exp", json!(now - 40))).await,
        Err(AuthFault::Expired)
    );
}

#[tokio::test]
async fn a_missing_claim_is_a_fault_of_structure() {
    for field in ["sub", "authId", "email", "role", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().expect("an object").remove(field);
        assert_eq!(verify(&claims).await, Err(AuthFault::Structure), "{field}");
    }
    assert_eq!(
        verify(&with("sub", json!("not-a-uuid"))).await,
        Err(AuthFault::Structure)
    );
}

#[tokio::test]
async fn a_token_with_another_key_algorithm_or_none_is_refused() {
    let verifier = verifier(|_| ());
    let none = "eyJhbGciOiJub25lIn0.e30.";
    let other_key = sign(
        Algorithm::HS256,
        "another-secret-of-more-than-thirty-two",
        &claims(),
    );
    let other_algorithm = sign(Algorithm::HS512, SECRET, &claims());
    for token in [
        none,
        "",
        "a.b.c",
        "..",
        &other_key,
        &other_algorithm,
        &"x".repeat(10_000),
    ] {
        assert_eq!(
            verifier.verify(token).await,
            Err(AuthFault::Invalid),
            "{token}"
        );
    }
}

#[tokio::test]
async fn issuer_and_audience_are_checked_where_configured() {
    let verifier = verifier(|c| {
        c.issuer = Some("https://auth.example".into());
        c.audience = Some("matricula".into());
    });
    let mut good = claims();
    good["iss"] = json!("https://auth.example");
    good["aud"] = json!(["matricula", "other"]);
    assert!(
        verifier
            .verify(&sign(Algorithm::HS256, SECRET, &good))
            .await
            .is_ok()
    );
    for (field, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("other")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert_eq!(
            verifier.verify(&sign(Algorithm::HS256, SECRET, &bad)).await,
            Err(AuthFault::Invalid),
            "{field}"
        );
    }
}

#[tokio::test]
async fn a_token_that_was_good_is_good_again_until_it_has_expired() {
    let verifier = verifier(|_| ());
    let now = jsonwebtoken::get_current_timestamp();
    // Good for a second or two more, by the leeway alone.
    let until = now - LEEWAY_S + 1;
    let token = sign(Algorithm::HS256, SECRET, &with("exp", json!(until)));
    let first = verifier.verify(&token).await.expect("good");
    assert_eq!(verifier.verify(&token).await, Ok(first));
    while jsonwebtoken::get_current_timestamp() <= until + LEEWAY_S {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(verifier.verify(&token).await, Err(AuthFault::Expired));
}

#[tokio::test]
async fn a_verdict_holds_for_the_very_token_alone() {
    let verifier = verifier(|_| ());
    let token = sign(Algorithm::HS256, SECRET, &claims());
    assert!(verifier.verify(&token).await.is_ok());
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let forged = sign(Algorithm::HS256, SECRET, &with("role", json!("admin")));
    let (_, other) = forged.rsplit_once('.').expect("three parts");
    assert_eq!(
        verifier.verify(&format!("{signed}.{other}")).await,
        Err(AuthFault::Invalid)
    );
    assert_eq!(
        verifier
            .verify(&format!("{signed}.{}", signature.to_lowercase()))
            .await,
        Err(AuthFault::Invalid)
    );
}
