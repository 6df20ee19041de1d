//! Care for a person: needs, support, return into everyday life or home.

use async_graphql::{Context, Object, Result};
use mpaka_domain::protection::victim_case::{
    NeedDomain, NeedLevel, SupportKind, VictimCaseCommand as Command,
};
use mpaka_domain::value::CountryCode;

use super::{VictimProviderInput, agency, answers, change, inputs, organisation, reference};
use crate::code::Code;
use crate::error::At;
use crate::scalar::Date;

answers! {
    /// What came of recording emergency care.
    RecordEmergencyCarePayload,
    /// What came of assessing a need.
    AssessNeedsPayload,
    /// What came of making somebody responsible for support.
    AssignSupportPayload,
    /// What came of agreeing a support plan.
    AdoptSupportPlanPayload,
    /// What came of beginning the support of a person as a witness.
    BeginProsecutionSupportPayload,
    /// What came of beginning the return into everyday life.
    BeginReintegrationPayload,
    /// What came of planning the return home.
    PlanRepatriationPayload,
    /// What came of confirming the return home.
    ConfirmRepatriationPayload,
    /// What came of beginning aftercare.
    BeginAftercarePayload,
}

inputs! {
    /// Records emergency care after registration in the mechanism.
    RecordEmergencyCareInput {
        /// What help was given; empty when the person was seen and needed none.
        #[graphql(default)]
        given: Vec<Code<NeedDomain>>,
    }

    /// Records how much help is needed with one thing.
    AssessNeedsInput {
        /// With what.
        domain: Code<NeedDomain>,
        /// How much.
        level: Code<NeedLevel>,
    }

    /// Makes somebody responsible for support. The victim-support officers of an agency may then
    /// see the file and write in it.
    AssignSupportInput {
        /// Who.
        provider: VictimProviderInput,
    }

    /// Agrees a support plan, or another in its place.
    AdoptSupportPlanInput {
        /// What it helps with, at least one.
        kinds: Vec<Code<SupportKind>>,
        /// When it is planned to end.
        planned_end: Option<Date>,
    }

    /// Begins the support of the person as a witness.
    BeginProsecutionSupportInput {
        /// The code of the prosecuting agency.
        agency: String,
    }

    /// Begins the return into everyday life.
    BeginReintegrationInput {
        /// Who helps.
        provider: VictimProviderInput,
    }

    /// Plans the return home: an adult's with their consent, a child's after a determination of
    /// their best interests (V7).
    PlanRepatriationInput {
        /// The country, ISO 3166-1 alpha-2.
        destination: String,
        /// The organisation that will receive the person, where that is known.
        receiving_provider: Option<String>,
        /// The reference of the determination of the child's best interests.
        best_interests_ref: Option<String>,
    }

    /// Confirms that the person is home and was handed over (V7).
    ConfirmRepatriationInput {
        /// The organisation that received the person.
        receiving_provider: String,
    }

    /// Begins aftercare.
    BeginAftercareInput {
        /// Who gives it.
        provider: VictimProviderInput,
    }
}

/// Care for people.
#[derive(Default)]
pub struct CareMutation;

/// Care for people.
#[Object]
impl CareMutation {
    /// Records emergency care after registration in the mechanism.
    async fn record_emergency_care(
        &self,
        ctx: &Context<'_>,
        input: RecordEmergencyCareInput,
    ) -> Result<RecordEmergencyCarePayload> {
        let command = Ok(Command::RecordEmergencyCare {
            given: input.given.iter().map(|code| code.0).collect(),
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordEmergencyCarePayload::from(ctx, answer).await
    }

    /// Records how much help is needed with one thing.
    async fn assess_needs(
        &self,
        ctx: &Context<'_>,
        input: AssessNeedsInput,
    ) -> Result<AssessNeedsPayload> {
        let command = Ok(Command::AssessNeeds { domain: input.domain.0, level: input.level.0 });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        AssessNeedsPayload::from(ctx, answer).await
    }

    /// Makes somebody responsible for support. The victim-support officers of an agency may then
    /// see the file and write in it.
    async fn assign_support(
        &self,
        ctx: &Context<'_>,
        input: AssignSupportInput,
    ) -> Result<AssignSupportPayload> {
        let command = input
            .provider
            .read()
            .at("provider")
            .map(|provider| Command::AssignSupport { provider });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        AssignSupportPayload::from(ctx, answer).await
    }

    /// Agrees a support plan, or another in its place.
    async fn adopt_support_plan(
        &self,
        ctx: &Context<'_>,
        input: AdoptSupportPlanInput,
    ) -> Result<AdoptSupportPlanPayload> {
        let command = Ok(Command::AdoptSupportPlan {
            kinds: input.kinds.iter().map(|code| code.0).collect(),
            planned_end: input.planned_end.map(Into::into),
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        AdoptSupportPlanPayload::from(ctx, answer).await
    }

    /// Begins the support of the person as a witness.
    async fn begin_prosecution_support(
        &self,
        ctx: &Context<'_>,
        input: BeginProsecutionSupportInput,
    ) -> Result<BeginProsecutionSupportPayload> {
        let command = agency("agency", &input.agency)
            .map(|agency| Command::BeginProsecutionSupport { agency });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        BeginProsecutionSupportPayload::from(ctx, answer).await
    }

    /// Begins the return into everyday life.
    async fn begin_reintegration(
        &self,
        ctx: &Context<'_>,
        input: BeginReintegrationInput,
    ) -> Result<BeginReintegrationPayload> {
        let command = input
            .provider
            .read()
            .at("provider")
            .map(|provider| Command::BeginReintegration { provider });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        BeginReintegrationPayload::from(ctx, answer).await
    }

    /// Plans the return home: an adult's with their consent, a child's after a determination of
    /// their best interests (V7).
    async fn plan_repatriation(
        &self,
        ctx: &Context<'_>,
        input: PlanRepatriationInput,
    ) -> Result<PlanRepatriationPayload> {
        let command = || {
            Ok(Command::PlanRepatriation {
                destination: CountryCode::parse(&input.destination).at("destination")?,
                receiving_provider: input
                    .receiving_provider
                    .as_deref()
                    .map(|name| organisation("receivingProvider", name))
                    .transpose()?,
                best_interests_ref: input
                    .best_interests_ref
                    .as_deref()
                    .map(|text| reference("bestInterestsRef", text))
                    .transpose()?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        PlanRepatriationPayload::from(ctx, answer).await
    }

    /// Confirms that the person is home and was handed over (V7).
    async fn confirm_repatriation(
        &self,
        ctx: &Context<'_>,
        input: ConfirmRepatriationInput,
    ) -> Result<ConfirmRepatriationPayload> {
        let command = organisation("receivingProvider", &input.receiving_provider)
            .map(|receiving_provider| Command::ConfirmRepatriation { receiving_provider });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        ConfirmRepatriationPayload::from(ctx, answer).await
    }

    /// Begins aftercare.
    async fn begin_aftercare(
        &self,
        ctx: &Context<'_>,
        input: BeginAftercareInput,
    ) -> Result<BeginAftercarePayload> {
        let command = input
            .provider
            .read()
            .at("provider")
            .map(|provider| Command::BeginAftercare { provider });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        BeginAftercarePayload::from(ctx, answer).await
    }
}
