//! The end of the account: folded, and only for whoever types the person's name.

use super::{
    card::{control_id, fields, here},
    model::Model,
};
use crate::{
    components::{control::Control, icon::Icon, text_field::TextField},
    forms::user::Action,
    visit::locale,
    words::{AccountFault, td_string},
};
use leptos::prelude::*;

/// The name of the box.
pub(super) const NAME: &str = "name";
/// Longer than the longest name, so that nothing is cut off.
const LIMIT: usize = 250;

/// The card. It is open where its form did nothing.
#[component]
pub(super) fn Deletion(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let refused = model.refused(Action::Delete);
    let open = refused.is_some();
    let name = model.user.shown_name();
    let fault = refused.filter(|refusal| matches!(refusal.fault, AccountFault::Name(_)));
    let control = Control {
        id: control_id(NAME),
        name: NAME,
        label: td_string!(locale, user.delete_name, name = name.as_str()).to_string(),
        value: refused
            .map(|refusal| refusal.form.name.clone())
            .unwrap_or_default(),
        error: fault.map(|refusal| refusal.fault.sentence(locale)),
    };
    view! {
        <section class="card danger-card" aria-labelledby="delete">
            <h2 id="delete">{td_string!(locale, user.delete_title)}</h2>
            <details class="fold" open=open>
                <summary>{td_string!(locale, user.delete_open)}</summary>
                <form method="post" action=here(&model) novalidate class="card-form">
                    {fields(&model, Action::Delete, "")}
                    <ul class="consequences">
                        <li>{td_string!(locale, user.delete_signs_out)}</li>
                        <li>{td_string!(locale, user.delete_hides)}</li>
                        <li>{td_string!(locale, user.delete_frees)}</li>
                        <li>{td_string!(locale, user.delete_keeps)}</li>
                    </ul>
                    <TextField control limit=LIMIT required=true/>
                    <div class="actions">
                        <button class="btn btn-danger" type="submit">
                            <Icon name="trash-2"/>
                            {td_string!(locale, user.delete)}
                        </button>
                    </div>
                </form>
            </details>
        </section>
    }
}
