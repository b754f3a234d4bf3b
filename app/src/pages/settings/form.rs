//! The form of a page of choices: each is saved at once by an island; without one there is a Save.

use super::{
    foot::Foot,
    frame::{Section, SettingsFrame},
    refused::{Refused, problem_sentence},
};
use crate::{
    components::{
        control::Control,
        error_summary::{Entry, ErrorSummary},
        note::OtherAccountNote,
        scripts::Scripts,
    },
    forms::choices::{ChoiceForm, WAS},
    pages::set_status,
    session::flash::Flash,
    visit::{locale, visit},
    words::{self, td_string},
};
use contract::FieldErrors;
use leptos::prelude::*;
use std::sync::Arc;

/// A page of choices, before it is HTML. Cheap to clone.
#[derive(Clone)]
pub(super) struct Choices(Arc<Parts>);

/// The parts of the model.
pub(super) struct Parts {
    /// What all controls hold.
    pub(super) form: ChoiceForm,
    errors: FieldErrors,
    problem: Option<crate::error::Problem>,
    /// What the last action did.
    pub(super) flash: Option<Flash>,
}

impl Choices {
    /// The form as it was sent and refused, if it was.
    pub(super) fn refused() -> Option<Self> {
        let refused = use_context::<Refused>()?;
        set_status(refused.status);
        Some(Self(Arc::new(Parts {
            form: refused.form,
            errors: refused.errors,
            problem: refused.problem,
            flash: None,
        })))
    }

    /// The form of what is saved.
    pub(super) fn saved(form: ChoiceForm) -> Self {
        Self(Arc::new(Parts {
            form,
            errors: FieldErrors::default(),
            problem: None,
            flash: visit().and_then(|visit| visit.flash.clone()),
        }))
    }

    /// One control.
    pub(super) fn control(&self, name: &'static str) -> Control {
        Control {
            id: name.to_owned(),
            name,
            label: words::choice_label(locale(), name).to_owned(),
            value: self.form.value(name).to_owned(),
            error: self.error(name),
        }
    }

    /// What is wrong with a control.
    pub(super) fn error(&self, name: &str) -> Option<String> {
        let found = self.errors.0.iter().find(|error| error.field == name)?;
        Some(words::choice_fault(locale(), found))
    }

    fn is_refused(&self) -> bool {
        self.problem.is_some() || !self.errors.0.is_empty()
    }
}

impl std::ops::Deref for Choices {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The form in its frame. `autocomplete="off"`: a browser that puts old choices back after a reload
/// would have them saved again.
#[component]
pub(super) fn ChoicePage(
    /// Which page it is.
    section: Section,
    /// What to show.
    choices: Choices,
    /// Where the form is sent, if the page's address says more than which page it is.
    #[prop(optional, into)]
    action: Option<String>,
    /// What stands below the form.
    #[prop(optional, into)]
    below: Option<AnyView>,
    /// The cards.
    children: Children,
) -> impl IntoView {
    let above = choices.is_refused().then(|| summary(&choices).into_any());
    let owner = choices.form.owner.map(|owner| owner.to_string());
    let was = choices.form.was().map(|(name, value)| {
        view! { <input type="hidden" name=format!("{WAS}{name}") value=value.to_owned()/> }
    });
    let was = was.collect_view();
    let is_other_account = choices.flash == Some(Flash::OtherAccount);
    let is_refused = choices.is_refused();
    let action = action.unwrap_or_else(|| section.path().to_owned());
    view! {
        <SettingsFrame section error=is_refused above>
            {is_other_account.then(|| view! { <OtherAccountNote/> })}
            <form method="post" action=action autocomplete="off" novalidate class="stack">
                <input type="hidden" name="owner" value=owner/>
                {was}
                {children()}
                {if is_refused { plain_save().into_any() } else { auto_save(section, choices.flash.as_ref()).into_any() }}
            </form>
            {below}
        </SettingsFrame>
    }
}

/// What was refused stays in the form until somebody has looked at it and saves it.
fn plain_save() -> impl IntoView {
    view! {
        <div class="auto-save">
            <button class="btn btn-primary" type="submit">{td_string!(locale(), edit.save)}</button>
        </div>
    }
}

fn auto_save(section: Section, flash: Option<&Flash>) -> impl IntoView + use<> {
    let is_saved = matches!(flash, Some(Flash::Saved | Flash::LanguageSaved));
    // The control that chose the language has the focus then.
    let takes_focus = flash == Some(&Flash::Saved);
    view! {
        <Foot section is_saved takes_focus/>
        <Scripts/>
    }
}

fn summary(choices: &Choices) -> impl IntoView + use<> {
    let locale = locale();
    let entry = |error: &contract::FieldError| Entry {
        anchor: choices.form.has(&error.field).then(|| error.field.clone()),
        text: words::choice_fault(locale, error),
    };
    let entries = choices.errors.0.iter().map(entry).collect();
    let text = choices
        .problem
        .map(|problem| problem_sentence(locale, problem));
    view! { <ErrorSummary heading=td_string!(locale, problem.heading) text entries/> }
}
