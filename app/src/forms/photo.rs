//! The small forms of the picture: whose they are, and what they bring back.

use contract::{UploadId, UserId, avatar::upload_of_thumbnail, profile::ProfileView};
use serde::{Deserialize, Serialize};

/// What brings a picture back that was taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Undo {
    /// The upload that it was.
    Upload(UploadId),
    /// The address that it was at.
    Address(String),
}

impl Undo {
    const UPLOAD: &str = "upload";
    const ADDRESS: &str = "address";

    /// What would bring back the picture that this person has now.
    pub(crate) fn of(view: &ProfileView) -> Option<Self> {
        match &view.avatar_urls {
            Some(urls) => upload_of_thumbnail(&urls.large).map(Self::Upload),
            None => view.avatar_url.clone().map(Self::Address),
        }
    }

    /// Name and value of the hidden field that a form has for it.
    pub(crate) fn pair(&self) -> (&'static str, String) {
        match self {
            Self::Upload(id) => (Self::UPLOAD, id.to_string()),
            Self::Address(url) => (Self::ADDRESS, url.clone()),
        }
    }

    fn of_pair(name: &str, value: &str) -> Option<Self> {
        match name {
            Self::UPLOAD => value.parse().ok().map(Self::Upload),
            Self::ADDRESS => Some(Self::Address(value.to_owned())),
            _ => None,
        }
    }
}

/// Takes a picture away, or brings it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PhotoForm {
    /// For whom the form was made.
    pub(crate) owner: Option<UserId>,
    /// What to bring back.
    pub(crate) undo: Option<Undo>,
}

impl PhotoForm {
    /// Reads what the browser sent.
    pub(crate) fn from_pairs(pairs: &[(String, String)]) -> Self {
        let value = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted);
        Self {
            owner: value("owner").and_then(|(_, id)| id.parse().ok()),
            undo: pairs
                .iter()
                .find_map(|(name, value)| Undo::of_pair(name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_brings_back_what_its_hidden_field_names() {
        let undos = [
            Undo::Upload("0190a5a0-0000-7000-8000-000000000001".parse().unwrap()),
            Undo::Address("https://a.example/b.png".into()),
        ];
        for undo in undos {
            let (name, value) = undo.pair();
            let form = PhotoForm::from_pairs(&[(name.to_owned(), value)]);
            assert_eq!(form.undo, Some(undo));
        }
        let other = PhotoForm::from_pairs(&[("upload".into(), "me.png".into())]);
        assert_eq!(other, PhotoForm::default());
    }
}
