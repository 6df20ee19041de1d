//! Who and where a victim is: read one person at a time, for a stated purpose, by those who look
//! after them.

use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::Purpose;
use mpaka_domain::protection::victim_case::{ScreeningTool, WhereaboutsKind};
use mpaka_domain::value::{DocumentKind, Gender, Genuineness, TravelDocument};
use mpaka_persistence::view::victim::identity::ProtectedFact;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tracing::info;
use uuid::Uuid;

use crate::code::Code;
use crate::error::fault;
use crate::handling::Handling;
use crate::person::{BirthDate, PersonName};
use crate::scalar::Date;
use crate::selector::Selector;
use crate::session::Request;
use crate::values::Place;

/// Who a person is and where they can be found. Erased values are null.
#[derive(Default, SimpleObject)]
pub struct VictimIdentity {
    /// The name.
    name: Option<PersonName>,
    /// When the person was born.
    birth: Option<BirthDate>,
    /// The gender.
    gender: Option<Code<Gender>>,
    /// The countries of citizenship, ISO 3166-1 alpha-2.
    citizenships: Vec<String>,
    /// Passports and other documents.
    documents: Vec<VictimDocument>,
    /// The person's own phones, accounts and handles.
    selectors: Vec<Selector>,
    /// Where the person can be found.
    whereabouts: Option<VictimWhereabouts>,
    /// The plan for the person's safety.
    safety_plan: Option<VictimSafetyPlan>,
    /// What the person answered when screened.
    screening_answers: Vec<VictimScreeningAnswers>,
    /// When the last of it was recorded.
    recorded_at: DateTime<Utc>,
    /// How it may be passed on and used: the most restrictive marking of all of it.
    handling: Option<Handling>,
}

/// A person's passport or other document.
#[derive(SimpleObject)]
pub struct VictimDocument {
    /// The kind of document.
    kind: Code<DocumentKind>,
    /// Its number.
    number: String,
    /// The country that issued it, ISO 3166-1 alpha-2.
    issuer: String,
    /// Whether it is what it says it is.
    genuineness: Code<Genuineness>,
}

impl From<TravelDocument> for VictimDocument {
    fn from(document: TravelDocument) -> Self {
        Self {
            kind: Code(document.kind()),
            number: document.number().to_owned(),
            issuer: document.issuer().to_string(),
            genuineness: Code(document.genuineness()),
        }
    }
}

/// Where a person can be found.
#[derive(SimpleObject)]
pub struct VictimWhereabouts {
    /// What kind of place it is.
    kind: Code<WhereaboutsKind>,
    /// The place; null once erased.
    place: Option<Place>,
}

/// A plan for a person's safety.
#[derive(SimpleObject)]
pub struct VictimSafetyPlan {
    /// The plan; null once erased.
    plan: Option<String>,
    /// When to look at it again.
    review_on: Option<Date>,
}

/// What a person answered when screened.
#[derive(SimpleObject)]
pub struct VictimScreeningAnswers {
    /// The questionnaire.
    tool: Code<ScreeningTool>,
    /// The answers; null once erased.
    answers: Option<String>,
}

/// Whether an identity may be read for that purpose: for the person's sake or a court's.
fn is_served_for(purpose: Purpose) -> bool {
    match purpose {
        Purpose::ProtectVictim | Purpose::SafeguardChild | Purpose::Court => true,
        Purpose::Prevent
        | Purpose::Detect
        | Purpose::Investigate
        | Purpose::Prosecute
        | Purpose::Statistics
        | Purpose::Audit
        | Purpose::Training => false,
    }
}

/// The identity of a person, for a reader who may read it and says why.
pub(super) async fn find(
    ctx: &Context<'_>,
    victim_case: Uuid,
    purpose: Purpose,
) -> Result<Option<VictimIdentity>> {
    if !is_served_for(purpose) {
        return Ok(None);
    }
    let viewer = ctx.viewer()?;
    let views = ctx.store()?.views();
    let Some(facts) = views.victim_identity(viewer, victim_case).await.map_err(fault)? else {
        return Ok(None);
    };
    info!(%victim_case, %purpose, "a victim's identity was read");
    let mut identity = VictimIdentity::default();
    for fact in facts {
        identity.add(fact);
    }
    Ok(Some(identity))
}

impl VictimIdentity {
    fn add(&mut self, ProtectedFact { kind, mut data, recorded_at, handling }: ProtectedFact) {
        self.recorded_at = recorded_at;
        self.handling = Some(Handling(match &self.handling {
            Some(Handling(earlier)) => earlier.and(&handling.0),
            None => handling.0,
        }));
        match kind.as_str() {
            "identity_recorded" => {
                self.name = take(&mut data, "name").map(PersonName);
                self.birth = take(&mut data, "birth").map(BirthDate);
                self.gender = take(&mut data, "gender").map(Code);
                self.citizenships = take(&mut data, "citizenships").unwrap_or_default();
                self.documents =
                    take_all::<TravelDocument>(&mut data, "documents").map(Into::into).collect();
                self.selectors.extend(take_all(&mut data, "phones").map(Selector));
            }
            "selector_recorded" => {
                self.selectors.extend(take(&mut data, "selector").map(Selector));
            }
            "whereabouts_recorded" => {
                self.whereabouts = take(&mut data, "kind").map(|kind| VictimWhereabouts {
                    kind: Code(kind),
                    place: take(&mut data, "place").map(Place),
                });
            }
            "safety_plan_set" => {
                self.safety_plan = Some(VictimSafetyPlan {
                    plan: take(&mut data, "plan"),
                    review_on: take::<NaiveDate>(&mut data, "review_on").map(Into::into),
                });
            }
            "screening_answers_recorded" => {
                self.screening_answers.extend(take(&mut data, "tool").map(|tool| {
                    VictimScreeningAnswers { tool: Code(tool), answers: take(&mut data, "answers") }
                }));
            }
            _ => {}
        }
    }
}

/// A field of an event's data; none when it was not recorded, or erased.
fn take<T: DeserializeOwned>(data: &mut Value, field: &str) -> Option<T> {
    serde_json::from_value(data.get_mut(field)?.take()).ok()
}

/// The values of a list in an event's data, without those erased.
fn take_all<T: DeserializeOwned>(data: &mut Value, field: &str) -> impl Iterator<Item = T> {
    let values: Vec<Value> = take(data, field).unwrap_or_default();
    values.into_iter().filter_map(|value| serde_json::from_value(value).ok())
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn an_identity_is_served_for_the_persons_sake_or_a_courts_only() {
        let served: Vec<_> =
            Purpose::VARIANTS.iter().copied().filter(|purpose| is_served_for(*purpose)).collect();
        assert_eq!(served, [Purpose::ProtectVictim, Purpose::SafeguardChild, Purpose::Court]);
    }
}
