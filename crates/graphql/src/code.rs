//! Code lists of the domain as GraphQL enums: one list, one set of words, everywhere.

use std::borrow::Cow;
use std::str::FromStr;

use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType,
    Positioned, ServerResult, Value,
};
use strum::{EnumMessage, VariantArray};

/// A code list that GraphQL shows as an enum: its values are the codes as stored, described by the
/// domain's own documentation.
pub trait CodeList:
    Copy + FromStr + EnumMessage + VariantArray + Into<&'static str> + Send + Sync + 'static
{
    /// The enum's name in the schema.
    const NAME: &'static str;
    /// What the list is.
    const DESCRIPTION: &'static str;
}

/// Declares which of the domain's code lists the schema shows, and under which name.
macro_rules! code_lists {
    ($($list:ty = $name:literal, $description:literal;)*) => {$(
        impl $crate::code::CodeList for $list {
            const NAME: &'static str = $name;
            const DESCRIPTION: &'static str = $description;
        }
    )*};
}
pub(crate) use code_lists;

/// A value of a code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code<T>(pub T);

impl<T: CodeList> Code<T> {
    /// Reads a code as a view stores it; none for a code of a later version.
    pub fn stored(text: &str) -> Option<Self> {
        T::from_str(text).ok().map(Self)
    }

    fn register(registry: &mut Registry) -> String
    where
        Self: InputType,
    {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| MetaType::Enum {
            name: T::NAME.to_owned(),
            description: Some(T::DESCRIPTION.to_owned()),
            enum_values: T::VARIANTS
                .iter()
                .map(|code| {
                    let value = MetaEnumValue {
                        name: graphql_name((*code).into()).into_owned(),
                        description: code.get_documentation().map(|text| text.trim().to_owned()),
                        deprecation: Deprecation::NoDeprecated,
                        visible: None,
                        inaccessible: false,
                        tags: Vec::new(),
                        directive_invocations: Vec::new(),
                    };
                    (value.name.clone(), value)
                })
                .collect(),
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: Some(std::any::type_name::<Self>()),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        })
    }
}

/// A code as GraphQL can name it: codes that begin with a digit get an underscore before it.
fn graphql_name(code: &str) -> Cow<'_, str> {
    if code.starts_with(|first: char| first.is_ascii_digit()) {
        Cow::Owned(format!("_{code}"))
    } else {
        Cow::Borrowed(code)
    }
}

impl<T: CodeList> InputType for Code<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::register(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let text = match value {
            Some(Value::Enum(name)) => name.to_string(),
            Some(Value::String(text)) => text,
            other => return Err(InputValueError::expected_type(other.unwrap_or_default())),
        };
        let code = T::VARIANTS.iter().find(|code| graphql_name((**code).into()) == text);
        code.map(|code| Self(*code))
            .ok_or_else(|| InputValueError::custom(format_args!("not a value of {}", T::NAME)))
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(graphql_name(self.0.into())))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<T: CodeList> OutputType for Code<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::register(registry)
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(self.to_value())
    }
}

/// Reads the codes of a view's column, leaving out those of a later version.
pub fn codes<T: CodeList>(column: &[String]) -> Vec<Code<T>> {
    column.iter().filter_map(|text| Code::stored(text)).collect()
}
