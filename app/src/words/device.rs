//! What a browser is called, from what it says of itself: "Firefox on Linux". Enough for people to
//! tell their own browsers apart; nothing else depends on it.

use super::{Locale, td_string};

/// Browsers by the mark that tells them: the first that is found counts, since most claim to be
/// others too.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems likewise. Android says Linux, and iPads and iPhones say Mac OS X.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

const HANDHELD: &[&str] = &["iPhone", "iPad", "Android"];

/// The browser and its system, as far as they are known.
pub(crate) fn device(locale: Locale, user_agent: Option<&str>) -> String {
    let user_agent = user_agent.unwrap_or_default();
    let unknown = td_string!(locale, sessions.unknown_browser);
    let browser = find(BROWSERS, user_agent).unwrap_or(unknown);
    match find(SYSTEMS, user_agent) {
        Some(system) => {
            td_string!(locale, sessions.device, browser = browser, system = system).to_string()
        }
        None => browser.to_owned(),
    }
}

/// Whether it is held in a hand.
pub(crate) fn is_handheld(user_agent: Option<&str>) -> bool {
    let system = find(SYSTEMS, user_agent.unwrap_or_default());
    system.is_some_and(|system| HANDHELD.contains(&system))
}

fn find(marks: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    let mut marks = marks.iter();
    let (_, name) = marks.find(|(mark, _)| user_agent.contains(mark))?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_called(user_agent: &str, name: &str) {
        assert_eq!(device(Locale::en, Some(user_agent)), name, "{user_agent}");
    }

    #[test]
    fn browsers_are_told_by_what_they_say_of_themselves() {
        is_called(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        );
        is_called(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        );
        is_called(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
             Gecko) Version/18.5 Safari/605.1.15",
            "Safari on Mac",
        );
        is_called(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
             like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone",
        );
        is_called(
            "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) \
             SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        );
    }

    #[test]
    fn what_is_not_known_is_said_to_be_unknown() {
        is_called("", "Unknown browser");
        is_called("curl/8.14.1", "Unknown browser");
        is_called("Thing/1.0 (X11; Linux x86_64)", "Unknown browser on Linux");
        is_called("Firefox/140.0", "Firefox");
        assert_eq!(device(Locale::es, None), "Navegador desconocido");
        assert_eq!(
            device(Locale::es, Some("Firefox/140.0 (Linux)")),
            "Firefox en Linux"
        );
    }

    #[test]
    fn phones_and_tablets_are_held_in_a_hand() {
        assert!(is_handheld(Some(
            "Mozilla/5.0 (Linux; Android 15) Chrome/142.0"
        )));
        assert!(is_handheld(Some(
            "Mozilla/5.0 (iPad; CPU OS 18_5) Safari/604.1"
        )));
        assert!(!is_handheld(Some(
            "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
        )));
        assert!(!is_handheld(None));
    }
}
