//! What a new account starts with.

use crate::{
    Ctx,
    ctx::Person,
    profile::{self, ProfileConfig},
};
use contract::{
    TenantId, UserId,
    account::{AccountStatus, NewAccount, RegisteredPerson},
    profile::{ProfileView, Visibility},
    settings::Settings,
};

/// The profile and settings that an account starts with.
pub(super) fn view_of(
    ctx: &Ctx,
    tenant: TenantId,
    new: NewAccount,
    config: &ProfileConfig,
) -> (ProfileView, Settings) {
    let rest = new.profile.rest;
    let defaults = Settings::of_new_account(&config.languages);
    let settings = Settings {
        language: rest.language.into_value().unwrap_or(defaults.language),
        timezone: rest
            .timezone
            .apply(Some(defaults.timezone.clone()))
            .unwrap_or(defaults.timezone.clone()),
        ..defaults
    };
    let mut view = ProfileView {
        id: UserId(ctx.new_id()),
        auth_id: new.auth_id,
        tenant_id: tenant,
        email: new.email,
        username: rest.username.apply(None),
        first_name: new.profile.first_name,
        last_name: new.profile.last_name,
        display_name: rest.display_name.apply(None),
        headline: rest.headline.apply(None),
        avatar_url: rest.avatar_url.apply(None),
        avatar_urls: None,
        bio: rest.bio.apply(None),
        location: rest.location.apply(None),
        phone: rest.phone.apply(None),
        timezone: settings.timezone.clone(),
        language: settings.language,
        links: rest.links.apply_or_default(Vec::new()),
        skills: rest.skills.apply_or_default(Vec::new()),
        visibility: rest.visibility.apply(None).unwrap_or(Visibility::Members),
        discoverable: rest.discoverable.apply(None).unwrap_or(true),
        role: new.role,
        status: AccountStatus::Active,
        email_verified: new.email_verified,
        profile_completed: false,
        profile_completion_percentage: None,
        profile_completion: None,
        last_active_at: None,
        created_at: ctx.now,
        updated_at: ctx.now,
        version: 1,
    };
    view.profile_completed = config.completion && profile::completion::is_complete(&view);
    (view, settings)
}

/// Whose account it is.
pub(super) fn person_of(view: &ProfileView) -> Person {
    Person {
        id: view.id,
        auth_id: view.auth_id,
        tenant_id: view.tenant_id,
        role: view.role,
        status: view.status,
    }
}

/// The names that were told; else made from the e-mail address, because everybody has two.
pub(super) fn names_of(person: &RegisteredPerson) -> (String, String) {
    let told = |name: &Option<String>| {
        name.as_deref()
            .map(str::trim)
            .filter(|n| !n.is_empty())
            .map(str::to_owned)
    };
    let local = person.email.split('@').next().unwrap_or_default();
    let mut parts = local
        .split(['.', '_', '-', '+'])
        .filter(|p| !p.is_empty())
        .map(capitalised);
    let (first, last) = (parts.next(), parts.next());
    (
        told(&person.first_name)
            .or(first)
            .unwrap_or_else(|| "–".into()),
        told(&person.last_name)
            .or(last)
            .unwrap_or_else(|| "–".into()),
    )
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
