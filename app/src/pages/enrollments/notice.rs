//! What the last form did, or why it did nothing; above everything else, and with the focus, since what
//! a page holds when it is loaded is not announced otherwise.

use super::{Refusal, Why, buttons::ResumeButton, model::Model};
use crate::{
    components::{
        error_summary::{Entry, ErrorSummary},
        icon::Icon,
        note::{Note, Tone},
    },
    session::flash::{Flash, NamedCourse},
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// The notice, if there is anything to say.
#[component]
pub(super) fn Notice(
    /// The page.
    model: Model,
) -> impl IntoView {
    if let Some(refusal) = model.refusal.clone() {
        return Some(refused(model, &refusal));
    }
    Some(match model.flash.clone()? {
        Flash::Enrolled(course) => done(&model, &course, Deed::Enrolled),
        Flash::Dropped(course) => done(&model, &course, Deed::Dropped),
        Flash::Resumed(course) => done(&model, &course, Deed::Resumed),
        Flash::OtherAccount => other_account().into_any(),
        // Words of other pages.
        Flash::Saved
        | Flash::LanguageSaved
        | Flash::SessionsEnded(_)
        | Flash::Photo(_)
        | Flash::Block(_)
        | Flash::Application(_)
        | Flash::Review(_)
        | Flash::Account(_)
        | Flash::Note(_)
        | Flash::Reason(_) => return None,
    })
}

enum Deed {
    Enrolled,
    Dropped,
    Resumed,
}

/// What was done. Dropping has an Undo beside it, which stays as long as the page does.
fn done(model: &Model, course: &NamedCourse, deed: Deed) -> AnyView {
    let locale = locale();
    let name = words::named_course(locale, course);
    let id = course.id;
    macro_rules! sentence {
        ($key:ident) => {
            td_string!(locale, enrollments.$key, course = name.clone()).to_string()
        };
    }
    let text = match deed {
        Deed::Enrolled => sentence!(has_enrolled),
        Deed::Dropped => sentence!(has_dropped),
        Deed::Resumed => sentence!(has_resumed),
    };
    let undo = matches!(deed, Deed::Dropped).then(|| {
        let label = td_string!(locale, enrollments.undo);
        view! { <ResumeButton model=model.clone() course=id name label/> }
    });
    view! {
        <div class="note note-done" role="status" tabindex="-1" autofocus=true>
            <Icon name="check"/>
            <p class="note-title">{text}</p>
            {undo}
        </div>
    }
    .into_any()
}

fn refused(model: Model, refusal: &Refusal) -> AnyView {
    let locale = locale();
    let anchor = matches!(refusal.why, Why::BadId(_)).then(|| super::by_id::ID.to_owned());
    let text = refusal.sentence(locale);
    let way_out = refusal.resumable().map(|course| {
        let name = words::named_course(locale, course);
        let id = course.id;
        view! { <ResumeButton model course=id name/> }
    });
    view! {
        <ErrorSummary heading=td_string!(locale, problem.heading) entries=vec![Entry { anchor, text }]>
            {way_out}
        </ErrorSummary>
    }
    .into_any()
}

fn other_account() -> impl IntoView {
    let locale = locale();
    view! {
        <Note tone=Tone::Danger title=td_string!(locale, edit.other_account_title) alert=true>
            <p>{td_string!(locale, edit.other_account_text)}</p>
        </Note>
    }
}
