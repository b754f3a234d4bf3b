//! The time zones that a person can choose from.

/// Areas of the IANA database that are places. The others hold old names and fixed offsets, which stay
/// valid when sent, but which nobody should have to read through.
const AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Names of time zones to choose from: `UTC`, then `Area/Place` in alphabetical order.
pub fn timezones() -> impl Iterator<Item = &'static str> {
    let places = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| {
            name.split_once('/')
                .is_some_and(|(area, _)| AREAS.contains(&area))
        });
    std::iter::once("UTC").chain(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_area_stands_together_in_order() {
        let zones: Vec<_> = timezones().skip(1).collect();
        assert!(zones.is_sorted(), "grouped by area when shown");
        assert!(zones.contains(&"Europe/Madrid") && zones.contains(&"America/Argentina/Ushuaia"));
    }
}
