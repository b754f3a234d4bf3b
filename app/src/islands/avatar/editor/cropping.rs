//! The dialog: what the buttons, the keys, the wheel, the pointer and the slider do to the frame.

use super::{Editor, Opened, Work, listen, words};
use crate::islands::avatar::{
    export::export,
    parts::{DIALOG, STAGE},
    stage,
};
use leptos::{prelude::request_animation_frame, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use web_sys::{
    Event, HtmlCanvasElement, HtmlDialogElement, HtmlInputElement, KeyboardEvent, PointerEvent,
    WheelEvent,
};

/// Parts of the frame's side that a press of a button moves the photo by.
const STEP: f64 = 0.05;
/// The same for an arrow key, and with Shift.
const KEY_STEP: f64 = 0.02;
const KEY_LEAP: f64 = 0.1;
/// How much larger one press shows the photo.
const ZOOM_STEP: f64 = 1.1;
/// How much larger a turn of the wheel by one pixel does.
const WHEEL: f64 = 0.002;
/// Lines of a wheel that counts in lines.
const LINE_PX: f64 = 16.0;

/// The pointers that hold the photo: which, and where each was last.
#[derive(Default)]
pub(super) struct Hold(Vec<(i32, f64, f64)>);

impl Editor {
    pub(super) fn open_dialog(&self, opened: Opened) {
        let mut now = self.0.now.borrow_mut();
        now.opened = Some(opened);
        now.hold = Hold::default();
        drop(now);
        let Some(dialog) = self.dialog() else { return };
        self.draw();
        // One that is open already stays so.
        if dialog.show_modal().is_ok() {
            self.0.panel.focus(STAGE);
        }
    }

    fn dialog(&self) -> Option<HtmlDialogElement> {
        self.0.panel.part(DIALOG)
    }

    fn canvas(&self) -> Option<HtmlCanvasElement> {
        self.0.panel.part(STAGE)
    }

    /// What a button of the dialog says.
    pub(super) fn act_in_dialog(&self, what: &str) {
        match what {
            "left" => self.move_photo(-STEP, 0.0),
            "right" => self.move_photo(STEP, 0.0),
            "up" => self.move_photo(0.0, -STEP),
            "down" => self.move_photo(0.0, STEP),
            "larger" => self.zoom_by(ZOOM_STEP),
            "smaller" => self.zoom_by(1.0 / ZOOM_STEP),
            "close" => self.close_dialog(),
            "accept" => self.accept(),
            _ => {}
        }
    }

    fn close_dialog(&self) {
        if let Some(dialog) = self.dialog() {
            dialog.close();
        }
    }

    /// Takes what the frame shows. A second press finds nothing to take.
    fn accept(&self) {
        let Some(opened) = self.0.now.borrow_mut().opened.take() else {
            return;
        };
        let run = self.begin(Work::Opening);
        self.close_dialog();
        let this = self.clone();
        spawn_local(async move {
            let written = export(&opened, &this.0.limits).await;
            opened.bitmap.close();
            if !this.is_current(run) {
                return;
            }
            match written {
                Some(photo) => this.send_new(photo),
                // It was drawn, so it is not what is wrong.
                None => this.fail(&this.word(words::INTERNAL)),
            }
        });
    }

    pub(super) fn listen_to_dialog(&self) {
        let (Some(dialog), Some(canvas)) = (self.dialog(), self.canvas()) else {
            return;
        };
        let this = self.clone();
        // By Esc, by its button, or since the photo was taken.
        listen(&dialog, "close", move |_: Event| {
            if let Some(unused) = this.0.now.borrow_mut().opened.take() {
                unused.bitmap.close();
            }
            // The browser gives the focus back to what had it; a file that was dropped had none.
            if this.0.panel.is_focus_lost() {
                this.focus_input();
            }
        });
        let this = self.clone();
        listen(&dialog, "input", move |event: Event| {
            let slider = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            if let Some(slider) = slider {
                this.zoom_to(slider.value_as_number() / 100.0);
            }
        });
        let this = self.clone();
        listen(&canvas, "keydown", move |event: KeyboardEvent| {
            this.press(&event);
        });
        let this = self.clone();
        listen(&canvas, "wheel", move |event: WheelEvent| {
            event.prevent_default();
            let pixels = match event.delta_mode() {
                WheelEvent::DOM_DELTA_PIXEL => event.delta_y(),
                _ => event.delta_y() * LINE_PX,
            };
            this.zoom_by((-pixels * WHEEL).exp());
        });
        for (name, does) in [
            ("pointerdown", Self::take_hold as fn(&Self, &PointerEvent)),
            ("pointermove", Self::drag),
            ("pointerup", Self::let_go),
            ("pointercancel", Self::let_go),
            ("lostpointercapture", Self::let_go),
        ] {
            let this = self.clone();
            listen(&canvas, name, move |event: PointerEvent| {
                does(&this, &event);
            });
        }
    }

    fn press(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let step = if event.shift_key() {
            KEY_LEAP
        } else {
            KEY_STEP
        };
        match event.key().as_str() {
            "ArrowLeft" => self.move_photo(-step, 0.0),
            "ArrowRight" => self.move_photo(step, 0.0),
            "ArrowUp" => self.move_photo(0.0, -step),
            "ArrowDown" => self.move_photo(0.0, step),
            "+" | "=" => self.zoom_by(ZOOM_STEP),
            "-" | "_" => self.zoom_by(1.0 / ZOOM_STEP),
            _ => return,
        }
        event.prevent_default();
    }

    fn take_hold(&self, event: &PointerEvent) {
        // The other buttons of a mouse open menus.
        if event.button() != 0 {
            return;
        }
        let at = (
            event.pointer_id(),
            event.client_x().into(),
            event.client_y().into(),
        );
        let mut now = self.0.now.borrow_mut();
        if now.hold.0.len() < 2 {
            now.hold.0.push(at);
        }
        if let Some(canvas) = self.canvas() {
            // A pointer that is gone already moves nothing.
            canvas.set_pointer_capture(event.pointer_id()).ok();
        }
    }

    fn let_go(&self, event: &PointerEvent) {
        let mut now = self.0.now.borrow_mut();
        now.hold.0.retain(|(id, ..)| *id != event.pointer_id());
    }

    /// One pointer moves the photo, two of them also stretch it.
    fn drag(&self, event: &PointerEvent) {
        let Some(canvas) = self.canvas() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let mut now = self.0.now.borrow_mut();
        let before = now.hold.spread();
        let count = now.hold.0.len();
        let held = now
            .hold
            .0
            .iter_mut()
            .find(|(id, ..)| *id == event.pointer_id());
        let Some((_, was_x, was_y)) = held else {
            return;
        };
        let (right, down) = (x - *was_x, y - *was_y);
        (*was_x, *was_y) = (x, y);
        let stretch = now
            .hold
            .spread()
            .zip(before)
            .map(|(after, before)| after / before);
        drop(now);
        let edge = canvas.get_bounding_client_rect().width()
            * f64::from(u32::try_from(count).unwrap_or(1));
        self.move_photo(right / edge, down / edge);
        if let Some(stretch) = stretch.filter(|it| it.is_finite()) {
            self.zoom_by(stretch);
        }
    }

    fn move_photo(&self, right: f64, down: f64) {
        self.change(|opened| opened.frame.move_photo(right, down));
    }

    fn zoom_by(&self, factor: f64) {
        self.change(|opened| opened.frame.zoom_to(opened.frame.zoom() * factor));
    }

    fn zoom_to(&self, zoom: f64) {
        self.change(|opened| opened.frame.zoom_to(zoom));
    }

    fn change(&self, change: impl FnOnce(&mut Opened)) {
        let mut now = self.0.now.borrow_mut();
        let Some(opened) = &mut now.opened else {
            return;
        };
        change(opened);
        if !std::mem::replace(&mut now.is_drawing, true) {
            let this = self.clone();
            request_animation_frame(move || this.draw());
        }
    }

    fn draw(&self) {
        let mut now = self.0.now.borrow_mut();
        now.is_drawing = false;
        if let (Some(opened), Some(canvas)) = (&now.opened, self.canvas()) {
            let frame = &opened.frame;
            self.0
                .panel
                .set_zoom(percent(frame.zoom()), percent(frame.zoom_max()));
            // What cannot be drawn cannot be written either, which is told then.
            stage::draw(&canvas, opened).ok();
        }
    }
}

impl Hold {
    /// How far two pointers are from each other.
    fn spread(&self) -> Option<f64> {
        match self.0.as_slice() {
            [(_, x1, y1), (_, x2, y2)] => Some((x1 - x2).hypot(y1 - y2)),
            _ => None,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 100 to 800"
)]
fn percent(zoom: f64) -> u32 {
    (zoom * 100.0).round() as u32
}
