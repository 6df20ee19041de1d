//! Casework: an agency's investigations and the people they suspect.

/// A closed code list, written and read in the case that is named before it.
macro_rules! code_list {
    ($case:tt $(#[$about:meta])* pub enum $name:ident { $($(#[$code:meta])* $variant:ident,)+ }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
            strum::Display, strum::EnumString, strum::IntoStaticStr, strum::VariantNames,
            strum::VariantArray,
        )]
        #[serde(rename_all = $case)]
        #[strum(serialize_all = $case)]
        pub enum $name { $($(#[$code])* $variant,)+ }
    };
}

pub mod investigation;
pub mod suspect;
pub mod text;

use crate::Personal;
use crate::metadata::Role;

/// Whether a text says nothing, because it is empty or has been erased.
fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// The roles that write an agency's casework.
fn writes_casework(role: Role) -> bool {
    matches!(role, Role::Investigator | Role::Supervisor)
}
