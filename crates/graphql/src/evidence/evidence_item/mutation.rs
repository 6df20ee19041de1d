//! What can be done with an exhibit: one mutation a command, by theme.

use async_graphql::{Context, InputObject, MergedObject, Result};
use mpaka_domain::Personal;
use mpaka_domain::evidence::evidence_item::{
    EvidenceCommand as Command, EvidenceItem as Aggregate,
};
use mpaka_domain::value::{self, HashAlgorithm};

use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::EvidenceItemId;
use crate::send::{Answer, send};
use crate::values::{personal, text};

/// Names the exhibit that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(async_graphql::InputObject)]
        pub struct $name {
            /// The exhibit.
            pub evidence_item_id: $crate::scalar::EvidenceItemId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: $crate::envelope::Envelope,
        }
    )+};
}

/// Declares the payloads of these mutations.
macro_rules! exhibit_payloads {
    ($($payloads:tt)+) => {
        $crate::send::payloads! {
            evidence_item: $crate::evidence::evidence_item::EvidenceItem,
            "The exhibit as it is now; null when refused, or when you may no longer see it.";
            $($payloads)+
        }
    };
}

mod custody;
mod disposal;
mod examination;
mod file;
mod seizure;
mod whereabouts;

/// What can be done with exhibits.
#[derive(MergedObject, Default)]
pub struct EvidenceItemMutation(
    seizure::SeizureMutation,
    custody::CustodyMutation,
    examination::ExaminationMutation,
    file::FileMutation,
    whereabouts::WhereaboutsMutation,
    disposal::DisposalMutation,
);

/// The longest account of what was done and found, in characters.
const LONG: usize = 10_000;
/// The longest name of a person as they sign, in characters.
const NAME: usize = 200;
/// The longest reference, place or name of a tool, in characters.
const SHORT: usize = 200;

async fn change(
    ctx: &Context<'_>,
    exhibit: EvidenceItemId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, exhibit.into(), "evidenceItemId", envelope, command).await
}

/// An account of what was done or why, which is sealed.
fn told(field: &str, content: &str) -> Result<Personal<String>, UserError> {
    personal(field, content, LONG)
}

/// A person as they sign, which is sealed.
fn signed(field: &str, name: &str) -> Result<Personal<String>, UserError> {
    personal(field, name, NAME)
}

/// A reference, a place or a tool, which is not about a person.
fn short(field: &str, content: &str) -> Result<String, UserError> {
    text(field, content, SHORT)
}

/// The digest of a file or an image.
#[derive(InputObject)]
pub struct HashInput {
    /// The algorithm.
    pub algorithm: Code<HashAlgorithm>,
    /// The digest in hexadecimal, of the algorithm's length.
    pub digest: String,
}

impl HashInput {
    fn read(&self) -> Result<value::Hash, UserError> {
        value::Hash::try_new(self.algorithm.0, &self.digest).at("digest")
    }
}

/// Reads digests; a refusal names the one at fault, counted from 0.
fn hashes(field: &str, hashes: &[HashInput]) -> Result<Vec<value::Hash>, UserError> {
    let hashes = hashes.iter().enumerate();
    hashes.map(|(index, hash)| hash.read().at(&index.to_string()).at(field)).collect()
}

/// Reads the names of witnesses; a refusal names the one at fault, counted from 0.
fn witnesses(names: &[String]) -> Result<Vec<Personal<String>>, UserError> {
    let names = names.iter().enumerate();
    names.map(|(index, name)| signed(&index.to_string(), name).at("witnesses")).collect()
}
