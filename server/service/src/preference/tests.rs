//! Preferences on a real database and a real cache.

mod cached;
mod limits;
mod writes;

use crate::{Actor, Result, ctx::Person, testing::world::World};
use contract::preference::{
    PreferenceCategory as Category, PreferenceEntry, PreferenceView, UpsertPreferences,
};
use serde_json::Value;

/// Sets values as their owner.
async fn put(
    world: &World,
    person: &Person,
    category: Category,
    values: &[(&str, Value)],
) -> Result<Vec<PreferenceView>> {
    let entry = |(key, value): &(&str, Value)| PreferenceEntry {
        key: (*key).to_owned(),
        value: value.clone(),
    };
    let command = UpsertPreferences {
        category,
        entries: values.iter().map(entry).collect(),
    };
    let ctx = world.ctx(Actor::User(person.clone()));
    world
        .services
        .preference
        .upsert(&ctx, person.id, command)
        .await
}

/// All that their owner sees.
async fn all(world: &World, person: &Person) -> Vec<PreferenceView> {
    let ctx = world.ctx(Actor::User(person.clone()));
    world
        .services
        .preference
        .list(&ctx, person.id)
        .await
        .expect("preferences")
}

/// What stands under a key.
fn value<'a>(list: &'a [PreferenceView], category: Category, key: &str) -> Option<&'a Value> {
    list.iter()
        .find(|p| p.category == category && p.key == key)
        .map(|p| &p.value)
}
