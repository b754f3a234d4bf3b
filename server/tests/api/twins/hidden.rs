//! Why somebody sees nothing of another person, and who such somebodies are.

use Caller::{Admin, Anonymous, Learner, Service, Stranger, Teacher};

/// Why a caller sees nothing of the other person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The caller has blocked them.
    BlockedByCaller,
    /// They have blocked the caller.
    HasBlockedCaller,
    /// The same, and they became an admin since.
    StaffHasBlockedCaller,
    /// Their profile is for themselves.
    Private,
    /// Their profile is for whoever is signed in, and the caller is not.
    MembersOnly,
    Suspended,
    Inactive,
    /// Their account is deleted; the caller had blocked them.
    Deleted,
    /// They are of another tenant.
    Elsewhere,
    /// They do not want to be found: the lists do not have them, their profile is seen.
    Undiscoverable,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// A student, in English.
    Learner,
    /// An instructor, in Spanish and in the dark.
    Teacher,
    /// Nobody who is signed in.
    Anonymous,
    /// Somebody with a good token and session whom no account belongs to.
    Stranger,
    /// A service that may read profiles, and all that is the affair of accounts.
    Service,
    /// An admin of the default tenant.
    Admin,
}

impl Hidden {
    /// Who sees nothing of the other person for this reason. Admins see everybody in their tenant, so they
    /// are here only where there is nobody in it; what is public, a block does not hide from whoever is
    /// not signed in.
    pub fn callers(self) -> &'static [Caller] {
        match self {
            Self::BlockedByCaller | Self::HasBlockedCaller => &[Learner, Teacher],
            Self::StaffHasBlockedCaller => &[Teacher],
            Self::Private => &[Learner, Teacher, Anonymous, Service],
            Self::Suspended | Self::Inactive => &[Teacher, Anonymous, Service],
            Self::MembersOnly => &[Anonymous, Stranger],
            Self::Deleted | Self::Elsewhere => &[Learner, Anonymous, Service, Admin],
            Self::Undiscoverable => &[Learner, Teacher, Service],
        }
    }

    /// Who of them may look for people.
    pub fn searchers(self) -> impl Iterator<Item = Caller> {
        let callers = self.callers().iter().copied();
        callers.filter(|caller| !matches!(caller, Anonymous | Stranger))
    }

    /// Whether the callers could see the other person before.
    pub fn has_a_before(self) -> bool {
        self != Self::Elsewhere
    }

    /// Whether the other person's username and e-mail address are free to take.
    pub fn frees_names(self) -> bool {
        matches!(self, Self::Deleted | Self::Elsewhere)
    }
}
