//! The demo accounts.

use crate::account::Account;
use crate::events::Event;
use crate::state::Provider;
use crate::{Error, clock, password, store};

/// A demo account, with its password in clear for all to use.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// First name.
    pub first_name: &'static str,
    /// Last name.
    pub last_name: &'static str,
    /// E-mail address to sign in with.
    pub email: &'static str,
    /// Password to sign in with.
    pub password: &'static str,
    /// Role that the account starts with.
    pub role: &'static str,
}

impl Persona {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

const PASSWORD: &str = "matricula-demo";

const PERSONAS: [Persona; 4] = [
    persona("Ada", "Learner", "ada@example.test", "student"),
    persona("Grace", "Teacher", "grace@example.test", "instructor"),
    persona("Alan", "Admin", "alan@example.test", "admin"),
    persona("Mina", "Newcomer", "mina@example.test", "student"),
];

const fn persona(
    first_name: &'static str,
    last_name: &'static str,
    email: &'static str,
    role: &'static str,
) -> Persona {
    Persona {
        first_name,
        last_name,
        email,
        password: PASSWORD,
        role,
    }
}

/// The demo accounts that [`run`](crate::run) creates when its configuration says so.
pub fn personas() -> &'static [Persona] {
    &PERSONAS
}

/// Creates the demo accounts that are not there yet, each with its `auth.user.registered`.
pub(crate) async fn create_missing(provider: &Provider) -> Result<(), Error> {
    for persona in personas() {
        let mut conn = provider.pool.acquire().await?;
        if store::accounts::find_account_by_email(&mut conn, persona.email)
            .await?
            .is_some()
        {
            continue;
        }
        drop(conn);
        create(provider, persona).await?;
    }
    Ok(())
}

async fn create(provider: &Provider, persona: &Persona) -> Result<(), Error> {
    let account = Account {
        id: clock::new_id(),
        user_id: None,
        tenant_id: None,
        email: persona.email.to_owned(),
        email_verified: true,
        password_hash: password::hash(persona.password.into()).await?,
        first_name: persona.first_name.to_owned(),
        last_name: persona.last_name.to_owned(),
        role: persona.role.to_owned(),
        locale: "en".to_owned(),
        created_at: clock::now(),
    };
    let mut tx = provider.pool.begin().await?;
    if store::accounts::insert_account(&mut tx, &account)
        .await?
        .is_created()
    {
        store::outbox::insert_event(&mut tx, &Event::registered(&account)).await?;
        tx.commit().await?;
        tracing::info!(auth_id = %account.id, role = persona.role, "demo account created");
    }
    Ok(())
}
