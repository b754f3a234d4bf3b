//! What counts as a change, and what is told of it.

use super::*;
use crate::testing::desk;
use contract::{Patch, settings::Theme};

fn differences(change: impl FnOnce(&mut Desk)) -> Differences {
    let before = desk();
    let mut after = before.clone();
    change(&mut after);
    Differences::between(&before, &after, Vec::new()).expect("desks are objects")
}

fn names(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|c| c.field.as_str()).collect()
}

#[test]
fn only_what_differs_is_a_change_and_phone_is_told_by_name() {
    let first_name = desk().view.first_name;
    let found = differences(|desk| {
        desk.change_profile(ProfileChanges {
            first_name: Patch::Set(first_name),
            bio: Patch::Set("Numbers.".into()),
            phone: Patch::Set("+34600123456".into()),
            ..Default::default()
        });
    });
    assert_eq!(names(&found.profile), ["bio", "phone"]);
    assert!(found.settings.is_empty() && found.preferences.is_empty());
    let told = told(&found.profile);
    assert_eq!(told["phone"], Value::Bool(true));
    assert_eq!(told["bio"], "Numbers.");
}

#[test]
fn a_setting_is_told_in_each_view_that_shows_it_and_kept_once() {
    let found = differences(|desk| {
        let document = &mut desk.settings.document;
        document.settings.theme = Theme::Dark;
        document.settings.email_notifications.marketing = true;
        desk.change_profile(ProfileChanges {
            timezone: Patch::Set("Europe/Madrid".into()),
            ..Default::default()
        });
    });
    assert_eq!(names(&found.profile), ["timezone"]);
    let settings = ["emailNotifications.marketing", "theme", "timezone"];
    assert_eq!(names(&found.settings), settings);
    let keys: Vec<_> = found.preferences.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["email_marketing", "theme"]);
    assert_eq!(
        names(&found.all()),
        ["timezone", "emailNotifications.marketing", "theme"]
    );
}
