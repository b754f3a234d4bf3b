//! Which way to a page is the shortest: how many rows each looks at, weighed by what a row costs. Measured at a
//! million users (`examples/accounts.rs`); a microsecond is about a unit.

use super::filter::Filter;
use contract::account::listing::UserSort;

/// What a row costs that an index holds whole.
const ENTRY: i64 = 1;
/// What a row costs that is read along an index, for its text.
const ROW: i64 = 4;
/// What a row costs that the index of texts finds: in two tables, and to be sorted.
const HIT: i64 = 50;
/// What a row costs that is read with all the others, and what one that is then sorted.
const READ: i64 = 2;
const SORTED: i64 = 8;
/// How many a term finds that nobody has counted yet, as far as one knows.
const UNKNOWN_HITS: i64 = 2_000;

/// A way to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Along the index of the order, until there are enough. Only where it is known how many are found.
    Along,
    /// By the index of texts, everybody who is found.
    ByText,
    /// Through everybody who has role and status.
    Through,
}

impl Way {
    /// The shortest way to a page of `limit` entries with `skip` before it, from where it begins.
    pub(super) fn to(filter: &Filter, skip: i64, limit: i64) -> Self {
        let known = &filter.known;
        let has_term = !filter.term.is_empty();
        let mut ways = vec![(Self::Through, through(filter))];
        if has_term && filter.has_trigram() {
            let hits = known.hits.unwrap_or(UNKNOWN_HITS).min(known.users);
            ways.push((Self::ByText, hits * HIT));
        }
        if let Some(total) = known.total()
            && filter.sort != UserSort::UpdatedAt
        {
            let wanted = skip.saturating_add(limit).min(total.max(1));
            let rows = wanted.saturating_mul(known.users) / total.max(1);
            let row = if has_term { ROW } else { ENTRY };
            ways.push((Self::Along, rows.saturating_mul(row)));
        }
        let shortest = ways.into_iter().min_by_key(|(_, cost)| *cost);
        shortest.map_or(Self::Through, |(way, _)| way)
    }
}

/// All who have role and status are read, by their index or with all the others; those with the term are sorted.
fn through(filter: &Filter) -> i64 {
    let known = &filter.known;
    let by_index = known.fitting * SORTED * 2;
    let with_others = known.users * READ;
    let sorted = known.total().unwrap_or(0) * SORTED;
    let read = if filter.is_narrowed() {
        by_index.min(with_others)
    } else {
        with_others
    };
    let joined = if filter.sort == UserSort::UpdatedAt {
        2
    } else {
        1
    };
    (read + sorted) * joined
}

#[cfg(test)]
mod tests {
    use super::{super::filter::Known, *};
    use chrono::NaiveDate;
    use contract::{
        TenantId,
        account::{Role, listing::SortOrder},
    };
    use uuid::Uuid;

    fn filter(term: &str, hits: Option<i64>, role: Option<(Role, i64)>) -> Filter {
        let users = 1_000_000;
        let total = match (term, hits, role) {
            ("", _, None) => Some(users),
            ("", _, Some((_, fitting))) => Some(fitting),
            (_, Some(hits), None) => Some(hits),
            (_, Some(hits), Some((_, fitting))) => Some(hits * fitting / users),
            (_, None, _) => None,
        };
        Filter {
            tenant: TenantId(Uuid::nil()),
            term: term.into(),
            named: None,
            role: role.map(|(role, _)| role),
            status: None,
            sort: UserSort::FirstName,
            order: SortOrder::Asc,
            known: Known {
                users,
                fitting: role.map_or(users, |(_, fitting)| fitting),
                hits,
                months: total.map(|total| vec![(NaiveDate::MIN, total)]),
            },
        }
    }

    #[test]
    fn the_way_that_looks_at_fewest_rows_is_taken() {
        let admins = Some((Role::Admin, 1_000));
        for (what, filter, skip, expected) in [
            ("everybody", filter("", None, None), 0, Way::Along),
            (
                "everybody, deep",
                filter("", None, None),
                500_000,
                Way::Along,
            ),
            (
                "admins, by their index",
                filter("", None, admins),
                20,
                Way::Through,
            ),
            (
                "a term of many",
                filter("john", Some(56_000), None),
                0,
                Way::Along,
            ),
            (
                "the same, deep",
                filter("john", Some(56_000), None),
                9_980,
                Way::Along,
            ),
            (
                "a term of few",
                filter("smith12", Some(150), None),
                0,
                Way::ByText,
            ),
            ("a new term", filter("smith12", None, None), 0, Way::ByText),
            (
                "a new term of two letters",
                filter("sm", None, None),
                0,
                Way::Through,
            ),
            (
                "two letters",
                filter("sm", Some(90_000), None),
                0,
                Way::Along,
            ),
            (
                "admins with it",
                filter("john", Some(56_000), admins),
                0,
                Way::Through,
            ),
            (
                "new, of admins",
                filter("john", None, admins),
                0,
                Way::Through,
            ),
        ] {
            assert_eq!(Way::to(&filter, skip, 21), expected, "{what}");
        }
        let mut by_change = filter("", None, None);
        by_change.sort = UserSort::UpdatedAt;
        assert_eq!(
            Way::to(&by_change, 0, 21),
            Way::Through,
            "no index knows it"
        );
    }
}
