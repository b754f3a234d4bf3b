//! The request that a line tells of. Its id is kept beside the task that answers it, not in a span: to make, enter
//! and end a span cost a tenth of a cached answer, and there was nothing in it but the id.

use std::{fmt, sync::Arc};
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

tokio::task_local! {
    static ID: Arc<str>;
}

/// Has each line of what happens in `answering` bear the id of the request. Tasks that are begun there do not.
pub fn lines_of<F: Future>(id: Arc<str>, answering: F) -> impl Future<Output = F::Output> {
    ID.scope(id, answering)
}

/// Reads the id, where what happens is part of a request.
pub(super) fn with_id<T>(read: impl FnOnce(&str) -> T) -> Option<T> {
    ID.try_with(|id| read(id)).ok()
}

/// A line in the words of another formatter, after the request's id.
#[derive(Clone, Copy, Debug)]
pub(super) struct AfterId<E>(pub(super) E);

impl<S, N, E> FormatEvent<S, N> for AfterId<E>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
    E: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        with_id(|id| write!(writer, "[{id}] ")).transpose()?;
        self.0.format_event(ctx, writer, event)
    }
}
