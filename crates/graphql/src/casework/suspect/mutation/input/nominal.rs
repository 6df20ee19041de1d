//! Which record of their agency a suspect is linked to.

use async_graphql::InputObject;
use mpaka_domain::casework::suspect::SuspectCommand as Command;

use super::LONG;
use crate::envelope::Envelope;
use crate::error::UserError;
use crate::scalar::{NominalId, SuspectId};
use crate::values::personal;

inputs! {
    /// Says who a suspect is in the records of your agency.
    LinkSuspectToNominalInput {
        /// The record, which is about a person and your agency's (NOM-6).
        nominal_id: NominalId,
    }

    /// Takes back who a suspect is in the records of your agency.
    UnlinkSuspectFromNominalInput {
        /// Why.
        reason: String,
    }
}

impl UnlinkSuspectFromNominalInput {
    pub(in crate::casework::suspect::mutation) fn command(&self) -> Result<Command, UserError> {
        Ok(Command::UnlinkNominal { reason: personal("reason", &self.reason, LONG)? })
    }
}
