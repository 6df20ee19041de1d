//! How a closed code list is declared: its codes as they are stored, described for whoever reads them.

/// A closed code list, stored in `SCREAMING_SNAKE_CASE` unless another case is named before it or a
/// code says otherwise. The documentation of each code is what the schema tells its users.
macro_rules! code_list {
    ($(#[$about:meta])* pub enum $name:ident { $($codes:tt)+ }) => {
        code_list! { "SCREAMING_SNAKE_CASE" $(#[$about])* pub enum $name { $($codes)+ } }
    };
    ($case:tt $(#[$about:meta])* pub enum $name:ident { $($(#[$code:meta])* $variant:ident,)+ }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
            strum::Display, strum::EnumMessage, strum::EnumString, strum::IntoStaticStr,
            strum::VariantArray,
        )]
        #[serde(rename_all = $case)]
        #[strum(serialize_all = $case)]
        pub enum $name { $($(#[$code])* $variant,)+ }

        impl $name {
            /// The code as it is stored.
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}
