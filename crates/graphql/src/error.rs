//! Refusals, which the caller can put right, and faults, which we must.

use std::fmt::Display;

use async_graphql::{ErrorExtensions, SimpleObject};
use mpaka_domain::{Refusal, agency::CodeError, value::ValueError};
use mpaka_persistence::files::{FilesError, Refused};
use mpaka_persistence::{SendError, StoreError};
use tracing::{error, info};

/// Why a command was refused, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct UserError {
    /// For machines: stable, in capitals.
    pub code: String,
    /// The id of the rule that refused it, such as `INV-I2`; null where no rule of casework did.
    pub rule: Option<String>,
    /// The field of the input at fault, outermost first; empty when no single one is.
    pub path: Vec<String>,
    /// For people: what is wrong and what to do next.
    pub message: String,
}

impl UserError {
    /// An error of one field.
    pub fn at(path: &str, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            rule: None,
            path: path.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            message: message.into(),
        }
    }

    /// The same error, one level further out.
    #[must_use]
    pub fn within(mut self, field: &str) -> Self {
        self.path.insert(0, field.to_owned());
        self
    }

    /// The answer for a thing that is not there, or not for the reader to know of.
    pub fn not_found(path: &str) -> Self {
        Self::at(path, "NOT_FOUND", "there is no such record, or it is not shared with you")
    }

    /// A rule's refusal.
    pub fn refused(refusal: &impl Refusal) -> Self {
        let mut error = Self::at(refusal.path(), refusal.code(), refusal.to_string());
        error.rule = refusal.rule().map(str::to_owned);
        error
    }
}

/// Names the field that a value was read from, when it could not be read.
pub trait At<T> {
    /// The value, or the refusal of the field at `path`.
    fn at(self, path: &str) -> Result<T, UserError>;
}

macro_rules! at_by_code {
    ($($error:ty),+) => {$(
        impl<T> At<T> for Result<T, $error> {
            fn at(self, path: &str) -> Result<T, UserError> {
                self.map_err(|error| UserError::at(path, error.code(), error.to_string()))
            }
        }
    )+};
}

at_by_code!(ValueError, mpaka_domain::casework::text::TextError);

impl<T> At<T> for Result<T, CodeError> {
    fn at(self, path: &str) -> Result<T, UserError> {
        self.map_err(|error| UserError::at(path, "MALFORMED_CODE", error.to_string()))
    }
}

impl<T> At<T> for Result<T, UserError> {
    fn at(self, path: &str) -> Result<T, UserError> {
        self.map_err(|error| error.within(path))
    }
}

/// Sorts what came of a command: a refusal for the caller, or a fault.
pub(crate) fn refusal<R: Refusal>(error: SendError<R>) -> Result<UserError, StoreError> {
    let refused = match error {
        SendError::Rejected(rejection) => UserError::refused(&rejection),
        stale @ SendError::Stale { .. } => {
            UserError::at("expectedVersion", "STALE_VERSION", stale.to_string())
        }
        contended @ SendError::Contended => UserError::at("", "CONTENDED", contended.to_string()),
        reused @ SendError::CommandReused => {
            UserError::at("commandId", "COMMAND_ID_REUSED", reused.to_string())
        }
        taken @ SendError::IdTaken => UserError::at("", "ID_IN_USE", taken.to_string()),
        unstorable @ SendError::Unstorable => {
            UserError::at("", "TEXT_UNPRINTABLE", unstorable.to_string())
        }
        large @ SendError::TooLarge { .. } => {
            UserError::at("", "EVENT_TOO_LARGE", large.to_string())
        }
        SendError::Store(fault) => return Err(fault),
    };
    info!(code = refused.code, rule = refused.rule, "the command was refused");
    Ok(refused)
}

/// What could not be done with a file: a refusal for the caller, or a fault.
pub(crate) fn file_refusal(error: FilesError) -> Result<UserError, async_graphql::Error> {
    match error {
        FilesError::Refused(Refused { code, rule, path, message }) => {
            Ok(UserError { rule, ..UserError::at(&path, &code, message) })
        }
        FilesError::Store(error) => Err(fault(error)),
        error if error.is_temporary() => {
            let message = "the store of files cannot answer at the moment; try again";
            Err(traced("UNAVAILABLE", message, &error.chain()))
        }
        FilesError::File(_) => Err(internal(error.chain())),
        FilesError::NotFound
        | FilesError::Offset { .. }
        | FilesError::TooMuch { .. }
        | FilesError::TooLarge { .. }
        | FilesError::Over
        | FilesError::TooMany { .. }
        | FilesError::Erased => Ok(UserError::at("", error.code(), error.to_string())),
    }
}

/// A fault as the caller sees it: a trace id to quote, and whether to try again; no detail.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(crate) fn fault(fault: StoreError) -> async_graphql::Error {
    if fault.is_temporary() {
        let message = "the service cannot answer at the moment; try again";
        traced("UNAVAILABLE", message, &fault.chain())
    } else {
        internal(fault.chain())
    }
}

/// A fault that is nobody's but ours.
pub(crate) fn internal(fault: impl Display) -> async_graphql::Error {
    traced("INTERNAL", "something went wrong on our side; quote the trace id", &fault)
}

fn traced(code: &'static str, message: &str, fault: &dyn Display) -> async_graphql::Error {
    let trace = mpaka_persistence::ids::next().to_string();
    error!(trace, code, %fault, "a request failed");
    async_graphql::Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        extensions.set("traceId", trace.clone());
    })
}
