//! What can be done with a victim's case: one mutation a command.

use async_graphql::{Context, MergedObject, OneofObject, Result};
use mpaka_domain::protection::victim_case::{
    Narrative, Organisation, Provider, Reference, VictimCase as Aggregate,
    VictimCaseCommand as Command,
};
use mpaka_domain::{AgencyId, Personal};

use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::VictimCaseId;
use crate::send::{Answer, send};

mod care;
mod consent;
mod decision;
mod identity;
mod outcome;
mod referral;

pub use consent::ConsentScopeInput;

/// What can be done with victims' cases.
#[derive(MergedObject, Default)]
pub struct VictimCaseMutation(
    identity::IdentityMutation,
    consent::ConsentMutation,
    referral::ReferralMutation,
    decision::DecisionMutation,
    care::CareMutation,
    outcome::OutcomeMutation,
);

/// Names the protection file that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(async_graphql::InputObject)]
        pub struct $name {
            /// The protection file.
            pub victim_case_id: $crate::scalar::VictimCaseId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: $crate::envelope::Envelope,
        }
    )+};
}
use inputs;

/// Declares what comes of the mutations.
macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        $crate::send::payloads! {
            victim_case: $crate::protection::victim_case::VictimCase,
            "The protection file as it is now; null when refused.";
            $($(#[$meta])* $name,)+
        }
    };
}
use answers;

/// Who supports a person; exactly one.
#[derive(OneofObject)]
pub enum VictimProviderInput {
    /// An agency, by its code; its victim-support officers may then see the file and write in it.
    Agency(String),
    /// Another organisation, by its name; never a person's name.
    Organisation(String),
}

impl VictimProviderInput {
    fn read(&self) -> Result<Provider, UserError> {
        match self {
            Self::Agency(code) => AgencyId::parse(code).at("agency").map(Provider::Agency),
            Self::Organisation(name) => {
                Organisation::parse(name).at("organisation").map(Provider::Organisation)
            }
        }
    }
}

async fn change(
    ctx: &Context<'_>,
    victim_case: VictimCaseId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, victim_case.into(), "victimCaseId", envelope, command).await
}

fn reference(field: &str, text: &str) -> Result<Reference, UserError> {
    Reference::parse(text).at(field)
}

fn organisation(field: &str, name: &str) -> Result<Organisation, UserError> {
    Organisation::parse(name).at(field)
}

fn agency(field: &str, code: &str) -> Result<AgencyId, UserError> {
    AgencyId::parse(code).at(field)
}

fn narrative(field: &str, text: &str) -> Result<Personal<Narrative>, UserError> {
    Narrative::parse(text).at(field).map(Personal::new)
}
