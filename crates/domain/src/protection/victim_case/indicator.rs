//! The signs of trafficking a screening finds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{IndicatorCode, IndicatorStrength};

/// An indicator that was found, by the code of its tool's list.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Indicator {
    /// The code in the list of the screening tool.
    pub code: IndicatorCode,
    /// How strongly it shows.
    pub strength: IndicatorStrength,
}

/// The eleven indicators of forced labour (International Labour Organization, 2012).
pub const ILO_INDICATORS: [&str; 11] = [
    "AbuseOfVulnerability",
    "Deception",
    "RestrictionOfMovement",
    "Isolation",
    "PhysicalAndSexualViolence",
    "IntimidationAndThreats",
    "RetentionOfIdentityDocuments",
    "WithholdingOfWages",
    "DebtBondage",
    "AbusiveWorkingAndLivingConditions",
    "ExcessiveOvertime",
];
