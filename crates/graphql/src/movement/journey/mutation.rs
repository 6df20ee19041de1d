//! What can be done with a journey: one mutation a command.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::AgencyId;
use mpaka_domain::movement::journey::{
    CasualtyKind, Facilitation, Journey as Aggregate, JourneyCommand as Command, JourneyOutcome,
};

use super::Journey;
use super::input::{HoldingInput, LONG, LegInput, TravellersInput};
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::{EventId, InvestigationId, JourneyId};
use crate::send::{Answer, begin, payloads, send};
use crate::values::{PlaceInput, personal};

payloads! { journey: Journey, "The journey as it is now; null when refused.";
    /// What came of starting a journey.
    StartJourneyPayload,
    /// What came of recording a leg.
    RecordLegPayload,
    /// What came of correcting a leg.
    CorrectLegPayload,
    /// What came of recording that people were held.
    RecordHoldingPayload,
    /// What came of recording an interception.
    RecordInterceptionPayload,
    /// What came of recording a death or an injury.
    RecordDeathOrInjuryPayload,
    /// What came of recording that persons joined the group.
    JoinGroupPayload,
    /// What came of recording that persons left the group.
    LeaveGroupPayload,
    /// What came of judging the journey otherwise.
    ChangeJourneyClassificationPayload,
    /// What came of ending the journey.
    EndJourneyPayload,
}

/// Starts the record of one trip of a person or a group.
#[derive(InputObject)]
pub struct StartJourneyInput {
    /// The investigation it belongs to.
    pub investigation_id: InvestigationId,
    /// The id to start it under; made for you when left out.
    pub journey_id: Option<JourneyId>,
    /// Who travels.
    pub subject: TravellersInput,
    /// Where they set out from; the first leg starts here.
    pub origin: PlaceInput,
    /// Where they meant to go, or were told they would.
    pub intended_destination: Option<PlaceInput>,
    /// How it was brought about, as far as is known.
    #[graphql(default_with = "Code(Facilitation::Unclear)")]
    pub facilitation: Code<Facilitation>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

impl StartJourneyInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Start {
            investigation: self.investigation_id.0,
            subject: self.subject.read().at("subject")?,
            origin: self.origin.read().at("origin")?,
            intended_destination: self
                .intended_destination
                .as_ref()
                .map(PlaceInput::read)
                .transpose()
                .at("intendedDestination")?,
            facilitation: self.facilitation.0,
        })
    }
}

/// Names the journey that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The journey.
            pub journey_id: JourneyId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Records the next leg, which starts where the one before ended (J1).
    RecordLegInput {
        /// The leg.
        leg: LegInput,
    }

    /// Replaces what is held of a leg by what is known now; the earlier account stays in the log.
    CorrectLegInput {
        /// The number of the leg.
        number: u32,
        /// The leg as it is known now, whole.
        leg: LegInput,
        /// What showed that it was otherwise.
        reason: String,
        /// The event that is corrected: the leg's `correctedBy`, or its `eventId` where that is null.
        corrects: EventId,
    }

    /// Records that people were held at a place.
    RecordHoldingInput {
        /// The stay.
        hold: HoldingInput,
    }

    /// Records that an authority stopped them. Those found travel no further on this journey, and
    /// each of them is to be screened (J3).
    RecordInterceptionInput {
        /// The code of the agency that stopped them.
        by: String,
        /// Where.
        place: PlaceInput,
        /// How many persons were found, at least one.
        persons_found: u32,
    }

    /// Records that persons died or were hurt. The dead no longer count as travelling.
    RecordDeathOrInjuryInput {
        /// Whether they died or were hurt.
        kind: Code<CasualtyKind>,
        /// How many persons, at least one.
        persons: u32,
        /// What of.
        cause: String,
        /// Where.
        place: PlaceInput,
    }

    /// Records that persons joined the group.
    JoinGroupInput {
        /// How many persons, at least one.
        persons: u32,
        /// Where.
        place: PlaceInput,
    }

    /// Records that persons left the group.
    LeaveGroupInput {
        /// How many persons, at least one.
        persons: u32,
        /// Where.
        place: PlaceInput,
    }

    /// Changes how the journey is judged, as when smuggling turns out to be trafficking.
    ChangeJourneyClassificationInput {
        /// How it is judged now.
        to: Code<Facilitation>,
        /// What shows it.
        reasons: String,
    }

    /// Ends the journey. After this only corrections and judgements are taken.
    EndJourneyInput {
        /// Where it ended, or where they were last seen when they are missing.
        place: PlaceInput,
        /// What came of it.
        outcome: Code<JourneyOutcome>,
    }
}

async fn change(
    ctx: &Context<'_>,
    journey: JourneyId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, journey.into(), "journeyId", envelope, command).await
}

/// What can be done with journeys.
#[derive(Default)]
pub struct JourneyMutation;

/// What can be done with journeys.
#[Object]
impl JourneyMutation {
    /// Starts the record of one trip of a person or a group.
    async fn start_journey(
        &self,
        ctx: &Context<'_>,
        input: StartJourneyInput,
    ) -> Result<StartJourneyPayload> {
        let id = input.envelope.record(ctx, input.journey_id);
        let file = input.investigation_id.into();
        let answer = begin::<Aggregate>(ctx, file, id, &input.envelope, input.command()).await?;
        StartJourneyPayload::from(ctx, answer).await
    }

    /// Records the next leg, which starts where the one before ended (J1).
    async fn record_leg(
        &self,
        ctx: &Context<'_>,
        input: RecordLegInput,
    ) -> Result<RecordLegPayload> {
        let command = input.leg.read().at("leg").map(|leg| Command::RecordLeg { leg });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        RecordLegPayload::from(ctx, answer).await
    }

    /// Replaces what is held of a leg by what is known now; the earlier account stays in the log.
    async fn correct_leg(
        &self,
        ctx: &Context<'_>,
        input: CorrectLegInput,
    ) -> Result<CorrectLegPayload> {
        let command = || {
            Ok(Command::CorrectLeg {
                number: input.number,
                leg: input.leg.read().at("leg")?,
                reason: personal("reason", &input.reason, LONG)?,
                corrects: input.corrects.0,
            })
        };
        let answer = change(ctx, input.journey_id, &input.envelope, command()).await?;
        CorrectLegPayload::from(ctx, answer).await
    }

    /// Records that people were held at a place.
    async fn record_holding(
        &self,
        ctx: &Context<'_>,
        input: RecordHoldingInput,
    ) -> Result<RecordHoldingPayload> {
        let command = input.hold.read().at("hold").map(|hold| Command::HoldAt { hold });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        RecordHoldingPayload::from(ctx, answer).await
    }

    /// Records that an authority stopped them; each person found is to be screened (J3).
    async fn record_interception(
        &self,
        ctx: &Context<'_>,
        input: RecordInterceptionInput,
    ) -> Result<RecordInterceptionPayload> {
        let command = || {
            Ok(Command::Intercept {
                by: AgencyId::parse(&input.by).at("by")?,
                place: input.place.read().at("place")?,
                persons_found: input.persons_found,
            })
        };
        let answer = change(ctx, input.journey_id, &input.envelope, command()).await?;
        RecordInterceptionPayload::from(ctx, answer).await
    }

    /// Records that persons died or were hurt.
    async fn record_death_or_injury(
        &self,
        ctx: &Context<'_>,
        input: RecordDeathOrInjuryInput,
    ) -> Result<RecordDeathOrInjuryPayload> {
        let command = || {
            Ok(Command::RecordDeathOrInjury {
                kind: input.kind.0,
                persons: input.persons,
                cause: personal("cause", &input.cause, LONG)?,
                place: input.place.read().at("place")?,
            })
        };
        let answer = change(ctx, input.journey_id, &input.envelope, command()).await?;
        RecordDeathOrInjuryPayload::from(ctx, answer).await
    }

    /// Records that persons joined the group.
    async fn join_group(
        &self,
        ctx: &Context<'_>,
        input: JoinGroupInput,
    ) -> Result<JoinGroupPayload> {
        let persons = input.persons;
        let place = input.place.read().at("place");
        let command = place.map(|place| Command::JoinGroup { persons, place });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        JoinGroupPayload::from(ctx, answer).await
    }

    /// Records that persons left the group.
    async fn leave_group(
        &self,
        ctx: &Context<'_>,
        input: LeaveGroupInput,
    ) -> Result<LeaveGroupPayload> {
        let persons = input.persons;
        let place = input.place.read().at("place");
        let command = place.map(|place| Command::LeaveGroup { persons, place });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        LeaveGroupPayload::from(ctx, answer).await
    }

    /// Changes how the journey is judged, as when smuggling turns out to be trafficking.
    async fn change_journey_classification(
        &self,
        ctx: &Context<'_>,
        input: ChangeJourneyClassificationInput,
    ) -> Result<ChangeJourneyClassificationPayload> {
        let to = input.to.0;
        let reasons = personal("reasons", &input.reasons, LONG);
        let command = reasons.map(|reasons| Command::ChangeClassification { to, reasons });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        ChangeJourneyClassificationPayload::from(ctx, answer).await
    }

    /// Ends the journey. After this only corrections and judgements are taken.
    async fn end_journey(
        &self,
        ctx: &Context<'_>,
        input: EndJourneyInput,
    ) -> Result<EndJourneyPayload> {
        let outcome = input.outcome.0;
        let place = input.place.read().at("place");
        let command = place.map(|place| Command::End { place, outcome });
        let answer = change(ctx, input.journey_id, &input.envelope, command).await?;
        EndJourneyPayload::from(ctx, answer).await
    }
}
