//! A desk as it is kept to be read.

use super::Desk;
use crate::{error::Result, written::Written};
use serde::{Deserialize, Serialize};
use std::{ops::Deref, sync::OnceLock};

/// A desk that many read: its profile is written once for all of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptDesk {
    desk: Desk,
    #[serde(skip)]
    profile: OnceLock<Written>,
}

impl KeptDesk {
    /// The profile as JSON text.
    ///
    /// # Errors
    /// `Internal`.
    pub fn profile(&self) -> Result<Written> {
        if let Some(written) = self.profile.get() {
            return Ok(written.clone());
        }
        let written = Written::of(&self.desk.view)?;
        Ok(self.profile.get_or_init(|| written).clone())
    }
}

impl From<Desk> for KeptDesk {
    fn from(desk: Desk) -> Self {
        Self {
            desk,
            profile: OnceLock::new(),
        }
    }
}

impl Deref for KeptDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}
