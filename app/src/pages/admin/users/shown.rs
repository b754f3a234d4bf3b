//! Which users the list shows: all of it is in the address, so that it can be kept, shared and gone back
//! to.

use crate::{ReturnPath, forms::roles::Whom, return_path::address};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    UserId,
    account::{
        AccountStatus, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
};
use uuid::Uuid;

/// The page's path.
pub(crate) const PATH: &str = "/admin/users";
/// The path of the same list as a file.
const CSV_PATH: &str = "/admin/users.csv";
/// Users a page: what can be chosen; the first is usual.
pub(super) const LIMITS: [u32; 3] = [20, 50, 100];

/// What the address asks for. What cannot be read in it counts as not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Which users, in which order.
    pub(crate) query: UserQuery,
    /// Users a page.
    pub(crate) limit: u32,
    /// Which page, from 1.
    pub(crate) page: u32,
    /// Instead of the list: users who were chosen in it.
    pub(crate) whom: Option<Whom>,
    /// The role that they may be given.
    pub(crate) give: Option<Role>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            query: UserQuery::default(),
            limit: LIMITS[0],
            page: 1,
            whom: None,
            give: None,
        }
    }
}

impl Shown {
    /// Reads the address.
    pub(crate) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self::default();
        for (name, value) in here.query() {
            let value = value.trim();
            let query = &mut shown.query;
            match name.as_str() {
                "search" => query.search = Some(value.to_owned()).filter(|text| !text.is_empty()),
                "role" => query.role = value.parse().ok(),
                "status" => query.status = value.parse().ok().filter(|status| may_be_seen(*status)),
                "sortBy" => query.sort_by = value.parse().unwrap_or_default(),
                "sortOrder" => query.order = value.parse().unwrap_or_default(),
                "limit" => shown.limit = limit_of(value),
                "page" => shown.page = value.parse().unwrap_or(1).max(1),
                "selection" => shown.whom = value.parse().ok().map(Whom::Selected),
                "pick" => shown.whom = unpack(value).map(Whom::These),
                "give" => shown.give = value.parse().ok(),
                _ => {}
            }
        }
        shown
    }

    /// Whether everybody is shown.
    pub(crate) const fn is_everybody(&self) -> bool {
        self.query.search.is_none() && self.query.role.is_none() && self.query.status.is_none()
    }

    /// Another page of the same.
    pub(crate) fn turned_to(&self, page: u64) -> Self {
        Self {
            page: u32::try_from(page).unwrap_or(1),
            ..self.list()
        }
    }

    /// The same in pages of another length, from its start.
    pub(crate) fn of_size(&self, limit: u32) -> Self {
        Self {
            limit,
            page: 1,
            ..self.list()
        }
    }

    /// The list itself, whatever was selected in it.
    pub(crate) fn list(&self) -> Self {
        Self {
            whom: None,
            give: None,
            ..self.clone()
        }
    }

    /// Everybody, in the same order.
    pub(crate) fn cleared(&self) -> Self {
        let query = UserQuery {
            sort_by: self.query.sort_by,
            order: self.query.order,
            ..UserQuery::default()
        };
        Self {
            query,
            limit: self.limit,
            ..Self::default()
        }
    }

    /// Users who were chosen in it, and the role that they may be given.
    pub(crate) fn choosing(&self, whom: Whom, give: Option<Role>) -> Self {
        Self {
            whom: Some(whom),
            give,
            ..self.clone()
        }
    }

    /// The same, from its start, in the order of a column: the usual one, or the other one where it is in
    /// that already.
    pub(crate) fn sorted_by(&self, column: UserSort) -> Self {
        let usual = usual_order(column);
        let is_usual = self.query.sort_by == column && self.query.order == usual;
        let order = if is_usual { other(usual) } else { usual };
        let query = UserQuery {
            sort_by: column,
            order,
            ..self.query.clone()
        };
        Self {
            query,
            page: 1,
            ..self.list()
        }
    }

    /// The address.
    pub(crate) fn href(&self) -> String {
        let limit = (self.limit != LIMITS[0]).then(|| self.limit.to_string());
        let page = (self.page > 1).then(|| self.page.to_string());
        let whom = self.whom.as_ref().map(field_of);
        let mut pairs = self.asked().to_vec();
        pairs.extend([("limit", limit.as_deref()), ("page", page.as_deref())]);
        pairs.extend(whom.as_ref().map(|(name, value)| (*name, Some(&**value))));
        pairs.push(("give", self.give.map(Role::as_str)));
        address(PATH, &pairs)
    }

    /// The address of all of them in a file.
    pub(crate) fn csv_href(&self) -> String {
        address(CSV_PATH, &self.asked())
    }

    /// What the address says, for a form that leads to it; but the role, which the form asks for.
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        let limit = (self.limit != LIMITS[0]).then(|| ("limit", self.limit.to_string()));
        let page = (self.page > 1).then(|| ("page", self.page.to_string()));
        let whom = self.whom.as_ref().map(field_of);
        let asked = self.asked().into_iter();
        let asked = asked.filter_map(|(name, value)| Some((name, value?.to_owned())));
        asked.chain(limit).chain(page).chain(whom).collect()
    }

    /// Filters and order, as the address has them.
    fn asked(&self) -> [(&'static str, Option<&str>); 5] {
        let UserQuery {
            search,
            role,
            status,
            sort_by,
            order,
        } = &self.query;
        let is_sorted = (*sort_by, *order) != (UserSort::default(), SortOrder::default());
        [
            ("search", search.as_deref()),
            ("role", role.map(Role::as_str)),
            ("status", status.map(AccountStatus::as_str)),
            ("sortBy", is_sorted.then_some(sort_by.as_str())),
            ("sortOrder", is_sorted.then_some(order.as_str())),
        ]
    }
}

/// Names begin at A, times with the last.
const fn usual_order(column: UserSort) -> SortOrder {
    match column {
        UserSort::FirstName | UserSort::LastName | UserSort::Email => SortOrder::Asc,
        UserSort::CreatedAt | UserSort::UpdatedAt | UserSort::LastActiveAt => SortOrder::Desc,
    }
}

const fn other(order: SortOrder) -> SortOrder {
    match order {
        SortOrder::Asc => SortOrder::Desc,
        SortOrder::Desc => SortOrder::Asc,
    }
}

/// Nobody is shown who is deleted.
fn may_be_seen(status: AccountStatus) -> bool {
    status != AccountStatus::Deleted
}

/// Who was chosen, as the address has it.
fn field_of(whom: &Whom) -> (&'static str, String) {
    match whom {
        Whom::Selected(id) => ("selection", id.to_string()),
        Whom::These(ids) => ("pick", pack(ids)),
    }
}

/// People in as few characters as can be: 16 bytes each, in base64.
fn pack(ids: &[UserId]) -> String {
    let bytes: Vec<u8> = ids.iter().flat_map(|id| *id.0.as_bytes()).collect();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The same people; none where it is not whole.
fn unpack(text: &str) -> Option<Vec<UserId>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (ids, []) = bytes.as_chunks::<16>() else {
        return None;
    };
    let ids = ids.iter().map(|id| UserId(Uuid::from_bytes(*id)));
    Some(ids.collect()).filter(|ids: &Vec<_>| !ids.is_empty())
}

fn limit_of(value: &str) -> u32 {
    let asked = value.parse().ok();
    let known = asked.filter(|limit| LIMITS.contains(limit));
    known.unwrap_or(LIMITS[0])
}

#[cfg(test)]
mod tests;
