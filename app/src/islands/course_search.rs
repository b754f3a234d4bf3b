//! The search box of the catalogue. Without the WASM it is a plain form that leads to a page with the
//! results; awake, it shows them while somebody types, and begins the course that is chosen.

#[cfg(feature = "hydrate")]
mod answer;
#[cfg(feature = "hydrate")]
mod live;

use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

/// How many courses are offered while somebody types; the page with the results has more.
pub const LIMIT: u32 = 8;
/// The header that says how many courses there are.
pub const TOTAL_HEADER: &str = "x-total-count";
/// Longer words are in no title.
const WORDS_MAX: usize = 200;
/// The id of the box.
const BOX: &str = "course-search";
/// The id of the list under it.
const LIST: &str = "course-options";

/// A course on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The course.
    pub course_id: String,
    /// What it is called.
    pub title: String,
    /// Where one's own enrollment in it stands, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Everything that the island says, in the language of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SearchWords {
    /// The name of the box.
    pub label: String,
    /// What to know before typing.
    pub hint: String,
    /// The button.
    pub button: String,
    /// No course was found.
    pub none: String,
    /// One course was found.
    pub one: String,
    /// `{n}` courses were found.
    pub many: String,
    /// `{n}` courses were found, more than are shown.
    pub more: String,
    /// The search does not work.
    pub failed: String,
    /// An enrollment is active.
    pub active: String,
    /// An enrollment is completed.
    pub completed: String,
    /// An enrollment was dropped.
    pub dropped: String,
    /// An enrollment is suspended.
    pub suspended: String,
}

impl SearchWords {
    /// Where an enrollment stands.
    fn standing(&self, status: &str) -> String {
        match status {
            "active" => &self.active,
            "completed" => &self.completed,
            "dropped" => &self.dropped,
            _ => &self.suspended,
        }
        .clone()
    }
}

/// What the island shows; changed by `live` alone.
#[derive(Clone, Copy)]
struct Shown {
    /// Whether the box answers while somebody types.
    is_awake: RwSignal<bool>,
    /// Whether the list is open.
    is_open: RwSignal<bool>,
    /// The courses in it.
    offers: RwSignal<Vec<Offer>>,
    /// Which of them Enter chooses.
    active: RwSignal<Option<usize>>,
    /// What is announced.
    message: RwSignal<String>,
    /// Whether the box holds other words than the page was made for.
    is_other: RwSignal<bool>,
}

impl Shown {
    fn new() -> Self {
        Self {
            is_awake: RwSignal::new(false),
            is_open: RwSignal::new(false),
            offers: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            message: RwSignal::new(String::new()),
            is_other: RwSignal::new(false),
        }
    }
}

/// The search box, and beneath it the results of the last plain search.
#[island]
pub fn CourseSearch(
    /// What the page was searched for.
    query: String,
    /// For whom the form is made.
    owner: String,
    /// Everything that it says.
    words: SearchWords,
    /// The results.
    children: Children,
) -> impl IntoView {
    let shown = Shown::new();
    let search = NodeRef::<html::Input>::new();
    let chosen = NodeRef::<html::Input>::new();
    #[cfg(feature = "hydrate")]
    Effect::new({
        let (words, query) = (words.clone(), query.clone());
        move |_| {
            if let (Some(search), Some(chosen)) = (search.get(), chosen.get()) {
                live::wake(search, chosen, shown, words.clone(), query.clone());
            }
        }
    });
    let hint_id = format!("{BOX}-hint");
    let when_awake = move |value: &'static str| move || shown.is_awake.get().then_some(value);
    let expanded = move || {
        shown
            .is_awake
            .get()
            .then(|| shown.is_open.get().to_string())
    };
    let active = move || shown.active.get().map(option_id);
    let label = words.label.clone();
    view! {
        <form class="course-search" role="search" method="get" action="/enrollments">
            <label for=BOX>{label.clone()}</label>
            <span class="hint" id=hint_id.clone()>{words.hint.clone()}</span>
            <div class="search-line">
                <input
                    class="input"
                    id=BOX
                    type="text"
                    name="q"
                    value=query
                    maxlength=WORDS_MAX
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="search"
                    dir="auto"
                    aria-describedby=hint_id
                    role=when_awake("combobox")
                    aria-autocomplete=when_awake("list")
                    aria-controls=when_awake(LIST)
                    aria-expanded=expanded
                    aria-activedescendant=active
                    node_ref=search
                />
                <button class="btn" type="submit">{words.button.clone()}</button>
            </div>
            <ul id=LIST class="options" role="listbox" aria-label=label hidden=move || !shown.is_open.get()>
                {options(shown, words)}
            </ul>
            <p class="hint search-count" role="status">{move || shown.message.get()}</p>
        </form>
        <form method="post" action="/enrollments" hidden>
            <input type="hidden" name="action" value="enroll"/>
            <input type="hidden" name="owner" value=owner/>
            <input type="hidden" name="courseId" node_ref=chosen/>
        </form>
        <div class="search-results" hidden=move || shown.is_other.get()>{children()}</div>
    }
}

/// The id of an option.
fn option_id(index: usize) -> String {
    format!("course-option-{index}")
}

/// Whether a course can be begun, or taken up again.
fn is_free(offer: &Offer) -> bool {
    matches!(offer.status.as_deref(), None | Some("dropped"))
}

fn options(shown: Shown, words: SearchWords) -> impl IntoView {
    move || {
        let offers = shown.offers.get().into_iter().enumerate();
        offers
            .map(|(index, offer)| {
                let selected = move || (shown.active.get() == Some(index)).to_string();
                let disabled = (!is_free(&offer)).then_some("true");
                let standing = offer.status.as_deref().map(|status| {
                    view! { <span class="hint">{words.standing(status)}</span> }
                });
                view! {
                    <li id=option_id(index) role="option" aria-selected=selected aria-disabled=disabled data-index=index>
                        <span dir="auto">{offer.title}</span>
                        {standing}
                    </li>
                }
            })
            .collect_view()
    }
}
