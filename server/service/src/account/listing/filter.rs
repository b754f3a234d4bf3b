//! Whom a query asks for, as the database knows it, and how many they are where that is known.

use super::{page::Place, store};
use crate::{error::Result, paging::bad_cursor};
use chrono::{DateTime, Datelike, Months, NaiveDate};
use contract::{
    TenantId,
    account::{
        AccountStatus, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
};
use sqlx::PgConnection;
use uuid::Uuid;

/// What follows every text: the last letter of all, twice.
const LAST: &str = "\u{10FFFF}\u{10FFFF}";

/// A query, as the database knows it.
#[derive(Clone, Debug)]
pub(in crate::account) struct Filter {
    pub(in crate::account) tenant: TenantId,
    /// What is looked for, as `searchable()` makes it; nothing looks for everybody.
    pub(super) term: String,
    /// Whose id or e-mail address is looked for.
    pub(super) named: Option<Uuid>,
    pub(super) role: Option<Role>,
    pub(super) status: Option<AccountStatus>,
    pub(super) sort: UserSort,
    pub(super) order: SortOrder,
    pub(super) known: Known,
}

/// What is counted as it changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Users of the tenant.
    pub(super) users: i64,
    /// Of these whoever has role and status, in all and by month.
    pub(super) fitting: i64,
    /// Who has the term, where it is counted.
    pub(super) hits: Option<i64>,
    /// Who is found, by the month in which their account was made, in order; none where the term is not
    /// counted.
    pub(super) months: Option<Vec<(NaiveDate, i64)>>,
}

impl Known {
    /// How many are found.
    pub(super) fn total(&self) -> Option<i64> {
        let months = self.months.as_ref()?;
        Some(months.iter().map(|(_, users)| users).sum())
    }
}

/// A place in an order: value and id of an entry, or of none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::account) struct Key {
    pub(super) value: String,
    pub(super) id: Uuid,
}

impl Filter {
    /// Asks the database what it knows of a query that was checked.
    pub(in crate::account) async fn find(
        conn: &mut PgConnection,
        tenant: TenantId,
        query: &UserQuery,
    ) -> Result<Self> {
        store::find_filter(conn, tenant, query).await
    }

    /// What a text must be like to hold the term; none where nothing is looked for.
    pub(super) fn pattern(&self) -> Option<String> {
        if self.term.is_empty() {
            return None;
        }
        let mut pattern = String::from("%");
        for c in self.term.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        Some(pattern)
    }

    /// Whether the index of texts knows parts of the term: three letters or digits in a row, or two at the
    /// beginning or the end of a word whose other side is seen.
    pub(super) fn has_trigram(&self) -> bool {
        let runs: Vec<&str> = self.term.split(|c: char| !c.is_alphanumeric()).collect();
        let inner = runs.len() > 1;
        let (first, last) = (0, runs.len().saturating_sub(1));
        runs.iter().enumerate().any(|(n, run)| {
            let letters = run.chars().count();
            let begins = n > first && letters >= 1;
            let ends = n < last && letters >= 2;
            letters >= 3 || (inner && (begins || ends))
        })
    }

    /// Whether nobody knows how many it finds before they are looked at.
    pub(super) fn is_new(&self) -> bool {
        self.named.is_none() && self.known.total().is_none()
    }

    /// Whether only some roles or states are asked for.
    pub(super) fn is_narrowed(&self) -> bool {
        self.role.is_some() || self.status.is_some()
    }

    /// The place before the first entry.
    pub(super) fn first(&self) -> Key {
        let is_ascending = self.order == SortOrder::Asc;
        let value = match (is_time(self.sort), is_ascending) {
            (true, true) => "-infinity",
            (true, false) => "infinity",
            (false, true) => "",
            (false, false) => LAST,
        };
        let id = if is_ascending {
            Uuid::nil()
        } else {
            Uuid::max()
        };
        Key {
            value: value.into(),
            id,
        }
    }

    /// Where to begin so as to pass over so many entries, and how many of them are still to be passed over
    /// from there: of the order of `createdAt` it is known how many each month has.
    pub(super) fn seek(&self, skip: i64) -> (Key, i64) {
        let (Some(months), UserSort::CreatedAt) = (&self.known.months, self.sort) else {
            return (self.first(), skip);
        };
        let is_ascending = self.order == SortOrder::Asc;
        let mut left = skip;
        let mut pass = |(month, users): &(NaiveDate, i64)| {
            if left < *users {
                return Some(*month);
            }
            left -= users;
            None
        };
        let month = if is_ascending {
            months.iter().find_map(&mut pass)
        } else {
            months.iter().rev().find_map(&mut pass)
        };
        // Descending, whoever came before the next month.
        let edge = match month {
            Some(month) if is_ascending => Some(month),
            Some(month) => month.checked_add_months(Months::new(1)),
            None => None,
        };
        match edge {
            Some(day) => (
                Key {
                    value: format!("{day} 00:00:00+00"),
                    id: Uuid::nil(),
                },
                left,
            ),
            None => (self.first(), skip),
        }
    }
}

/// Whether it is sorted by times.
fn is_time(sort: UserSort) -> bool {
    match sort {
        UserSort::CreatedAt | UserSort::UpdatedAt | UserSort::LastActiveAt => true,
        UserSort::FirstName | UserSort::LastName | UserSort::Email => false,
    }
}

/// Sort and direction in one word.
pub(super) fn order_of(query: &UserQuery) -> String {
    format!("{} {}", query.sort_by, query.order)
}

/// The key of a cursor's place.
///
/// # Errors
/// `Invalid`: it is a place of another order.
pub(super) fn key_of(query: &UserQuery, place: Place) -> Result<Key> {
    let Place { order, key, id, .. } = place;
    if order != order_of(query) || (is_time(query.sort_by) && !is_a_time(&key)) {
        return Err(bad_cursor().into());
    }
    Ok(Key { value: key, id })
}

/// Whether Postgres reads it as a time, as it writes them itself.
fn is_a_time(text: &str) -> bool {
    let years = 1..=9999;
    matches!(text, "infinity" | "-infinity")
        || DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z")
            .is_ok_and(|time| years.contains(&time.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(term: &str) -> Filter {
        Filter {
            tenant: TenantId(Uuid::nil()),
            term: term.into(),
            named: None,
            role: None,
            status: None,
            sort: UserSort::CreatedAt,
            order: SortOrder::Desc,
            known: Known::default(),
        }
    }

    #[test]
    fn wildcards_are_ordinary_characters() {
        assert_eq!(filter("").pattern(), None);
        assert_eq!(filter(r"100%_\").pattern().unwrap(), r"%100\%\_\\%");
    }

    #[test]
    fn the_index_of_texts_knows_three_letters_or_the_edge_of_a_word() {
        for (term, expected) in [
            ("joh", true),
            ("jo", false),
            ("j", false),
            ("@", false),
            ("o'ne", true),
            ("li w", true),
            ("x.", false),
            ("xy.", true),
            ("李明", false),
            ("josé", true),
        ] {
            assert_eq!(filter(term).has_trigram(), expected, "{term}");
        }
    }

    #[test]
    fn a_page_begins_in_its_month() {
        let month = |text: &str| text.parse::<NaiveDate>().unwrap();
        let months = vec![
            (month("2025-11-01"), 10),
            (month("2025-12-01"), 0),
            (month("2026-01-01"), 5),
        ];
        let mut filter = filter("");
        filter.known.months = Some(months);
        let seek = |filter: &Filter, skip| {
            let (key, left) = filter.seek(skip);
            (key.value, key.id, left)
        };
        for (skip, edge, left) in [
            (0, "2026-02-01", 0),
            (4, "2026-02-01", 4),
            (5, "2025-12-01", 0),
            (14, "2025-12-01", 9),
        ] {
            let expected = (format!("{edge} 00:00:00+00"), Uuid::nil(), left);
            assert_eq!(seek(&filter, skip), expected, "{skip} from the newest");
        }
        let beyond = (filter.first().value, Uuid::max(), 15);
        assert_eq!(seek(&filter, 15), beyond, "nobody is there");
        filter.order = SortOrder::Asc;
        for (skip, edge, left) in [(9, "2025-11-01", 9), (10, "2026-01-01", 0)] {
            let expected = (format!("{edge} 00:00:00+00"), Uuid::nil(), left);
            assert_eq!(seek(&filter, skip), expected, "{skip} from the oldest");
        }
    }

    #[test]
    fn a_cursor_of_another_order_or_with_a_time_that_is_none_is_refused() {
        let query = UserQuery::default();
        let place = |order: &str, key: &str| Place {
            passed: 1,
            order: order.into(),
            key: key.into(),
            id: Uuid::nil(),
        };
        let read = |place| key_of(&query, place).is_ok();
        let time = "2026-11-21 12:00:00.123456+00";
        assert!(read(place("createdAt desc", time)));
        assert!(read(place("createdAt desc", "2026-11-21 12:00:00+05:30")));
        assert!(read(place("createdAt desc", "infinity")));
        for (order, key) in [
            ("createdAt asc", time),
            ("email desc", time),
            ("createdAt desc", "yesterday"),
            ("createdAt desc", "now"),
            ("createdAt desc", "0000-01-01 00:00:00+00"),
            ("createdAt desc", ""),
        ] {
            assert!(!read(place(order, key)), "{order} {key}");
        }
    }
}
