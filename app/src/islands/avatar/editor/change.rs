//! Taking the photo away, and bringing it back.

use super::{Again, Editor, HtmlInputElement, Work};
use crate::islands::avatar::{
    ask::{self, Reply},
    parts::{ACTION, DONE, UNDO_FIELD, words},
    told::{Changed, Undo},
};
use leptos::task::spawn_local;

impl Editor {
    /// What a form of the island asks for.
    pub(super) fn submit(&self, what: &str) {
        let work = self.0.now.borrow().work;
        match what {
            "remove" if work.may_be_removed() => self.remove(),
            "restore" if work == Work::None => {
                if let Some(field) = self.0.panel.part::<HtmlInputElement>(UNDO_FIELD) {
                    self.restore(Undo {
                        name: field.name(),
                        value: field.value(),
                    });
                }
            }
            _ => {}
        }
    }

    pub(super) fn remove(&self) {
        self.change_to("remove", None, Again::Remove, words::REMOVED);
    }

    pub(super) fn restore(&self, undo: Undo) {
        self.change_to(
            "restore",
            Some(undo.clone()),
            Again::Restore(undo),
            words::RESTORED,
        );
    }

    fn change_to(&self, what: &'static str, undo: Option<Undo>, again: Again, done: &'static str) {
        // Nobody watches any more for what was in the making.
        self.0.now.borrow_mut().run += 1;
        // While it is under way, what was said stays, with the button that has the focus.
        self.set_work(Work::Changing);
        let this = self.clone();
        spawn_local(async move {
            let address = format!("{ACTION}/{what}");
            let undo = undo
                .as_ref()
                .map(|undo| (undo.name.as_str(), undo.value.as_str()));
            let pairs: Vec<_> = [("owner", this.0.owner.as_str())]
                .into_iter()
                .chain(undo)
                .collect();
            let reply = ask::post::<Changed>(&address, &pairs).await;
            if let Reply::Told(changed) = &reply {
                this.show(&changed.picture).await;
            }
            this.begin(Work::Changing);
            match reply {
                Reply::Told(changed) => {
                    this.say(&this.word(done), changed.undo.as_ref());
                    // The button goes away: what it did takes the focus.
                    this.0.panel.focus(DONE);
                }
                Reply::Refused(status, text) => {
                    this.refused(status, text, again);
                    this.focus_input();
                }
                Reply::Silence => {
                    this.fail_for_now(words::UNREACHABLE, again);
                    this.focus_input();
                }
            }
        });
    }
}
