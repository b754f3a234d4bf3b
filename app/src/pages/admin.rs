//! What admins see of their tenant, and do in it: pages in one frame. For everybody else there is
//! nothing here.

pub(crate) mod applications;
pub(crate) mod audit;
pub(crate) mod frame;
pub(crate) mod overview;
pub(crate) mod user;
pub(crate) mod users;
