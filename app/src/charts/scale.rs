//! An axis of numbers: from zero to a round one, with few ticks at round ones.

use super::exactly;

/// Steps between ticks, at most.
const STEPS_MAX: i64 = 4;

/// How high an axis is, and how far its ticks are apart. Both are whole: what is counted has no halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    top: i64,
    step: i64,
}

impl Scale {
    /// The lowest axis that has room for this number.
    pub(super) fn of(max: i64) -> Self {
        let max = max.max(1);
        let powers = std::iter::successors(Some(1_i64), |power| power.checked_mul(10));
        let mut steps = powers.flat_map(|power| [1, 2, 5].map(|n| power.saturating_mul(n)));
        let reaches = |step: &i64| step.saturating_mul(STEPS_MAX) >= max;
        let step = steps.find(reaches).unwrap_or(max);
        let count = max / step + i64::from(max % step != 0);
        let top = count.saturating_mul(step);
        Self { top, step }
    }

    /// The numbers at its ticks, from zero on.
    pub(super) fn ticks(self) -> impl Iterator<Item = i64> {
        (0..=self.top / self.step).map(move |n| n * self.step)
    }

    /// How far up a number is: 0 to 1.
    pub(super) fn height(self, number: i64) -> f64 {
        exactly(number) / exactly(self.top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few_and_round_and_reach_over_the_highest_number() {
        for (max, ticks) in [
            (0, &[0, 1][..]),
            (1, &[0, 1]),
            (3, &[0, 1, 2, 3]),
            (4, &[0, 1, 2, 3, 4]),
            (5, &[0, 2, 4, 6]),
            (9, &[0, 5, 10]),
            (20, &[0, 5, 10, 15, 20]),
            (21, &[0, 10, 20, 30]),
            (1_234, &[0, 500, 1_000, 1_500]),
            (80_001, &[0, 50_000, 100_000]),
        ] {
            assert_eq!(Scale::of(max).ticks().collect::<Vec<_>>(), ticks, "{max}");
        }
    }

    #[test]
    fn every_number_has_a_place_on_its_axis() {
        let numbers = (0..63).flat_map(|power| {
            let two = 1_i64 << power;
            [two - 1, two, two + 1]
        });
        for max in numbers.chain([i64::MAX]) {
            let scale = Scale::of(max);
            let ticks = scale.ticks().count();
            assert!((2..=5).contains(&ticks), "{max}: {ticks} ticks");
            assert!((0.0..=1.0).contains(&scale.height(max)), "{max}");
            assert!(
                max < 2 || scale.height(max) > 0.5,
                "{max}: {}",
                scale.height(max)
            );
        }
    }
}
