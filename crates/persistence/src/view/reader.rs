//! A reader as the views' SQL asks for it.

use mpaka_domain::{Role, Viewer};

/// The arguments of `may_see`, and nothing readable at all for those who read no case content.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) user: String,
    pub(crate) agency: String,
    pub(crate) recipients: Vec<String>,
    pub(crate) compartments: Vec<String>,
}

impl From<&Viewer> for Reader {
    fn from(viewer: &Viewer) -> Self {
        if viewer.role == Role::Auditor {
            return Self::nobody();
        }
        Self {
            user: viewer.user.to_string(),
            agency: viewer.agency.to_string(),
            recipients: viewer.recipients(),
            compartments: viewer.compartments.iter().map(|c| c.as_str().to_owned()).collect(),
        }
    }
}

impl Reader {
    /// A reader who may see nothing.
    pub(crate) fn nobody() -> Self {
        Self {
            user: String::new(),
            agency: String::new(),
            recipients: Vec::new(),
            compartments: Vec::new(),
        }
    }

    /// The reader's arguments of `may_see`: user, agency, recipients, compartments.
    pub fn arguments(&self) -> (&str, &str, &[String], &[String]) {
        (&self.user, &self.agency, &self.recipients, &self.compartments)
    }
}
