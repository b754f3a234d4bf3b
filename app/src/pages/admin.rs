//! What admins see of their tenant, and do in it: pages in one frame. For everybody else there is
//! nothing here.

pub(crate) mod frame;
