//! What the pages must never get wrong.

use super::*;
use crate::language::Language;

const EVIL: &str = "\"><script>alert('x')</script>&";

fn register_page(language: Language, problems: &[Problem]) -> String {
    register(&RegisterPage {
        language,
        action: EVIL,
        sign_in: EVIL,
        first_name: EVIL,
        last_name: EVIL,
        email: EVIL,
        problems,
    })
    .into_string()
}

#[test]
fn what_a_person_typed_is_shown_as_text() {
    let page = register_page(Language::English, &[]);
    assert!(!page.contains("<script"));
    assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;alert('x')&lt;/script&gt;&amp;\""));
}

#[test]
fn a_problem_is_told_in_the_title_in_the_summary_and_at_its_field() {
    let text = words(Language::English).email_taken;
    let page = register_page(
        Language::English,
        &[Problem {
            field: "email",
            text,
        }],
    );
    assert!(page.contains("<title>Error: Create an account"));
    assert!(page.contains("<a href=\"#email\">There is an account"));
    assert!(page.contains("aria-invalid=\"true\" aria-describedby=\"email-problem\""));
}

#[test]
fn a_page_names_its_language() {
    assert!(register_page(Language::Spanish, &[]).contains("<html lang=\"es\">"));
    assert!(register_page(Language::English, &[]).contains("<html lang=\"en\">"));
}

#[test]
fn the_headline_is_the_heading_of_the_sign_in_page_and_stands_above_the_others() {
    let front = sign_in(&SignInPage {
        language: Language::English,
        action: "/sign-in",
        persona_action: "/sign-in/persona",
        register: "/register",
        personas: crate::personas(),
        email: "",
        problems: &[],
    })
    .into_string();
    assert!(front.contains("<h1>Matricula sign-in (development)</h1>"));
    assert!(front.contains("value=\"ada@example.test\""));
    assert!(
        signed_out(Language::English)
            .into_string()
            .contains("(development)</p>")
    );
}
