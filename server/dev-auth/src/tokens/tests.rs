//! Round trips of both kinds of token through the public keys.

use super::*;
use crate::keys::tests::fresh_keys;

const PARTIES: Parties<'static> = Parties {
    issuer: "http://localhost:3001",
    client_id: "web",
    audience: "matricula",
};

fn account() -> Account {
    Account {
        id: clock::new_id(),
        user_id: None,
        tenant_id: None,
        email: "ada@example.test".into(),
        email_verified: true,
        password_hash: String::new(),
        first_name: "Ada".into(),
        last_name: "Learner".into(),
        role: "student".into(),
        locale: "en".into(),
        created_at: clock::now(),
    }
}

fn issue_for(keys: &Keys, account: &Account, now: DateTime<Utc>) -> TokenPair {
    let sign_in = SignIn {
        account,
        session_id: clock::new_id(),
        auth_time: now,
        nonce: Some("a nonce".into()),
    };
    issue(keys, &PARTIES, sign_in, now).unwrap()
}

#[tokio::test]
async fn both_tokens_verify_through_the_published_keys() {
    let keys = fresh_keys(clock::now()).await;
    let ada = account();
    let tokens = issue_for(&keys, &ada, clock::now());
    let access = read_access_token(&keys, &PARTIES, &tokens.access_token).unwrap();
    assert_eq!(
        (access.sub, access.auth_id, access.role.as_str()),
        (ada.id, ada.id, "student")
    );
    let id = read_id_token_hint(&keys, &PARTIES, &tokens.id_token).unwrap();
    assert_eq!(id.sub, ada.id);
    assert_eq!(id.nonce.as_deref(), Some("a nonce"));
    assert_eq!(id.person.name, "Ada Learner");
}

#[tokio::test]
async fn the_subject_of_an_access_token_is_the_user_id_once_it_is_known() {
    let keys = fresh_keys(clock::now()).await;
    let mut ada = account();
    ada.user_id = Some(clock::new_id());
    let tokens = issue_for(&keys, &ada, clock::now());
    let access = read_access_token(&keys, &PARTIES, &tokens.access_token).unwrap();
    assert_eq!((Some(access.sub), access.auth_id), (ada.user_id, ada.id));
    let id = read_id_token_hint(&keys, &PARTIES, &tokens.id_token).unwrap();
    assert_eq!(id.sub, ada.id);
}

#[tokio::test]
async fn one_kind_of_token_does_not_pass_for_the_other() {
    let keys = fresh_keys(clock::now()).await;
    let tokens = issue_for(&keys, &account(), clock::now());
    assert!(read_access_token(&keys, &PARTIES, &tokens.id_token).is_none());
    assert!(read_id_token_hint(&keys, &PARTIES, &tokens.access_token).is_none());
}

#[tokio::test]
async fn a_changed_an_expired_and_a_foreign_token_are_refused() {
    let keys = fresh_keys(clock::now()).await;
    let old = issue_for(&keys, &account(), clock::now() - TimeDelta::hours(2));
    assert!(read_access_token(&keys, &PARTIES, &old.access_token).is_none());
    assert!(read_id_token_hint(&keys, &PARTIES, &old.id_token).is_some());

    let fresh = issue_for(&keys, &account(), clock::now());
    let (head, signature) = fresh.access_token.rsplit_once('.').unwrap();
    let mut letters: Vec<char> = head.chars().collect();
    let middle = head.find('.').unwrap() + 20;
    letters[middle] = if letters[middle] == 'A' { 'B' } else { 'A' };
    let changed = format!("{}.{signature}", letters.iter().collect::<String>());
    assert!(read_access_token(&keys, &PARTIES, &changed).is_none());

    let others = fresh_keys(clock::now()).await;
    assert!(read_access_token(&others, &PARTIES, &fresh.access_token).is_none());
}
