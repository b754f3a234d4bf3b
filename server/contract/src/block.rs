//! Blocks: whom a person has shut out.

use crate::{FieldErrors, UserId, directory::PersonRef, fields::FieldReader};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A block, as whoever made it sees it; nobody else is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// Whom it shuts out.
    pub user: PersonRef,
    /// Why, in the words of whoever made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Blocks somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", serde(rename_all = "camelCase"))]
pub struct CreateBlock {
    /// Whom.
    pub user_id: UserId,
    /// Why, for oneself alone: at most 250 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 250))]
    pub note: Option<String>,
}

impl CreateBlock {
    /// Reads the body of `POST /users/me/blocks`, listing every field that is missing, unknown or of a
    /// wrong type.
    ///
    /// # Errors
    /// One entry a bad field.
    pub fn from_json(body: Map<String, Value>) -> Result<Self, FieldErrors> {
        let mut reader = FieldReader::new(body);
        let user_id = reader.required_id("userId");
        let note = reader.patch("note").into_value();
        let command = |user_id| Self { user_id, note };
        // Whose id it is does not matter for what else is wrong.
        let command = command(user_id.unwrap_or(UserId(uuid::Uuid::nil())));
        reader.finish(&["user", "createdAt"], || broken_rules(&command))?;
        Ok(command)
    }
}

#[cfg(feature = "validate")]
fn broken_rules(command: &CreateBlock) -> Option<FieldErrors> {
    command.clone().check().err()
}

#[cfg(not(feature = "validate"))]
fn broken_rules(_: &CreateBlock) -> Option<FieldErrors> {
    None
}

#[cfg(feature = "validate")]
mod check {
    use super::CreateBlock;
    use crate::{FieldCode, FieldError, FieldErrors, limits::BLOCK_NOTE_MAX, text::clean_line};

    impl CreateBlock {
        /// The same with its note cleaned; an empty one is none.
        ///
        /// # Errors
        /// `note` is too long.
        pub fn check(self) -> Result<Self, FieldErrors> {
            let note = clean_line(&self.note.unwrap_or_default());
            if note.chars().count() > BLOCK_NOTE_MAX {
                let fault = FieldError::with_limit("note", FieldCode::TooLong, BLOCK_NOTE_MAX);
                return Err(FieldErrors::one(fault));
            }
            Ok(Self {
                note: Some(note).filter(|note| !note.is_empty()),
                ..self
            })
        }
    }
}

#[cfg(all(test, feature = "validate"))]
mod tests {
    use super::*;
    use crate::FieldCode;
    use serde_json::json;

    fn read(body: Value) -> Result<CreateBlock, Vec<(String, FieldCode)>> {
        let Value::Object(body) = body else {
            panic!("a body is an object")
        };
        CreateBlock::from_json(body)
            .map_err(|errors| errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn every_bad_field_of_a_block_is_named() {
        let faults = read(json!({"note": "x".repeat(251), "reason": 1})).unwrap_err();
        assert_eq!(
            faults,
            [
                ("note".to_owned(), FieldCode::TooLong),
                ("reason".to_owned(), FieldCode::UnknownField),
                ("userId".to_owned(), FieldCode::Required),
            ]
        );
        let faults = read(json!({"userId": "me", "note": 1})).unwrap_err();
        assert_eq!(
            faults,
            [
                ("userId".to_owned(), FieldCode::InvalidId),
                ("note".to_owned(), FieldCode::InvalidType),
            ]
        );
    }

    #[test]
    fn a_note_is_cleaned_and_may_be_left_out() {
        let id = "019a0000-0000-7000-8000-00000000000a";
        for (note, expected) in [
            (json!(null), None),
            (json!(" \n "), None),
            (json!(" a\u{202e}\nb "), Some("a b")),
        ] {
            let command = read(json!({"userId": id, "note": note})).unwrap();
            assert_eq!(command.check().unwrap().note.as_deref(), expected);
        }
    }
}
