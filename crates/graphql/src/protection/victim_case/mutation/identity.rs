//! Registering a person by alias, and keeping who and where they are under protection.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::Personal;
use mpaka_domain::protection::victim_case::{
    ImmediateSafety, Jurisdiction, Majority, VictimCase as Aggregate, VictimCaseCommand as Command,
    WhereaboutsKind,
};
use mpaka_domain::value::{CountryCode, Gender, LanguageTag, Msisdn, Selector, VictimAlias};

use super::{answers, change, inputs, narrative, organisation, reference};
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::person::BirthDateInput;
use crate::scalar::{Date, InvestigationId, VictimCaseId};
use crate::selector::SelectorInput;
use crate::send::begin;
use crate::values::{PersonNameInput, PlaceInput, TravelDocumentInput};

answers! {
    /// What came of registering a person.
    RegisterVictimPayload,
    /// What came of recording who a person is.
    RecordIdentityPayload,
    /// What came of recording a person's phone, account or handle.
    RecordVictimSelectorPayload,
    /// What came of recording where a person can be found.
    RecordWhereaboutsPayload,
    /// What came of determining whether a person is an adult.
    DetermineMajorityPayload,
    /// What came of setting a plan for a person's safety.
    SetSafetyPlanPayload,
}

/// Registers a possible victim by alias, without identity.
#[derive(InputObject)]
pub struct RegisterVictimInput {
    /// The investigation that the person was met in.
    pub investigation_id: InvestigationId,
    /// The id to register the person under; made for you when left out.
    pub victim_case_id: Option<VictimCaseId>,
    /// What the person is called outside the file, as `VIC-KE-2026-0042`; no other file of your agency may have it.
    pub alias: String,
    /// Whose law and mechanism protects the person.
    pub jurisdiction: Code<Jurisdiction>,
    /// Whether the person is an adult, a child, or of disputed age.
    pub majority: Code<Majority>,
    /// The language the person speaks best, BCP 47, such as `sw`.
    pub language: String,
    /// How safe the person is now.
    #[graphql(default_with = "Code(ImmediateSafety::Unknown)")]
    pub immediate_safety: Code<ImmediateSafety>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

impl RegisterVictimInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Register {
            investigation: self.investigation_id.0,
            alias: VictimAlias::parse(&self.alias).at("alias")?,
            jurisdiction: self.jurisdiction.0,
            majority: self.majority.0,
            language: LanguageTag::parse(&self.language).at("language")?,
            immediate_safety: self.immediate_safety.0,
        })
    }
}

inputs! {
    /// Records who the person is. Kept to the compartment PROTECTION (V6).
    RecordIdentityInput {
        /// The name.
        name: PersonNameInput,
        /// When the person was born.
        birth: Option<BirthDateInput>,
        /// The gender.
        gender: Option<Code<Gender>>,
        /// The countries of citizenship, ISO 3166-1 alpha-2.
        #[graphql(default)]
        citizenships: Vec<String>,
        /// Passports and other documents.
        #[graphql(default)]
        documents: Vec<TravelDocumentInput>,
        /// The person's own phone numbers with their country codes, as `+254 199 000 141`.
        #[graphql(default)]
        phones: Vec<String>,
    }

    /// Records a phone, account or handle of the person. Kept to the compartment PROTECTION (V6).
    RecordVictimSelectorInput {
        /// The phone, account or handle.
        selector: SelectorInput,
    }

    /// Records where the person can be found. Kept to the compartment PROTECTION (V6).
    RecordWhereaboutsInput {
        /// What kind of place it is.
        kind: Code<WhereaboutsKind>,
        /// The place.
        place: PlaceInput,
    }

    /// Records whether the person is an adult, once assessed or newly disputed.
    DetermineMajorityInput {
        /// Adult, child or disputed.
        majority: Code<Majority>,
        /// The organisation that assessed it.
        assessed_by: String,
        /// The reference of the assessment.
        reference: String,
    }

    /// Sets the plan for the person's safety. Kept to the compartment PROTECTION (V6).
    SetSafetyPlanInput {
        /// The plan, 1 to 10,000 characters.
        plan: String,
        /// When to look at it again.
        review_on: Option<Date>,
    }
}

impl RecordIdentityInput {
    fn command(&self) -> Result<Command, UserError> {
        let birth = self.birth.as_ref().map(|birth| birth.read().at("birth")).transpose()?;
        let country = |code: &String| CountryCode::parse(code).at("citizenships");
        let document =
            |document: &TravelDocumentInput| document.read().at("documents").map(Personal::new);
        let phone = |number: &String| {
            Msisdn::parse(number).at("phones").map(|phone| Personal::new(Selector::Phone(phone)))
        };
        Ok(Command::RecordIdentity {
            name: self.name.read().at("name").map(Personal::new)?,
            birth: birth.map(Personal::new),
            gender: self.gender.map(|gender| gender.0),
            citizenships: self.citizenships.iter().map(country).collect::<Result<_, _>>()?,
            documents: self.documents.iter().map(document).collect::<Result<_, _>>()?,
            phones: self.phones.iter().map(phone).collect::<Result<_, _>>()?,
        })
    }
}

/// Registering people, and keeping who and where they are under protection.
#[derive(Default)]
pub struct IdentityMutation;

/// Registering people, and keeping who and where they are under protection.
#[Object]
impl IdentityMutation {
    /// Registers a possible victim by alias, without identity.
    async fn register_victim(
        &self,
        ctx: &Context<'_>,
        input: RegisterVictimInput,
    ) -> Result<RegisterVictimPayload> {
        let id = input.envelope.record(ctx, input.victim_case_id);
        let investigation = input.investigation_id.into();
        let command = input.command();
        let answer = begin::<Aggregate>(ctx, investigation, id, &input.envelope, command).await?;
        RegisterVictimPayload::from(ctx, answer).await
    }

    /// Records who the person is. Kept to the compartment PROTECTION (V6).
    async fn record_identity(
        &self,
        ctx: &Context<'_>,
        input: RecordIdentityInput,
    ) -> Result<RecordIdentityPayload> {
        let command = input.command();
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordIdentityPayload::from(ctx, answer).await
    }

    /// Records a phone, account or handle of the person. Kept to the compartment PROTECTION (V6).
    async fn record_victim_selector(
        &self,
        ctx: &Context<'_>,
        input: RecordVictimSelectorInput,
    ) -> Result<RecordVictimSelectorPayload> {
        let command = input
            .selector
            .read()
            .at("selector")
            .map(|selector| Command::RecordSelector { selector: Personal::new(selector) });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordVictimSelectorPayload::from(ctx, answer).await
    }

    /// Records where the person can be found. Kept to the compartment PROTECTION (V6).
    async fn record_whereabouts(
        &self,
        ctx: &Context<'_>,
        input: RecordWhereaboutsInput,
    ) -> Result<RecordWhereaboutsPayload> {
        let command = input.place.read().at("place").map(|place| Command::RecordWhereabouts {
            kind: input.kind.0,
            place: Personal::new(place),
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordWhereaboutsPayload::from(ctx, answer).await
    }

    /// Records whether the person is an adult, once assessed or newly disputed.
    async fn determine_majority(
        &self,
        ctx: &Context<'_>,
        input: DetermineMajorityInput,
    ) -> Result<DetermineMajorityPayload> {
        let command = || {
            Ok(Command::DetermineMajority {
                majority: input.majority.0,
                assessed_by: organisation("assessedBy", &input.assessed_by)?,
                reference: reference("reference", &input.reference)?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DetermineMajorityPayload::from(ctx, answer).await
    }

    /// Sets the plan for the person's safety. Kept to the compartment PROTECTION (V6).
    async fn set_safety_plan(
        &self,
        ctx: &Context<'_>,
        input: SetSafetyPlanInput,
    ) -> Result<SetSafetyPlanPayload> {
        let command = narrative("plan", &input.plan).map(|plan| Command::SetSafetyPlan {
            plan,
            review_on: input.review_on.map(Into::into),
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        SetSafetyPlanPayload::from(ctx, answer).await
    }
}
