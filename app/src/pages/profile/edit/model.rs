//! Everything that the parts of the edit page need to know.

use super::{
    PhotoRefusal,
    submission::{Reason, Submission},
};
use crate::{
    components::control::Control,
    error::Problem,
    forms::profile::{Field, ProfileForm, Stale, anchor},
    session::flash::Flash,
    visit::{locale, visit},
    words,
};
use contract::{FieldErrors, profile::ProfileView};
use leptos::prelude::use_context;
use std::sync::Arc;

/// The edit page, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Model(Arc<Parts>);

/// The parts of the model.
pub(crate) struct Parts {
    /// The values of all controls.
    pub(crate) form: ProfileForm,
    /// Every field that is wrong.
    pub(crate) errors: FieldErrors,
    /// The fields that were saved meanwhile.
    pub(crate) stale: Option<Stale>,
    /// What is wrong with the whole form.
    pub(crate) problem: Option<Problem>,
    /// What the last action did.
    pub(crate) flash: Option<Flash>,
    /// Whether the form is a draft of before sign-in.
    pub(crate) is_draft: bool,
    /// Why a form of the picture did nothing.
    pub(crate) photo: Option<PhotoRefusal>,
}

impl Model {
    /// The form of what is saved.
    pub(crate) fn of_view(view: &ProfileView) -> Self {
        let flash = visit().and_then(|visit| visit.flash.clone());
        Self::new(ProfileForm::from_view(view), |parts| parts.flash = flash)
    }

    /// The form as it was typed before the session ended.
    pub(crate) fn of_draft(draft: ProfileForm) -> Self {
        Self::new(draft, |parts| parts.is_draft = true)
    }

    /// The form as it was sent.
    pub(crate) fn of_submission(submission: Submission) -> Self {
        Self::new(submission.form, |parts| match submission.reason {
            Reason::Fields(errors) => parts.errors = errors,
            Reason::Stale(stale) => parts.stale = Some(stale),
            Reason::Problem(problem) => parts.problem = Some(problem),
        })
    }

    fn new(form: ProfileForm, fill: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Parts {
            form,
            errors: FieldErrors::default(),
            stale: None,
            problem: None,
            flash: None,
            is_draft: false,
            photo: use_context(),
        };
        fill(&mut parts);
        Self(Arc::new(parts))
    }

    /// Whether this form, or one of the picture, was sent and did nothing.
    pub(crate) fn is_refused(&self) -> bool {
        self.photo.is_some() || self.is_form_refused()
    }

    /// Whether the form holds what is saved nowhere.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.is_draft || self.is_form_refused()
    }

    fn is_form_refused(&self) -> bool {
        self.stale.is_some() || self.problem.is_some() || !self.errors.0.is_empty()
    }

    /// Whether the field stands in the card of those that were saved meanwhile.
    pub(crate) fn is_contested(&self, field: Field) -> bool {
        self.stale
            .as_ref()
            .is_some_and(|stale| stale.is_about(field))
    }

    /// The control of a single-valued field; none while the field is contested.
    pub(crate) fn control(&self, field: Field) -> Option<Control> {
        (!self.is_contested(field)).then(|| Control {
            id: field.id(),
            name: field.name(),
            label: words::label(locale(), field).to_owned(),
            value: self.form.value(field).to_owned(),
            error: self.error(&field.id()),
        })
    }

    /// What is wrong with the control of this id.
    pub(crate) fn error(&self, id: &str) -> Option<String> {
        let about = |error: &&contract::FieldError| anchor(&error.field) == id;
        let texts: Vec<String> = self
            .errors
            .0
            .iter()
            .filter(about)
            .map(|error| words::fault(locale(), error))
            .collect();
        (!texts.is_empty()).then(|| texts.join(". "))
    }
}

impl std::ops::Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
