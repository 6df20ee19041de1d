//! Why something could not be done with a file: what the caller can put right, and what we must.

use mpaka_domain::Refusal;
use mpaka_files::FileError;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::streams::SendError;

/// Why a file was not taken, in words its sender can act on; holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// For machines: stable, in capitals.
    pub code: String,
    /// The rule that refused it, where one did.
    pub rule: Option<String>,
    /// The field at fault; empty when no single one is.
    pub path: String,
    /// For people: what is wrong and what to do next.
    pub message: String,
}

impl Refused {
    /// A rule's refusal.
    pub(super) fn by(refusal: &impl Refusal) -> Self {
        Self {
            code: refusal.code().to_owned(),
            rule: refusal.rule().map(str::to_owned),
            path: refusal.path().to_owned(),
            message: refusal.to_string(),
        }
    }

    /// A refusal that no rule of casework gives.
    pub(super) fn new(code: &str, path: &str, message: impl Into<String>) -> Self {
        let (code, path) = (code.to_owned(), path.to_owned());
        Self { code, rule: None, path, message: message.into() }
    }
}

/// Why something could not be done with a file.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is no such upload, exhibit or file, or none for the caller to know of.
    #[error("there is no such record, or it is not shared with you")]
    NotFound,
    /// The caller can put it right.
    #[error("{}", .0.message)]
    Refused(Refused),
    /// The bytes do not follow on those that are there.
    #[error("{received} bytes of this upload are there: go on from there")]
    Offset {
        /// How many are.
        received: u64,
    },
    /// More bytes came than the file has.
    #[error("the file was declared with {size} bytes, and more came: begin a new upload")]
    TooMuch {
        /// How many it has.
        size: u64,
    },
    /// The file is larger than what is taken in.
    #[error("the file has more than {largest} bytes, which is the most that is taken in")]
    TooLarge {
        /// The most.
        largest: u64,
    },
    /// The upload is over: stored, refused, ended by its sender or by time.
    #[error("this upload is over: ask for it to see what became of it, or begin a new one")]
    Over,
    /// The sender has too many unfinished uploads.
    #[error("you have {most} unfinished uploads: finish or end one of them first")]
    TooMany {
        /// The most that one may have.
        most: i64,
    },
    /// The key of the exhibit's data was destroyed.
    #[error("the key of this exhibit's data was destroyed: its files cannot be read any more")]
    Erased,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store of files failed.
    #[error(transparent)]
    File(#[from] FileError),
}

impl From<sqlx::Error> for FilesError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Refused> for FilesError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl<R: Refusal> From<SendError<R>> for FilesError {
    fn from(error: SendError<R>) -> Self {
        match error {
            SendError::Rejected(refusal) => Self::Refused(Refused::by(&refusal)),
            SendError::Store(fault) => Self::Store(fault),
            stale @ SendError::Stale { .. } => {
                Refused::new("STALE_VERSION", "expectedVersion", stale.to_string()).into()
            }
            SendError::Contended => {
                Refused::new("CONTENDED", "", SendError::<R>::Contended.to_string()).into()
            }
            SendError::CommandReused => {
                let message = SendError::<R>::CommandReused.to_string();
                Refused::new("COMMAND_ID_REUSED", "commandId", message).into()
            }
            SendError::IdTaken => {
                Refused::new("ID_IN_USE", "", SendError::<R>::IdTaken.to_string()).into()
            }
            SendError::Unstorable => {
                let message = SendError::<R>::Unstorable.to_string();
                Refused::new("TEXT_UNPRINTABLE", "", message).into()
            }
            large @ SendError::TooLarge { .. } => {
                Refused::new("EVENT_TOO_LARGE", "", large.to_string()).into()
            }
        }
    }
}

impl FilesError {
    /// For machines: stable, in capitals.
    pub fn code(&self) -> &str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::Refused(refused) => &refused.code,
            Self::Offset { .. } => "OFFSET_CONFLICT",
            Self::TooMuch { .. } => "UPLOAD_TOO_LONG",
            Self::TooLarge { .. } => "FILE_TOO_LARGE",
            Self::Over => "UPLOAD_OVER",
            Self::TooMany { .. } => "TOO_MANY_UPLOADS",
            Self::Erased => "ERASED",
            Self::Store(_) | Self::File(_) => "INTERNAL",
        }
    }

    /// Whether the fault is ours to put right.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Store(_) | Self::File(_))
    }

    /// Whether the same call may succeed a little later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Store(error) => error.is_temporary(),
            Self::File(error) => matches!(error, FileError::Store(_) | FileError::Place(_)),
            Self::NotFound
            | Self::Refused(_)
            | Self::Offset { .. }
            | Self::TooMuch { .. }
            | Self::TooLarge { .. }
            | Self::Over
            | Self::TooMany { .. }
            | Self::Erased => false,
        }
    }

    /// The fault with its causes, for the one place where it is logged.
    pub fn chain(&self) -> String {
        let mut chain = self.to_string();
        let mut next = std::error::Error::source(self);
        while let Some(error) = next {
            chain = format!("{chain}: {error}");
            next = error.source();
        }
        chain
    }
}
