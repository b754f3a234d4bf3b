//! From the form to the command: blank rows dropped, fields that stay as saved left out.

use super::{Choice, Field, ProfileForm};
use contract::{FieldErrors, profile::UpdateProfile};
use serde_json::{Map, Value, json};

impl ProfileForm {
    /// The command that the form asks for.
    ///
    /// # Errors
    /// One entry a value that is not one of those on offer.
    pub(crate) fn command(&self) -> Result<UpdateProfile, FieldErrors> {
        let fields = Field::ALL.iter().filter(|field| self.is_sent(**field));
        let body: Map<String, Value> = fields
            .map(|field| (field.name().to_owned(), self.json(*field)))
            .collect();
        UpdateProfile::from_json(body)
    }

    /// The form has the field, and nobody chose to keep what is saved.
    fn is_sent(&self, field: Field) -> bool {
        self.has(field)
            && match self.choices.get(&field) {
                Some(choice) => *choice == Choice::Mine,
                // An empty box may also stand for a picture that was uploaded.
                None => field != Field::AvatarUrl || self.seen.is_touched(self, field),
            }
    }

    fn json(&self, field: Field) -> Value {
        match field {
            Field::Links => json!(self.links),
            Field::Skills => self
                .value(field)
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect(),
            Field::Discoverable => self.is_on(field).into(),
            _ => self.value(field).into(),
        }
    }
}
