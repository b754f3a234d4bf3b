//! `GET /search/people?search=…&role=…&skill=…`: what the search box asks while somebody types. It is not
//! under `/people`, where each address may be a person's.

use super::offers::{LIMIT, respond};
use crate::{
    AppState,
    islands::search_box::{Answer, Offer},
    pages::people::{Shown, person_href},
    router::here,
    words::{self, Locale, td_string},
};
use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use contract::{FieldErrors, directory::PublicProfile};
use service::{
    Ctx, Error,
    directory::{DirectoryPage, Start},
};

/// The first people whom the directory finds, and in a header how many there are.
pub(crate) async fn search(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    request: Request,
) -> Response {
    let shown = Shown::of(&here(&request)).at(None);
    let directory = &state.services.directory;
    let first = Start::Page(1);
    let found = directory.search(&ctx, shown.query(), &first, LIMIT).await;
    let locale = words::locale(ctx.locale);
    respond(match found {
        Ok(found) => Ok((found.total, answer(locale, &shown, found))),
        Err(Error::Invalid(errors)) => Ok((0, refusal(locale, &errors))),
        Err(error) => Err(error),
    })
}

/// Nobody is found by what cannot be looked for; it is said why.
fn refusal(locale: Locale, errors: &FieldErrors) -> Answer {
    let faults = errors.0.iter();
    let faults: Vec<_> = faults.map(|it| words::people_fault(locale, it)).collect();
    Answer {
        said: faults.join(". "),
        offers: Vec::new(),
    }
}

fn answer(locale: Locale, shown: &Shown, found: DirectoryPage) -> Answer {
    let is_part = found.total > i64::from(LIMIT);
    let count = words::count(locale, found.total);
    let said = match found.total {
        0 => td_string!(locale, people_search.found_none).to_owned(),
        1 => td_string!(locale, people_search.found_one).to_owned(),
        _ if is_part => {
            td_string!(locale, people_search.found_more, count = count.as_str()).to_string()
        }
        _ => td_string!(locale, people_search.found_many, count = count.as_str()).to_string(),
    };
    let all = is_part.then(|| Offer {
        name: td_string!(locale, people_search.show_all, count = count.as_str()).to_string(),
        href: Some(shown.href()),
        ..Offer::default()
    });
    let people = found.people.into_iter().map(offer);
    Answer {
        said,
        offers: people.chain(all).collect(),
    }
}

/// A person: the way to their page, and what tells them from others of the name.
fn offer(person: PublicProfile) -> Offer {
    let href = person_href(&person.handle());
    let username = person.username.map(|name| format!("@{name}"));
    let hint: Vec<_> = username.into_iter().chain(person.headline).collect();
    Offer {
        name: person.display_name,
        hint: Some(hint.join(" · ")).filter(|hint| !hint.is_empty()),
        href: Some(href),
        ..Offer::default()
    }
}
