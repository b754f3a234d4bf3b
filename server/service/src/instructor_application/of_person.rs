//! Somebody's last application, for whoever looks at the person rather than at the queue.

use super::{InstructorApplicationService, store};
use crate::{Ctx, audit::Target, error::Result};
use contract::{UserId, instructor_application::ApplicationView};

impl InstructorApplicationService {
    /// The last application of somebody in the caller's tenant, if there is one: for admins.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn last_of(&self, ctx: &Ctx, id: UserId) -> Result<Option<ApplicationView>> {
        let tenant = ctx.admin()?.tenant_id;
        let mut conn = self.pool.acquire().await?;
        let Some(last) = store::find_last(&mut conn, tenant, id).await? else {
            return Ok(None);
        };
        drop(conn);
        let target = Target::instructor_application(last.id);
        self.audit
            .read(ctx, tenant, "application.read", target, Vec::new())
            .await?;
        Ok(Some(last))
    }
}
