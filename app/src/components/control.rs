//! What every control of a form has: id, name, label, value, and what is wrong with it.

/// One control.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    /// The control's id, which error summaries link to.
    pub(crate) id: String,
    /// The name that its value is sent under.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) label: String,
    /// What it holds.
    pub(crate) value: String,
    /// What is wrong with it.
    pub(crate) error: Option<String>,
}

impl Control {
    /// Id of the hint.
    pub(crate) fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    /// Id of the error.
    pub(crate) fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The value of `aria-describedby`.
    pub(crate) fn described_by(&self, has_hint: bool) -> Option<String> {
        let hint = has_hint.then(|| self.hint_id());
        let error = self.error.as_ref().map(|_| self.error_id());
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of `aria-invalid`.
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }
}

/// The `maxlength` of a control whose text may have `limit` characters. Browsers count UTF-16 units, of
/// which a character takes one or two; the server counts characters, after trimming. So this stops only
/// what can never be right, and cuts off nothing that may be.
pub(crate) const fn max_length(limit: usize) -> usize {
    limit * 2
}
