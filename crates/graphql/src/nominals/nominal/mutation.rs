//! What is done with nominals of every kind: how their commands are sent, and what those have in common.

use async_graphql::{Context, InputObject, Result};
use mpaka_domain::nominals::nominal::{
    NamedNominal, Nominal, NominalCommand as Command, NominalFact, NominalKind,
};
use mpaka_domain::value::{NominalReference, PartialTime};
use mpaka_domain::{Decider, Personal, Purpose};
use mpaka_persistence::view::Reader;
use uuid::Uuid;

use crate::code::Code;
use crate::envelope::{Defaults, Envelope, LegalBasisInput};
use crate::error::{At, UserError, fault};
use crate::handling::HandlingInput;
use crate::scalar::{Date, NominalId};
use crate::send::{Answer, dispatch, earlier_or};
use crate::session::Request;
use crate::time::PartialTimeInput;
use crate::values::personal;

/// The longest reason or description, in characters.
pub(in crate::nominals) const LONG: usize = 4_000;

/// The start of a record, which belongs to no file that could lend it anything.
#[derive(InputObject)]
pub struct NominalStart {
    /// The id to begin it under; made for you when left out.
    pub nominal_id: Option<NominalId>,
    /// What your agency keeps it under, unique among its nominals, such as `TOCU/N/2026/0007`. It names
    /// nobody.
    pub reference: String,
    /// The day on which it is to be looked at again, within ten years (NOM-5).
    pub review_on: Date,
    /// The law it is kept under.
    pub legal_basis: LegalBasisInput,
    /// The purpose it is kept for.
    pub purpose: Code<Purpose>,
    /// How it may be passed on and used.
    pub handling: HandlingInput,
    /// Makes the command safe to send again: the same id has one effect and gets the same answer.
    pub command_id: Option<Uuid>,
    /// When it was begun; now, when left out.
    pub occurred: Option<PartialTimeInput>,
    /// Made in an exercise: never counted, never acted on.
    #[graphql(default)]
    pub exercise: bool,
}

/// Names the record that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The record.
            pub nominal_id: NominalId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}
pub(in crate::nominals) use inputs;

/// Declares what the mutations of one kind of record take that all kinds have in common.
macro_rules! common_inputs {
    ($contest:ident, $withdraw:ident, $retain:ident, $expire:ident) => {
        inputs! {
            /// Doubts a fact. What the doubt rests on is the `source`.
            $contest {
                /// The fact's number.
                number: u32,
                /// Why.
                reason: String,
            }

            /// Takes a fact back. It stays to be seen, with the reason (NOM-3).
            $withdraw {
                /// The fact's number.
                number: u32,
                /// Why.
                reason: String,
            }

            /// Keeps a record after a review, or takes it up again (NOM-5).
            $retain {
                /// The day on which it is to be looked at again, within ten years.
                review_on: Date,
                /// Why it is still needed.
                reason: String,
            }

            /// Keeps a record for use no longer.
            $expire {
                /// Why.
                reason: String,
            }
        }
    };
}
pub(in crate::nominals) use common_inputs;

fn reason(text: &str) -> Result<Personal<String>, UserError> {
    personal("reason", text, LONG)
}

/// When two nominals had to do with each other, and what else is known of it.
pub(in crate::nominals) fn connection(
    during: Option<&PartialTimeInput>,
    detail: Option<&str>,
) -> Result<(Option<PartialTime>, Option<Personal<String>>), UserError> {
    let during = during.map(PartialTimeInput::read).transpose().at("during")?;
    let detail = detail.map(|detail| personal("detail", detail, LONG)).transpose()?;
    Ok((during, detail))
}

/// Begins a record of the sender's agency.
pub(in crate::nominals) async fn begin<K: NominalKind>(
    ctx: &Context<'_>,
    start: NominalStart,
    identity: K::Identity,
) -> Result<Answer> {
    let read = || {
        let defaults = Defaults {
            legal_basis: start.legal_basis.read()?,
            purpose: start.purpose.0,
            handling: start.handling.read().at("handling")?,
        };
        let reference = NominalReference::parse(&start.reference).at("reference")?;
        let review_on = start.review_on.into();
        Ok((Command::Record { reference, identity, review_on }, defaults))
    };
    let (command, defaults) = match read() {
        Ok(read) => read,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let envelope = Envelope {
        command_id: start.command_id,
        occurred: start.occurred,
        exercise: start.exercise,
        ..Envelope::default()
    };
    let id = envelope.record(ctx, start.nominal_id);
    dispatch::<Nominal<K>>(ctx, id, &envelope, &defaults, command).await
}

/// What a record lends to what is done with it and about it, if the sender may see it.
pub(crate) async fn lent_by(
    ctx: &Context<'_>,
    category: &str,
    id: Uuid,
) -> Result<Option<Defaults>> {
    let reader = Reader::from(ctx.viewer()?);
    let lent = ctx.store()?.views().lent_to_nominal(&reader, category, id).await.map_err(fault)?;
    Ok(lent.and_then(|lent| {
        Some(Defaults {
            legal_basis: lent.legal_basis.0,
            purpose: lent.purpose.parse().ok()?,
            handling: lent.handling.0,
        })
    }))
}

/// Sends a command to a record that the sender may see, in its own envelope unless the input says
/// otherwise.
async fn change<K: NominalKind>(
    ctx: &Context<'_>,
    id: Uuid,
    envelope: &Envelope,
    command: Result<Command<K::Identity, K::Fact>, UserError>,
) -> Result<Answer> {
    let command = match command {
        Ok(command) => command,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let defaults = lent_by(ctx, Nominal::<K>::CATEGORY, id).await?;
    match defaults {
        Some(defaults) => dispatch::<Nominal<K>>(ctx, id, envelope, &defaults, command).await,
        None => earlier_or(ctx, id, envelope, UserError::not_found("nominalId")).await,
    }
}

/// Asserts a fact, after looking up the other nominal that it names.
pub(in crate::nominals) async fn assert<K: NominalKind>(
    ctx: &Context<'_>,
    nominal: NominalId,
    envelope: &Envelope,
    fact: Result<K::Fact, UserError>,
) -> Result<Answer> {
    let id = Uuid::from(nominal);
    let fact = match fact.at("fact") {
        Ok(fact) => fact,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let named = match fact.names() {
        Some((other, _)) => named(ctx, other.into(), Some(id)).await?,
        None => None,
    };
    change::<K>(ctx, id, envelope, Ok(Command::AssertFact { fact, named })).await
}

/// A nominal as the sender, who names it, may see it.
pub(crate) async fn named(
    ctx: &Context<'_>,
    id: Uuid,
    within: Option<Uuid>,
) -> Result<Option<NamedNominal>> {
    let reader = Reader::from(ctx.viewer()?);
    ctx.store()?.views().named_nominal(&reader, id, within).await.map_err(fault)
}

pub(in crate::nominals) async fn contest<K: NominalKind>(
    ctx: &Context<'_>,
    (nominal, envelope): (NominalId, Envelope),
    number: u32,
    why: &str,
) -> Result<Answer> {
    let command = reason(why).map(|reason| Command::ContestFact { number, reason });
    change::<K>(ctx, nominal.into(), &envelope, command).await
}

pub(in crate::nominals) async fn withdraw<K: NominalKind>(
    ctx: &Context<'_>,
    (nominal, envelope): (NominalId, Envelope),
    number: u32,
    why: &str,
) -> Result<Answer> {
    let command = reason(why).map(|reason| Command::WithdrawFact { number, reason });
    change::<K>(ctx, nominal.into(), &envelope, command).await
}

pub(in crate::nominals) async fn retain<K: NominalKind>(
    ctx: &Context<'_>,
    (nominal, envelope): (NominalId, Envelope),
    review_on: Date,
    why: &str,
) -> Result<Answer> {
    let review_on = review_on.into();
    let command = reason(why).map(|reason| Command::Retain { review_on, reason });
    change::<K>(ctx, nominal.into(), &envelope, command).await
}

pub(in crate::nominals) async fn expire<K: NominalKind>(
    ctx: &Context<'_>,
    (nominal, envelope): (NominalId, Envelope),
    why: &str,
) -> Result<Answer> {
    let command = reason(why).map(|reason| Command::Expire { reason });
    change::<K>(ctx, nominal.into(), &envelope, command).await
}
