//! What the island says: what is wrong, how far it is, what was done. Each place is there from the
//! beginning, so that what comes into it is announced; its role comes with the words.

use super::{ACTION, ERROR_ID, Fault, Notice, Shown, Texts, Work, icon, told::Undo};
use leptos::prelude::*;

/// Why nothing was done.
pub(super) fn fault(shown: Shown, texts: Texts) -> impl IntoView {
    let role = move || shown.fault.with(Option::is_some).then_some("alert");
    let said = move || shown.fault.get().map(|fault| explained(fault, &texts));
    view! { <div class="photo-fault" aria-live="assertive" role=role>{said}</div> }
}

fn explained(fault: Fault, texts: &Texts) -> impl IntoView + use<> {
    let words = &texts.faults;
    let sign_in = fault.is_signed_out.then(|| {
        // In a tab of its own, so that nothing on this page is lost.
        view! {
            <a class="btn" href=words.sign_in_href.clone() target="_blank">{words.sign_in.clone()}</a>
        }
    });
    let retry = fault.is_passing.then(|| {
        view! { <button class="btn" type="button" data-do="retry">{words.retry.clone()}</button> }
    });
    let actions = (fault.is_passing || fault.is_signed_out)
        .then(|| view! { <div class="photo-actions">{sign_in}{retry}</div> });
    view! {
        <p class="field-error" id=ERROR_ID>{icon("circle-alert")}<span>{fault.text}</span></p>
        {actions}
    }
}

/// How far the photo is on its way.
pub(super) fn progress(shown: Shown, texts: Texts) -> impl IntoView {
    let is_under_way = Memo::new(move |_| {
        let work = shown.work.get();
        matches!(work, Work::Sending(_) | Work::Making)
    });
    // The bar is made once and then only filled.
    move || is_under_way.get().then(|| bar(shown, &texts))
}

fn bar(shown: Shown, texts: &Texts) -> impl IntoView + use<> {
    let percent = move || match shown.work.get() {
        Work::Sending(percent) => percent,
        _ => 100,
    };
    let (sent, making) = (texts.busy.sent.clone(), texts.busy.making.clone());
    let text = Memo::new(move |_| match shown.work.get() {
        Work::Sending(percent) => sent.replace(Texts::NUMBER, &percent.to_string()),
        _ => making.clone(),
    });
    let cancel = texts.busy.cancel.clone();
    let cancel = move || {
        matches!(shown.work.get(), Work::Sending(_)).then(|| {
            view! {
                <button class="btn btn-quiet" type="button" data-do="stop">{cancel.clone()}</button>
            }
        })
    };
    view! {
        <div class="progress-line photo-progress">
            <div
                class="bar"
                role="progressbar"
                aria-label=texts.busy.bar.clone()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || percent().to_string()
                aria-valuetext=text
            >
                <svg width="100%" height="8" aria-hidden="true" focusable="false">
                    <rect class="bar-track" width="100%" height="8" rx="4"/>
                    <rect class="bar-value" width=move || format!("{}%", percent()) height="8" rx="4"/>
                </svg>
            </div>
            <span class="progress-text">{text}</span>
            {cancel}
        </div>
    }
}

/// What is being done, or was done.
pub(super) fn notice(shown: Shown, texts: Texts, owner: String, takes_focus: bool) -> impl IntoView {
    let doing = Memo::new({
        let words = texts.busy.clone();
        move |_| match shown.work.get() {
            Work::Opening => Some(words.opening.clone()),
            // The number is beside the bar: nobody wants to hear each.
            Work::Sending(_) => Some(words.sending.clone()),
            Work::Making => Some(words.making.clone()),
            Work::None | Work::Changing => None,
        }
    });
    let role = move || {
        let says = doing.with(Option::is_some) || shown.notice.with(Option::is_some);
        says.then_some("status")
    };
    let said = move || match (doing.get(), shown.notice.get()) {
        // While there is a bar, its words are in sight.
        (Some(doing), _) => Some(view! { <span class="photo-doing">{doing}</span> }.into_any()),
        (None, Some(notice)) => Some(done(notice, &texts, &owner, takes_focus).into_any()),
        (None, None) => None,
    };
    view! { <div class="photo-said" aria-live="polite" role=role>{said}</div> }
}

fn done(notice: Notice, texts: &Texts, owner: &str, takes_focus: bool) -> impl IntoView + use<> {
    let undo = notice.undo.map(|undo| undo_form(undo, texts, owner));
    let look_again = notice.coming.map(|_| {
        view! { <a class="btn" href="/profile/edit#photo">{texts.look_again.clone()}</a> }
    });
    view! {
        <div class="note note-done" tabindex="-1" autofocus=takes_focus>
            {icon("check")}
            <p class="note-title">{notice.text}</p>
            {undo}
            {look_again}
        </div>
    }
}

fn undo_form(undo: Undo, texts: &Texts, owner: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{ACTION}/restore") data-do="restore">
            <input type="hidden" name="owner" value=owner.to_owned()/>
            <input type="hidden" name=undo.name value=undo.value/>
            <button class="btn" type="submit">{icon("undo-2")}{texts.undo.clone()}</button>
        </form>
    }
}
