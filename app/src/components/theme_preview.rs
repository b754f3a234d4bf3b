//! A small picture of a page in a theme. Its colours are those of the theme, whichever is on.

use contract::settings::Theme;
use leptos::prelude::*;

/// The picture; `system` is half light, half dark.
#[component]
pub(crate) fn ThemePreview(
    /// The theme.
    theme: Theme,
) -> impl IntoView {
    let halves = match theme {
        Theme::Light => vec![("light", 0)],
        Theme::Dark => vec![("dark", 0)],
        Theme::System => vec![("light", 0), ("dark", 60)],
    };
    let halves = halves.into_iter().map(|(theme, from)| page(theme, from));
    view! {
        <svg class="theme-preview" viewBox="0 0 120 72" aria-hidden="true" focusable="false">
            {halves.collect_view()}
        </svg>
    }
}

/// A page in `theme` from `from` to the right edge: a bar with a name and a face, a card with lines and a button.
fn page(theme: &'static str, from: u8) -> impl IntoView {
    let card = from + 10;
    let text = from + 16;
    let width = 120 - from;
    // Of the left half of two, the right part lies under the other.
    let (card_width, line, short) = (width - 20, width - 32, (width - 32) / 2);
    view! {
        <g data-theme=theme>
            <rect class="preview-paper" x=from y="0" width=width height="72"/>
            <rect class="preview-card" x=from y="0" width=width height="14"/>
            <circle class="preview-accent" cx=from + 14 cy="7" r="3"/>
            <rect class="preview-card" x=card y="22" width=card_width height="40" rx="4"/>
            <rect class="preview-ink" x=text y="29" width=short height="5" rx="2.5"/>
            <rect class="preview-muted" x=text y="38" width=line height="3" rx="1.5"/>
            <rect class="preview-muted" x=text y="44" width=line height="3" rx="1.5"/>
            <rect class="preview-accent" x=text y="52" width="14" height="5" rx="2.5"/>
        </g>
    }
}
