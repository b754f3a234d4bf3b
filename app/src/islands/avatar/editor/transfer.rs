//! From the photo to storage, and from there to the pages: a ticket, the bytes, then looking how it
//! stands until it is made.

use super::{Again, Editor, Work};
use crate::islands::avatar::{
    ask::{self, Reply},
    faces,
    parts::{ACTION, words},
    send::{self, Outcome},
    told::{Picture, Standing, TICKET_TRUST_S, Ticket},
};
use leptos::{
    prelude::{document, set_timeout},
    task::spawn_local,
    web_sys,
};
use std::time::Duration;
use web_sys::Blob;

/// A ticket that is as old as this is not trusted to last.
const TICKET_MS: f64 = TICKET_TRUST_S as f64 * 1000.0;
/// The pause before the first look, and how much longer each next one is, up to the longest.
const FIRST_PAUSE_MS: f64 = 150.0;
const GROWTH: f64 = 1.3;
const LONGEST_PAUSE_MS: f64 = 2000.0;
/// So long does nobody watch.
const PATIENCE_MS: f64 = 30_000.0;
/// While the page is out of sight, it is asked this often whether it is back.
const HIDDEN_PAUSE: Duration = Duration::from_millis(500);

/// What is to be sent.
pub(super) struct Parcel {
    photo: Blob,
    /// Where to, and since when that is known.
    ticket: Option<(Ticket, f64)>,
}

impl Editor {
    /// Sends a new photo.
    pub(super) fn send_new(&self, photo: Blob) {
        self.0.now.borrow_mut().parcel = Some(Parcel {
            photo,
            ticket: None,
        });
        self.send();
    }

    /// Sends what is to be sent, again too.
    pub(super) fn send(&self) {
        let run = self.begin(Work::Sending(0));
        let this = self.clone();
        spawn_local(async move {
            // A ticket may be over by now, which storage alone knows: so a second one is tried.
            if this.try_to_send(run).await == Some(Outcome::Refused) {
                this.forget_ticket();
                if this.try_to_send(run).await == Some(Outcome::Refused) {
                    this.forget_ticket();
                    this.storage_away();
                }
            }
        });
    }

    /// Tells everything that comes of it but a refusal of storage.
    async fn try_to_send(&self, run: u32) -> Option<Outcome> {
        let photo = self.0.now.borrow().parcel.as_ref()?.photo.clone();
        let ticket = self.ticket(run, &photo).await?;
        let this = self.clone();
        let begun = send::begin(&ticket, &photo, move |percent| {
            if this.is_current(run) {
                this.set_work(Work::Sending(percent));
            }
        });
        let Ok(sending) = begun else {
            self.storage_away();
            return None;
        };
        self.0.now.borrow_mut().request = Some(sending.request());
        let outcome = sending.end().await;
        if !self.is_current(run) {
            return None;
        }
        self.0.now.borrow_mut().request = None;
        match outcome {
            Outcome::Taken => {
                self.0.now.borrow_mut().parcel = None;
                self.watch(ticket.upload);
            }
            Outcome::Silence => self.storage_away(),
            Outcome::Refused => {}
        }
        Some(outcome)
    }

    fn storage_away(&self) {
        self.fail_for_now(words::STORAGE_AWAY, Again::Send);
    }

    fn forget_ticket(&self) {
        if let Some(parcel) = &mut self.0.now.borrow_mut().parcel {
            parcel.ticket = None;
        }
    }

    /// The ticket of the parcel, or a new one. Where there is none, it has told why.
    async fn ticket(&self, run: u32, photo: &Blob) -> Option<Ticket> {
        let kept = self.0.now.borrow().parcel.as_ref()?.ticket.clone();
        if let Some((ticket, _)) = kept.filter(|(_, since)| now_ms() - since < TICKET_MS) {
            return Some(ticket);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "under a megabyte"
        )]
        let length = (photo.size() as u32).to_string();
        let pairs = [
            ("owner", self.0.owner.as_str()),
            ("type", &photo.type_()),
            ("length", &length),
        ];
        let reply = ask::post::<Ticket>(&format!("{ACTION}/uploads"), &pairs).await;
        if !self.is_current(run) {
            return None;
        }
        match reply {
            Reply::Told(ticket) => {
                if let Some(parcel) = &mut self.0.now.borrow_mut().parcel {
                    parcel.ticket = Some((ticket.clone(), now_ms()));
                }
                return Some(ticket);
            }
            Reply::Refused(status, text) => self.refused(status, text, Again::Send),
            Reply::Silence => self.fail_for_now(words::UNREACHABLE, Again::Send),
        }
        None
    }

    /// Stops what is on its way. What is being made already cannot be stopped.
    pub(super) fn stop(&self) {
        if !matches!(self.0.now.borrow().work, Work::Sending(_)) {
            return;
        }
        self.begin(Work::None);
        let mut now = self.0.now.borrow_mut();
        now.parcel = None;
        let request = now.request.take();
        drop(now);
        if let Some(request) = request {
            // One that is over already needs no stopping.
            request.abort().ok();
        }
        self.say(&self.word(words::CANCELLED), None);
        // The button goes away.
        self.focus_input();
    }

    /// Looks how an upload stands until it has come to an end.
    pub(super) fn watch(&self, upload: String) {
        let run = self.begin(Work::Making);
        let this = self.clone();
        spawn_local(async move {
            let end = this.wait_for_end(run, &upload).await;
            if !this.is_current(run) {
                return;
            }
            let again = Again::Look(upload);
            match end {
                End::Standing(Standing {
                    picture: Some(picture),
                    text,
                }) => {
                    this.set_work(Work::Showing);
                    this.show(&picture).await;
                    let text = text.unwrap_or_else(|| this.word(words::READY));
                    if this.is_current(run) {
                        this.say(&text, None);
                    }
                }
                End::Standing(Standing {
                    text: Some(text), ..
                }) => this.fail(&text),
                End::Standing(_) => this.fail_for_now(words::SLOW, again),
                End::Refused(status, text) => this.refused(status, text, again),
                End::Silence => this.fail_for_now(words::UNREACHABLE, again),
            }
        });
    }

    async fn wait_for_end(&self, run: u32, upload: &str) -> End {
        let address = format!("{ACTION}/uploads/{upload}");
        let (mut pause, mut waited) = (FIRST_PAUSE_MS, 0.0);
        loop {
            sleep(Duration::from_secs_f64(pause / 1000.0)).await;
            while document().hidden() {
                sleep(HIDDEN_PAUSE).await;
            }
            if !self.is_current(run) {
                return End::Silence;
            }
            waited += pause;
            pause = (pause * GROWTH).min(LONGEST_PAUSE_MS);
            let is_over = waited > PATIENCE_MS;
            match ask::look::<Standing>(&address).await {
                // What is away may be back the next time.
                Reply::Refused(500.., _) | Reply::Silence if !is_over => {}
                Reply::Told(standing) if !is_over && standing == Standing::default() => {}
                Reply::Told(standing) => return End::Standing(standing),
                Reply::Refused(status, text) => return End::Refused(status, text),
                Reply::Silence => return End::Silence,
            }
        }
    }

    /// Shows what the person has now.
    pub(super) async fn show(&self, picture: &Picture) {
        self.0.panel.set_photo(picture.large.is_some());
        faces::show(&self.0.owner, picture).await;
    }
}

/// What came of watching.
enum End {
    Standing(Standing),
    Refused(u16, Option<String>),
    Silence,
}

async fn sleep(pause: Duration) {
    let slept = js_sys::Promise::new(&mut |done, _| {
        let awake = move || {
            // Nobody else settles it.
            done.call0(&leptos::wasm_bindgen::JsValue::NULL).ok();
        };
        set_timeout(awake, pause);
    });
    // It is settled in one way only.
    wasm_bindgen_futures::JsFuture::from(slept).await.ok();
}

fn now_ms() -> f64 {
    js_sys::Date::now()
}
