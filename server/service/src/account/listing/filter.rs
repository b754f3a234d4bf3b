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
    limits::NAME_MAX,
};
use sqlx::PgConnection;
use uuid::Uuid;

/// The last letter of all.
const LAST: &str = "\u{10FFFF}";

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

/// Where a reading along an order begins, and what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::account) struct Begin {
    pub(super) from: Key,
    /// Its direction: where it is not the list's own, what is read is to be turned round.
    pub(super) order: SortOrder,
    /// Entries to be passed over.
    pub(super) skip: i64,
    /// Entries to be read behind those.
    pub(super) limit: i64,
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
        first(self.sort, self.order)
    }

    /// So many entries behind a place.
    pub(super) fn behind(&self, from: Key, limit: i64) -> Begin {
        Begin {
            from,
            order: self.order,
            skip: 0,
            limit,
        }
    }

    /// Where to begin so as to come to `limit` entries behind `skip` others, with the fewest to be passed over: from an
    /// end, or, in the order of `createdAt`, of which it is known how many each month has, from where a month begins.
    pub(super) fn seek(&self, skip: i64, limit: i64) -> Begin {
        let from_the_first = Begin {
            skip,
            ..self.behind(self.first(), limit)
        };
        let Some(total) = self.known.total().filter(|total| skip < *total) else {
            return from_the_first;
        };
        let end = skip.saturating_add(limit).min(total);
        let edges = self.edges();
        let at = |day: NaiveDate| Key {
            value: format!("{day} 00:00:00+00"),
            id: Uuid::nil(),
        };
        // Of edges with as many before them the one next to the page: what is not found is passed over, too.
        let forward = match edges.iter().rev().find(|(_, passed)| *passed <= skip) {
            Some((day, passed)) => Begin {
                skip: skip - passed,
                ..self.behind(at(*day), limit)
            },
            None => from_the_first,
        };
        let back = match self.order {
            SortOrder::Asc => SortOrder::Desc,
            SortOrder::Desc => SortOrder::Asc,
        };
        let (from, passed) = match edges.iter().find(|(_, passed)| *passed >= end) {
            Some((day, passed)) => (at(*day), *passed),
            None if is_reversible(self.sort) => (first(self.sort, back), total),
            None => return forward,
        };
        let backward = Begin {
            from,
            order: back,
            skip: passed - end,
            limit: end - skip,
        };
        if backward.skip < forward.skip {
            backward
        } else {
            forward
        }
    }

    /// The days on which months end, in the direction of the list, and how many entries come before each.
    fn edges(&self) -> Vec<(NaiveDate, i64)> {
        let (Some(months), UserSort::CreatedAt) = (&self.known.months, self.sort) else {
            return Vec::new();
        };
        let mut passed = 0;
        let mut edge = |day: Option<NaiveDate>, users: i64| {
            passed += users;
            Some((day?, passed))
        };
        match self.order {
            SortOrder::Asc => months
                .iter()
                .filter_map(|(month, users)| edge(month.checked_add_months(Months::new(1)), *users))
                .collect(),
            SortOrder::Desc => months
                .iter()
                .rev()
                .filter_map(|(month, users)| edge(Some(*month), *users))
                .collect(),
        }
    }
}

/// The place before the first entry of an order.
fn first(sort: UserSort, order: SortOrder) -> Key {
    let is_ascending = order == SortOrder::Asc;
    let value = match (is_time(sort), is_ascending) {
        (true, true) => "-infinity".into(),
        (true, false) => "infinity".into(),
        (false, true) => String::new(),
        // Behind any name there can be.
        (false, false) => LAST.repeat(NAME_MAX + 1),
    };
    let id = if is_ascending {
        Uuid::nil()
    } else {
        Uuid::max()
    };
    Key { value, id }
}

/// Whether one direction has the entries of the other from behind: who was never active is last in both.
fn is_reversible(sort: UserSort) -> bool {
    sort != UserSort::LastActiveAt
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
    fn a_page_begins_at_the_nearest_edge_of_a_month_or_end() {
        let month = |text: &str| text.parse::<NaiveDate>().unwrap();
        let months = vec![
            (month("2025-11-01"), 10),
            (month("2025-12-01"), 0),
            (month("2026-01-01"), 5),
        ];
        let mut filter = filter("");
        filter.known.months = Some(months);
        let seek = |filter: &Filter, skip| {
            let begin = filter.seek(skip, 2);
            let from = begin.from.value.trim_end_matches(" 00:00:00+00").to_owned();
            (from, begin.order, begin.skip, begin.limit)
        };
        let (asc, desc) = (SortOrder::Asc, SortOrder::Desc);
        for (skip, from, order, passed, read) in [
            (0, "infinity", desc, 0, 2),
            (1, "infinity", desc, 1, 2),
            // The third and fourth of five.
            (2, "2026-01-01", asc, 1, 2),
            // One of either month.
            (4, "infinity", desc, 4, 2),
            (5, "2025-12-01", desc, 0, 2),
            (8, "2025-12-01", desc, 3, 2),
            (10, "2025-11-01", asc, 3, 2),
            (14, "2025-11-01", asc, 0, 1),
            // Nobody is there.
            (15, "infinity", desc, 15, 2),
        ] {
            let expected = (from.to_owned(), order, passed, read);
            assert_eq!(seek(&filter, skip), expected, "{skip} from the newest");
        }
        filter.order = asc;
        for (skip, from, order, passed, read) in [
            (3, "-infinity", asc, 3, 2),
            (8, "2025-12-01", desc, 0, 2),
            (10, "2026-01-01", asc, 0, 2),
            (13, "2026-02-01", desc, 0, 2),
        ] {
            let expected = (from.to_owned(), order, passed, read);
            assert_eq!(seek(&filter, skip), expected, "{skip} from the oldest");
        }
        filter.sort = UserSort::Email;
        let backward = (first(UserSort::Email, desc).value, desc, 1, 2);
        assert_eq!(seek(&filter, 12), backward, "no months");
        filter.sort = UserSort::LastActiveAt;
        let forward = ("-infinity".into(), asc, 12, 2);
        assert_eq!(seek(&filter, 12), forward, "from behind it is another list");
        // Newer accounts of which none is found are not looked at.
        filter.sort = UserSort::CreatedAt;
        filter.order = desc;
        let months = filter.known.months.as_mut().unwrap();
        months.push((month("2026-02-01"), 0));
        assert_eq!(seek(&filter, 0), ("2026-02-01".into(), desc, 0, 2));
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
