//! The square that is cut out of a photo: it never leaves the photo.

/// A photo is shown at most so much larger than whole.
const ZOOM_MAX: f64 = 8.0;
/// Nothing is cut out that has fewer pixels than this a side, unless the photo has fewer itself: the
/// smallest thumbnail would show it blurred.
const SIDE_MIN: f64 = 96.0;

/// A square of a photo, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    width: f64,
    height: f64,
    side: f64,
    left: f64,
    top: f64,
}

impl Frame {
    /// The largest square, in the middle.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let side = width.min(height);
        Self {
            width,
            height,
            side,
            left: (width - side) / 2.0,
            top: (height - side) / 2.0,
        }
    }

    /// Pixels a side.
    pub(super) fn side(&self) -> f64 {
        self.side
    }

    /// Pixels from the photo's left and top.
    pub(super) fn corner(&self) -> (f64, f64) {
        (self.left, self.top)
    }

    /// How much larger than whole the photo is shown: from 1.
    pub(super) fn zoom(&self) -> f64 {
        self.whole() / self.side
    }

    /// The most that this may be.
    pub(super) fn zoom_max(&self) -> f64 {
        (self.whole() / SIDE_MIN).clamp(1.0, ZOOM_MAX)
    }

    /// Shows the photo so much larger than whole. The middle stays where it is, as far as it can.
    pub(super) fn zoom_to(&mut self, zoom: f64) {
        let side = self.whole() / zoom.clamp(1.0, self.zoom_max());
        let shift = (self.side - side) / 2.0;
        self.side = side;
        self.put(self.left + shift, self.top + shift);
    }

    /// Moves the photo under the square, by parts of the square's side.
    pub(super) fn move_photo(&mut self, right: f64, down: f64) {
        self.put(self.left - right * self.side, self.top - down * self.side);
    }

    fn put(&mut self, left: f64, top: f64) {
        self.left = left.clamp(0.0, self.width - self.side);
        self.top = top.clamp(0.0, self.height - self.side);
    }

    fn whole(&self) -> f64 {
        self.width.min(self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_as_the_largest_square_in_the_middle() {
        let frame = Frame::new(4000, 3000);
        assert_eq!((frame.corner(), frame.side()), ((500.0, 0.0), 3000.0));
        let frame = Frame::new(3000, 4000);
        assert_eq!((frame.corner(), frame.side()), ((0.0, 500.0), 3000.0));
    }

    #[test]
    fn zooming_keeps_the_middle_and_goes_back_to_the_whole() {
        let mut frame = Frame::new(4000, 3000);
        frame.zoom_to(2.0);
        assert_eq!((frame.corner(), frame.side()), ((1250.0, 750.0), 1500.0));
        frame.zoom_to(0.1);
        assert_eq!(frame, Frame::new(4000, 3000));
        frame.zoom_to(100.0);
        assert_eq!((frame.zoom(), frame.side()), (8.0, 375.0));
    }

    #[test]
    fn nobody_is_shown_larger_than_the_smallest_thumbnail_allows() {
        let most = (Frame::new(192, 500), Frame::new(50, 40));
        assert_eq!((most.0.zoom_max(), most.1.zoom_max()), (2.0, 1.0));
    }

    #[test]
    fn it_follows_the_photo_and_never_leaves_it() {
        let mut frame = Frame::new(4000, 3000);
        frame.move_photo(0.1, 0.1);
        assert_eq!(
            frame.corner(),
            (200.0, 0.0),
            "to the left, and no further up"
        );
        frame.move_photo(9.0, 0.0);
        assert_eq!(frame.corner(), (0.0, 0.0));
        frame.move_photo(-9.0, -9.0);
        assert_eq!(frame.corner(), (1000.0, 0.0));
        frame.zoom_to(3.0);
        frame.move_photo(-9.0, -9.0);
        assert_eq!(frame.corner(), (3000.0, 2000.0));
        frame.zoom_to(1.0);
        assert_eq!(
            frame.corner(),
            (1000.0, 0.0),
            "zoomed out at the edge it stays inside"
        );
    }
}
