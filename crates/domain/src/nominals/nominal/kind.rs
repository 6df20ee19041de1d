//! What tells one kind of nominal from another: what it is known by, and what is asserted about it.

use std::fmt::Debug;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::code::NominalCategory;
use crate::id::NominalId;
use crate::{AgencyId, SecretClaim};

/// A kind of nominal.
pub trait NominalKind:
    Debug + Clone + Default + PartialEq + Eq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The category of its streams.
    const CATEGORY: &'static str;

    /// What a record of this kind is about, which never changes.
    type Identity: Identity;
    /// What is asserted about it.
    type Fact: NominalFact;
}

/// What a record is about from its first event on.
pub trait Identity:
    Debug + Clone + PartialEq + Eq + Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static
{
    /// What one record of an agency alone can be about.
    fn claim(&self, _agency: &AgencyId) -> Option<SecretClaim> {
        None
    }
}

/// What can be asserted about a nominal.
pub trait NominalFact:
    Debug + Clone + PartialEq + Eq + Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static
{
    /// Whether it says nothing, because it is empty or has been erased.
    fn is_blank(&self) -> bool;

    /// The other nominal that it names, and what that has to be (NOM-8).
    fn names(&self) -> Option<(NominalId, NominalCategory)>;
}
