//! `/register`: a new account, which is signed in at once.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use serde::Deserialize;

use super::reply::{Failure, go, page, with_cookie};
use super::session;
use super::visit::Visit;
use crate::account::{Account, DEFAULT_ROLE};
use crate::events::Event;
use crate::pages::{self, Problem, RegisterPage};
use crate::state::Provider;
use crate::{clock, password, store};

/// Most characters of a first or last name (contract.md section 3).
const NAME_LENGTH: usize = 100;
/// Most bytes of an e-mail address (RFC 5321, as commonly read).
const EMAIL_LENGTH: usize = 254;

/// The form, as sent.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Registration {
    first_name: String,
    last_name: String,
    email: String,
    password: SecretString,
}

pub(super) async fn show(visit: Visit) -> Response {
    page(
        StatusCode::OK,
        render(&visit, &Registration::default(), &[]),
    )
}

pub(super) async fn register(
    State(provider): State<Provider>,
    visit: Visit,
    Form(form): Form<Registration>,
) -> Result<Response, Failure> {
    let words = pages::words(visit.language);
    let problems = form.problems(words);
    if !problems.is_empty() {
        return Ok(page(
            StatusCode::BAD_REQUEST,
            render(&visit, &form, &problems),
        ));
    }
    let account = form.account(&visit).await?;
    let mut tx = provider.pool.begin().await?;
    if !store::accounts::insert_account(&mut tx, &account)
        .await?
        .is_created()
    {
        let taken = Problem {
            field: "email",
            text: words.email_taken,
        };
        return Ok(page(StatusCode::CONFLICT, render(&visit, &form, &[taken])));
    }
    store::outbox::insert_event(&mut tx, &Event::registered(&account)).await?;
    tracing::info!(auth_id = %account.id, "registered");
    let (session, cookie) = session::open(&mut tx, &provider, &visit.headers, &account).await?;
    let url = session::way_on(&mut tx, &provider, &visit, &session).await?;
    tx.commit().await?;
    provider.outbox_bell.notify_one();
    Ok(with_cookie(go(&url), cookie))
}

impl Registration {
    fn problems(&self, words: &pages::Words) -> Vec<Problem> {
        let checks = [
            (
                is_name(&self.first_name),
                "firstName",
                words.first_name_problem,
            ),
            (
                is_name(&self.last_name),
                "lastName",
                words.last_name_problem,
            ),
            (is_email(&self.email), "email", words.email_problem),
            (
                password::long_enough(&self.password),
                "password",
                words.password_problem,
            ),
        ];
        let bad = checks.into_iter().filter(|(good, _, _)| !good);
        bad.map(|(_, field, text)| Problem { field, text })
            .collect()
    }

    async fn account(&self, visit: &Visit) -> Result<Account, crate::Error> {
        Ok(Account {
            id: clock::new_id(),
            user_id: None,
            tenant_id: None,
            email: self.email.trim().to_owned(),
            // Nobody sends mail here, so nobody has proved to own the address.
            email_verified: false,
            password_hash: password::hash(self.password.clone()).await?,
            first_name: self.first_name.trim().to_owned(),
            last_name: self.last_name.trim().to_owned(),
            role: DEFAULT_ROLE.to_owned(),
            locale: visit.language.tag().to_owned(),
            created_at: clock::now(),
        })
    }
}

fn is_name(text: &str) -> bool {
    let name = text.trim();
    (1..=NAME_LENGTH).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}

/// The HTML standard's idea of an address, less strict about the letters of the local part.
fn is_email(text: &str) -> bool {
    let email = text.trim();
    let Some((local, domain)) = email.rsplit_once('@') else {
        return false;
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let local_letter = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    email.len() <= EMAIL_LENGTH
        && !local.is_empty()
        && local.bytes().all(local_letter)
        && domain.split('.').all(label)
}

fn render(visit: &Visit, form: &Registration, problems: &[Problem]) -> maud::Markup {
    pages::register(&RegisterPage {
        language: visit.language,
        action: &visit.address("/register"),
        sign_in: &visit.address("/sign-in"),
        first_name: &form.first_name,
        last_name: &form.last_name,
        email: &form.email,
        problems,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_and_a_host() {
        for good in [
            "ada@example.test",
            " ada+x@example.test ",
            "o'neil@a-b.example",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.test",
            "ada@",
            "ada@-a.test",
            "a b@c.test",
            "ada@a..test",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_has_something_but_white_space_in_it() {
        assert!(is_name("Ñ"));
        assert!(!is_name("   "));
        assert!(!is_name("a\u{7}b"));
        assert!(!is_name(&"x".repeat(101)));
    }
}
