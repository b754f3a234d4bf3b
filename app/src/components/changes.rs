//! What an entry of the audit log changed: field by field, before and after.

mod value;

use super::icon::Icon;
use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::audit::AuditChange;
use leptos::prelude::*;
use value::ValueText;

/// From so many fields on they are folded.
const FIELDS_MAX: usize = 6;

/// The list; nothing where nothing was changed.
#[component]
pub(crate) fn Changes(
    /// Every field.
    changes: Vec<AuditChange>,
) -> impl IntoView {
    let count = changes.len();
    // Of what begins with the entry, and of what a reading asked for, there is no before.
    let has_before = changes.iter().any(|change| change.before.is_some());
    let rows = changes.into_iter().map(|change| row(change, has_before));
    let list = (count > 0).then(|| view! { <dl class="changes">{rows.collect_view()}</dl> });
    if count < FIELDS_MAX {
        return list.into_any();
    }
    let locale = locale();
    let count = words::count(locale, count);
    let text = td_string!(locale, audit.fields_many, count = count).to_string();
    view! { <details class="fold"><summary>{text}</summary>{list}</details> }.into_any()
}

fn row(change: AuditChange, has_before: bool) -> impl IntoView {
    let locale = locale();
    let field = change.field;
    let name = words::audit_field(locale, &field).map_or_else(
        // Nobody's language.
        || view! { <code lang="zxx">{field.clone()}</code> }.into_any(),
        IntoAny::into_any,
    );
    let values = match (change.before, change.after) {
        (None, None) => {
            view! { <span class="hint">{td_string!(locale, audit.not_shown)}</span> }.into_any()
        }
        (None, after) if !has_before => view! { <ValueText field value=after/> }.into_any(),
        (before, after) => view! {
            <span class="change-before"><ValueText field=field.clone() value=before/></span>
            <span class="change-arrow">
                <Icon name="arrow-right"/>
                <span class="sr-only">" "{td_string!(locale, audit.became)}" "</span>
            </span>
            <span class="change-after"><ValueText field value=after/></span>
        }
        .into_any(),
    };
    view! {
        <div class="change">
            <dt>{name}</dt>
            <dd>{values}</dd>
        </div>
    }
}
