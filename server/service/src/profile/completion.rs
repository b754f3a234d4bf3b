//! How complete a profile is. Weights are those of the specification, section "User Service
//! Implementation"; they add up to 100.

use contract::{
    limits::COMPLETE_FROM_PERCENT,
    profile::{MissingField, ProfileCompletion, ProfileView},
};

type Weighed = (&'static str, f32, fn(&ProfileView) -> bool);

/// Every field that counts, its weight in percentage points, and whether it is filled.
const FIELDS: [Weighed; 9] = [
    ("firstName", 20.0, |p| filled(&p.first_name)),
    ("lastName", 20.0, |p| filled(&p.last_name)),
    ("email", 20.0, |p| filled(&p.email)),
    ("username", 10.0, |p| given(p.username.as_ref())),
    ("bio", 10.0, |p| given(p.bio.as_ref())),
    ("avatarUrl", 10.0, |p| {
        p.avatar_urls.is_some() || given(p.avatar_url.as_ref())
    }),
    ("phone", 5.0, |p| given(p.phone.as_ref())),
    ("timezone", 2.5, |p| filled(&p.timezone)),
    ("language", 2.5, |p| filled(p.language.as_str())),
];

/// The percentage and what is missing to a hundred.
pub fn completion(profile: &ProfileView) -> ProfileCompletion {
    let missing: Vec<_> = FIELDS
        .iter()
        .filter(|(.., is_filled)| !is_filled(profile))
        .map(|&(field, weight, _)| MissingField {
            field: field.into(),
            weight,
        })
        .collect();
    let lacking: f32 = missing.iter().map(|m| m.weight).sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the weights add up to 100, so this is within 0 and 100"
    )]
    let percentage = (100.0 - lacking).round() as u8;
    ProfileCompletion {
        percentage,
        missing,
    }
}

/// Whether the profile counts as completed.
pub(crate) fn is_complete(profile: &ProfileView) -> bool {
    completion(profile).percentage >= COMPLETE_FROM_PERCENT
}

fn filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn given(text: Option<&String>) -> bool {
    text.is_some_and(|t| filled(t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::profile;

    #[test]
    fn the_weights_add_up_to_a_hundred() {
        assert!((FIELDS.iter().map(|f| f.1).sum::<f32>() - 100.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_new_profile_lists_what_is_missing_with_its_weight() {
        let completion = completion(&profile());
        let missing: Vec<_> = completion
            .missing
            .iter()
            .map(|m| (m.field.as_str(), m.weight))
            .collect();
        assert_eq!(
            missing,
            [
                ("username", 10.0),
                ("bio", 10.0),
                ("avatarUrl", 10.0),
                ("phone", 5.0)
            ]
        );
        assert_eq!(completion.percentage, 65);
    }

    #[test]
    fn white_space_counts_as_empty_and_halves_round_up() {
        let mut profile = profile();
        profile.bio = Some(" \n\t".into());
        profile.timezone = " ".into();
        assert_eq!(
            completion(&profile).percentage,
            63,
            "100 - 10 - 10 - 10 - 5 - 2.5 = 62.5"
        );
    }

    #[test]
    fn ninety_is_complete() {
        let mut profile = profile();
        profile.username = Some("ada".into());
        profile.bio = Some("Numbers.".into());
        assert!(!is_complete(&profile), "85");
        profile.phone = Some("+34600123456".into());
        assert!(is_complete(&profile), "90");
    }
}
