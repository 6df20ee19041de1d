//! Screening a person, what they consent to, and who must hear of a child.

use std::collections::BTreeSet;

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::protection::victim_case::{
    self as domain, ConsentGiver, GuardianKind, Indicator, IndicatorCode, IndicatorStrength,
    InformedAnswers, ScreeningOutcome, ScreeningTool, VictimCaseCommand as Command,
};

use super::super::code::ConsentScope;
use super::{agency, answers, change, inputs, narrative, reference};
use crate::code::Code;
use crate::error::{At, UserError};

answers! {
    /// What came of recording a screening.
    ScreenVictimPayload,
    /// What came of recording a yes or no.
    RecordConsentPayload,
    /// What came of taking a yes back.
    WithdrawConsentPayload,
    /// What came of recording that a guardian or officer was told of a child.
    NotifyGuardianPayload,
}

inputs! {
    /// Records a screening for signs of trafficking.
    ScreenVictimInput {
        /// The questionnaire.
        tool: Code<ScreeningTool>,
        /// The answers given, 1 to 10,000 characters, if they are to be kept; kept to the compartment
        /// PROTECTION (V6).
        answers: Option<String>,
        /// The indicators found, each by its code in the questionnaire's list.
        #[graphql(default)]
        indicators: Vec<VictimIndicatorInput>,
        /// What it came to.
        outcome: Code<ScreeningOutcome>,
    }

    /// Records a yes or no. A yes counts only when it was informed.
    RecordConsentInput {
        /// To what, at least one.
        scopes: Vec<ConsentScopeInput>,
        /// Yes or no.
        given: bool,
        /// The answers to the seven questions on consent (IOM HTCDS 2.0, `con_Consent`).
        answers: ConsentAnswersInput,
        /// Whether an interpreter took part.
        #[graphql(default)]
        interpreter: bool,
        /// Who said so.
        #[graphql(default_with = "Code(ConsentGiver::Person)")]
        by: Code<ConsentGiver>,
    }

    /// Takes a yes back, at any time, even after closing.
    WithdrawConsentInput {
        /// To what, at least one.
        scopes: Vec<ConsentScopeInput>,
    }

    /// Records that a guardian or officer was told of a child (V1).
    NotifyGuardianInput {
        /// Who was told, under which reference.
        notification: GuardianNotificationInput,
    }
}

/// A sign of trafficking that a screening found.
#[derive(InputObject)]
pub struct VictimIndicatorInput {
    /// Its code in the questionnaire's list, such as `DebtBondage`.
    pub code: String,
    /// How strongly it shows.
    #[graphql(default_with = "Code(IndicatorStrength::Medium)")]
    pub strength: Code<IndicatorStrength>,
}

impl VictimIndicatorInput {
    fn read(&self) -> Result<Indicator, UserError> {
        Ok(Indicator {
            code: IndicatorCode::parse(&self.code).at("code")?,
            strength: self.strength.0,
        })
    }
}

/// What a person says yes or no to.
#[derive(InputObject)]
pub struct ConsentScopeInput {
    /// To what.
    pub scope: ConsentScope,
    /// The code of the agency, for `SHARE_WITH` and only for it.
    pub agency: Option<String>,
}

impl ConsentScopeInput {
    pub(crate) fn read(&self) -> Result<domain::ConsentScope, UserError> {
        let scope = match (self.scope, &self.agency) {
            (ConsentScope::ShareWith, Some(code)) => {
                let agency = agency("agency", code)?;
                return Ok(domain::ConsentScope::ShareWith { agency });
            }
            (ConsentScope::ShareWith, None) => {
                let message = "say with which agency the person's data may be shared, or not";
                return Err(UserError::at("agency", "AGENCY_MISSING", message));
            }
            (_, Some(_)) => {
                let message = "only SHARE_WITH names an agency; leave it out, or change the scope";
                return Err(UserError::at("agency", "AGENCY_NOT_EXPECTED", message));
            }
            (ConsentScope::Interview, None) => domain::ConsentScope::Interview,
            (ConsentScope::Referral, None) => domain::ConsentScope::Referral,
            (ConsentScope::Support, None) => domain::ConsentScope::Support,
            (ConsentScope::PoliceCooperation, None) => domain::ConsentScope::PoliceCooperation,
            (ConsentScope::Research, None) => domain::ConsentScope::Research,
            (ConsentScope::Media, None) => domain::ConsentScope::Media,
            (ConsentScope::Repatriation, None) => domain::ConsentScope::Repatriation,
        };
        Ok(scope)
    }
}

fn scopes(inputs: &[ConsentScopeInput]) -> Result<BTreeSet<domain::ConsentScope>, UserError> {
    inputs.iter().map(|scope| scope.read().at("scopes")).collect()
}

/// The answers to the seven questions on consent (IOM HTCDS 2.0, `con_Consent`).
#[derive(InputObject)]
#[expect(clippy::struct_excessive_bools, reason = "the standard asks seven yes-or-no questions")]
pub struct ConsentAnswersInput {
    /// The person agrees to be interviewed.
    pub agrees_to_interview: bool,
    /// The person knows what the data are collected for.
    pub informed_of_purpose: bool,
    /// The person knows how the data are or may be used.
    pub informed_of_use: bool,
    /// The person knows that data without identity may be used in research.
    pub informed_of_research: bool,
    /// The person knows that they may ask for their data.
    pub informed_of_right_to_request: bool,
    /// The person knows how long the data are kept.
    pub informed_of_retention: bool,
    /// The person knows how to withdraw.
    pub informed_of_withdrawal: bool,
}

impl ConsentAnswersInput {
    fn read(&self) -> InformedAnswers {
        InformedAnswers {
            agrees_to_interview: self.agrees_to_interview,
            informed_of_purpose: self.informed_of_purpose,
            informed_of_use: self.informed_of_use,
            informed_of_research: self.informed_of_research,
            informed_of_right_to_request: self.informed_of_right_to_request,
            informed_of_retention: self.informed_of_retention,
            informed_of_withdrawal: self.informed_of_withdrawal,
        }
    }
}

/// Who was told of a child.
#[derive(InputObject)]
pub struct GuardianNotificationInput {
    /// Who was told.
    pub kind: Code<GuardianKind>,
    /// The reference of the notification.
    pub reference: String,
}

impl GuardianNotificationInput {
    /// Reads the notification.
    pub(super) fn read(&self) -> Result<domain::GuardianNotification, UserError> {
        Ok(domain::GuardianNotification {
            kind: self.kind.0,
            reference: reference("reference", &self.reference)?,
        })
    }
}

/// Screening people, and what they consent to.
#[derive(Default)]
pub struct ConsentMutation;

/// Screening people, and what they consent to.
#[Object]
impl ConsentMutation {
    /// Records a screening for signs of trafficking.
    async fn screen_victim(
        &self,
        ctx: &Context<'_>,
        input: ScreenVictimInput,
    ) -> Result<ScreenVictimPayload> {
        let indicator = |found: &VictimIndicatorInput| found.read().at("indicators");
        let command = || {
            Ok(Command::Screen {
                tool: input.tool.0,
                answers: input
                    .answers
                    .as_deref()
                    .map(|text| narrative("answers", text))
                    .transpose()?,
                indicators: input.indicators.iter().map(indicator).collect::<Result<_, _>>()?,
                outcome: input.outcome.0,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        ScreenVictimPayload::from(ctx, answer).await
    }

    /// Records a yes or no. A yes counts only when it was informed.
    async fn record_consent(
        &self,
        ctx: &Context<'_>,
        input: RecordConsentInput,
    ) -> Result<RecordConsentPayload> {
        let command = scopes(&input.scopes).map(|scopes| Command::RecordConsent {
            scopes,
            given: input.given,
            answers: input.answers.read(),
            interpreter: input.interpreter,
            by: input.by.0,
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordConsentPayload::from(ctx, answer).await
    }

    /// Takes a yes back, at any time, even after closing.
    async fn withdraw_consent(
        &self,
        ctx: &Context<'_>,
        input: WithdrawConsentInput,
    ) -> Result<WithdrawConsentPayload> {
        let command = scopes(&input.scopes).map(|scopes| Command::WithdrawConsent { scopes });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        WithdrawConsentPayload::from(ctx, answer).await
    }

    /// Records that a guardian or officer was told of a child (V1).
    async fn notify_guardian(
        &self,
        ctx: &Context<'_>,
        input: NotifyGuardianInput,
    ) -> Result<NotifyGuardianPayload> {
        let command = input
            .notification
            .read()
            .at("notification")
            .map(|notification| Command::NotifyGuardian { notification });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        NotifyGuardianPayload::from(ctx, answer).await
    }
}
