//! What would become of the people who were chosen, if they were given a role now.

use crate::forms::roles::Whom;
use contract::{
    ErrorCode, UserId,
    account::{ChangeRoles, Role, listing::UserQuery},
};
use service::{Ctx, Error, Services, account::NamedUser};
use std::collections::{HashMap, HashSet};

/// As many of each kind are shown by name.
pub(crate) const NAMED: usize = 100;

/// Who would be changed, who would not, and why.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The filter that they were selected by, where they were.
    pub(crate) query: Option<UserQuery>,
    /// How many they are.
    pub(crate) total: usize,
    /// The role; without one nothing is known yet.
    pub(crate) give: Option<Role>,
    /// Who would get it.
    pub(crate) changed: Vec<UserId>,
    /// Who has it already.
    pub(crate) unchanged: Vec<UserId>,
    /// Who would stay as they are.
    pub(crate) refused: Vec<(UserId, Why)>,
    /// What the first of each kind are called.
    pub(crate) names: HashMap<UserId, NamedUser>,
}

/// Why somebody stays as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Why {
    /// The filter that they were selected by does not find them any more.
    NoMatch,
    /// A rule stands in the way, or they are gone.
    Rule(ErrorCode),
    /// It was not their turn yet when a part of ours failed.
    NotYet,
}

impl Plan {
    /// Looks who was chosen, and what the role would change of them.
    ///
    /// # Errors
    /// `NotFound`: the selection is over; `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub(crate) async fn load(
        services: &Services,
        ctx: &Ctx,
        whom: Whom,
        give: Option<Role>,
    ) -> Result<Self, Error> {
        let account = &services.account;
        let mut lost = HashSet::new();
        let (ids, query) = match whom {
            Whom::These(ids) => (ids, None),
            Whom::Selected(id) => {
                let selected = account.selection(ctx, id).await?;
                let users = selected.users.iter();
                lost.extend(
                    users
                        .clone()
                        .filter(|one| !one.still_matches)
                        .map(|one| one.id),
                );
                let ids = users.map(|one| one.id).collect::<Vec<_>>();
                (ids, Some(selected.selection.query))
            }
        };
        let mut plan = Self {
            query,
            total: ids.len(),
            give,
            changed: Vec::new(),
            unchanged: Vec::new(),
            refused: Vec::new(),
            names: HashMap::new(),
        };
        if let Some(role) = give {
            let command = ChangeRoles {
                user_ids: ids,
                role,
            };
            let preview = account.preview_roles(ctx, &command).await?;
            plan.unchanged = preview.unchanged;
            let (out, kept) = preview
                .changed
                .into_iter()
                .partition(|id| lost.contains(id));
            plan.changed = kept;
            let out: Vec<UserId> = out;
            let rules = preview
                .refused
                .iter()
                .map(|one| (one.id, Why::Rule(one.code)));
            plan.refused = rules
                .chain(out.into_iter().map(|id| (id, Why::NoMatch)))
                .collect();
        }
        plan.names = plan.name(services, ctx).await?;
        Ok(plan)
    }

    async fn name(
        &self,
        services: &Services,
        ctx: &Ctx,
    ) -> Result<HashMap<UserId, NamedUser>, Error> {
        let refused = self.refused.iter().map(|(id, _)| id).take(NAMED);
        let changed = self.changed.iter().take(NAMED);
        let unchanged = self.unchanged.iter().take(NAMED);
        let ids: Vec<_> = refused.chain(changed).chain(unchanged).copied().collect();
        let named = services.account.name(ctx, &ids).await?;
        Ok(named.into_iter().map(|one| (one.id, one)).collect())
    }

    /// How many stay as they are, by the reason, in the order in which the reasons came up.
    pub(crate) fn reasons(&self) -> Vec<(Why, usize)> {
        let mut reasons: Vec<(Why, usize)> = Vec::new();
        for (_, why) in &self.refused {
            match reasons.iter_mut().find(|(known, _)| known == why) {
                Some((_, count)) => *count += 1,
                None => reasons.push((*why, 1)),
            }
        }
        reasons
    }
}
