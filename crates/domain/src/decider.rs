//! What every aggregate is: a decider, which answers a command with events or a reason.

use std::error::Error;
use std::fmt::Debug;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::handling::Handling;
use crate::law::Law;
use crate::metadata::Metadata;
use crate::personal::Personal;

/// An aggregate: folds its history into a state and decides commands on it.
///
/// `decide` and `evolve` are pure: no I/O, no clock, no randomness.
pub trait Decider:
    Default + Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The category of its streams, and the first part of its events' types: `investigation`.
    const CATEGORY: &'static str;

    /// Whether a state holds what its events say about persons. Where it does not, the store folds
    /// events with their personal fields closed, and no decision depends on anybody's key.
    const HOLDS_PERSONAL_DATA: bool;

    /// What can be asked of it.
    type Command: Clone + Debug + Serialize + Send + Sync + 'static;
    /// What can happen to it.
    type Event: DomainEvent;
    /// Why it refuses.
    type Rejection: Refusal;

    /// Answers a command: events, nothing when it is already so, or the reason why not.
    ///
    /// `law` holds every dated version: a rule looks up the one in force on the day that it judges.
    fn decide(
        &self,
        command: Self::Command,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// Takes one more event into account. Total: history is never refused.
    #[must_use]
    fn evolve(self, event: &Self::Event) -> Self;

    /// The names that an event takes and that nobody else may hold.
    fn claims(_event: &Self::Event, _metadata: &Metadata) -> Vec<Claim> {
        Vec::new()
    }

    /// The same where the name is personal data: only a keyed digest of it is ever stored.
    fn secret_claims(_event: &Self::Event, _metadata: &Metadata) -> Vec<SecretClaim> {
        Vec::new()
    }

    /// The reason to give when a claimed name is already held by another stream.
    fn taken(claim: &Claim) -> Self::Rejection;

    /// The marking an event is stored with, given the one that was asked for. May only restrict.
    fn marking(_event: &Self::Event, requested: &Handling) -> Handling {
        requested.clone()
    }
}

/// A fact about an aggregate, stored for ever.
pub trait DomainEvent:
    Clone + Debug + PartialEq + Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static
{
    /// The names of all variants, in `snake_case`.
    const NAMES: &'static [&'static str];

    /// This variant's name in `snake_case`: the second part of the event's type.
    fn name(&self) -> &'static str;
}

impl<E> DomainEvent for E
where
    E: strum::VariantNames
        + Clone
        + Debug
        + PartialEq
        + Serialize
        + DeserializeOwned
        + JsonSchema
        + Send
        + Sync
        + 'static,
    for<'a> &'a E: Into<&'static str>,
{
    const NAMES: &'static [&'static str] = E::VARIANTS;

    fn name(&self) -> &'static str {
        self.into()
    }
}

/// A reason why a command is refused, in words the person who sent it can act on.
///
/// Codes are for machines and never change; the display text is for people, holds no personal data,
/// and says what to do next.
pub trait Refusal: Error + Clone + PartialEq + Send + Sync + 'static {
    /// `SCREAMING_SNAKE_CASE`, stable.
    fn code(&self) -> &'static str;

    /// The id of the rule that refused, such as `INV-I2`; none for what no rule is needed to see.
    fn rule(&self) -> Option<&'static str>;

    /// The field of the command at fault, as a dotted path in camel case; empty when no single one is.
    fn path(&self) -> &'static str;
}

/// A name that only one stream may hold, such as an agency's reference for a year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// What kind of name it is: `investigation_reference`.
    pub kind: &'static str,
    /// The name with what it must be unique within, never personal data.
    pub key: String,
}

/// A name that only one stream may hold and that points at a person, such as a phone's number. It
/// becomes a [`Claim`] whose key is a keyed digest, from which the name cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretClaim {
    /// What kind of name it is: `object_selector`.
    pub kind: &'static str,
    /// What it must be unique within, never personal data: an agency's code.
    pub within: String,
    /// The name itself; nothing is claimed once it was erased.
    pub name: Personal<String>,
}

/// Declares an aggregate's reasons to refuse: a variant, its rule, the field at fault, the message.
///
/// ```ignore
/// refusals! {
///     /// Why a case refuses a command.
///     pub enum CaseRejection {
///         NotOpened = None, "caseId", "the case has not been opened; open it first";
///         TooLate { days: u32 } = Some("C-1"), "until", "{days} days is past the limit";
///     }
/// }
/// ```
macro_rules! refusals {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident $({ $($field:ident: $ty:ty),* $(,)? })?
            = $rule:expr, $path:literal, $message:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
        #[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
        $vis enum $name {
            $($(#[$variant_meta])* #[doc = $message] #[error($message)]
            $variant $({ $(#[doc = "As the message says."] $field: $ty),* })?,)*
        }

        impl $crate::decider::Refusal for $name {
            fn code(&self) -> &'static str {
                self.into()
            }

            fn rule(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant $({ $($field: _),* })? => $rule,)*
                }
            }

            fn path(&self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($field: _),* })? => $path,)*
                }
            }
        }
    };
}

pub(crate) use refusals;
