//! The name of a person, as recorded and in its parts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;
use super::text::{Unfit, printable};

code_list! {
    /// What a part of a name is. Somali and Ethiopian names are chains: given, father, grandfather.
    pub enum NamePartKind {
        /// The person's own name.
        Given,
        /// The father's given name.
        Father,
        /// The father's father's given name.
        Grandfather,
        /// The grandfather's father's given name.
        #[serde(rename = "GREATGRANDFATHER")]
        #[strum(serialize = "GREATGRANDFATHER")]
        GreatGrandfather,
        /// A family name.
        Family,
        /// A clan or lineage name.
        Lineage,
        /// A title or form of address.
        Title,
        /// What others call the person.
        Nickname,
    }
}

code_list! {
    /// The naming culture, which says how names are compared.
    pub enum Culture {
        /// Somali: a chain of given names, nicknames in daily use.
        Somali,
        /// Habesha, of Ethiopia and Eritrea: given name and father's name.
        Habesha,
        /// Swahili.
        Swahili,
        /// Luhya.
        Luhya,
        /// Luo.
        Luo,
        /// Kalenjin.
        Kalenjin,
        /// Arabic.
        Arabic,
        /// English.
        English,
        /// Another one, or not known.
        Other,
    }
}

code_list! {
    /// The script a name is recorded in.
    pub enum Script {
        /// Latin letters.
        Latin,
        /// Ethiopic letters (Ge'ez).
        Ethiopic,
        /// Arabic letters.
        Arabic,
        /// Another script, or several.
        Other,
    }
}

impl Script {
    /// The script all letters of a text share.
    fn of(text: &str) -> Self {
        let mut scripts = text.chars().filter(|c| c.is_alphabetic()).map(Self::of_letter);
        match scripts.next() {
            Some(first) if scripts.all(|script| script == first) => first,
            _ => Self::Other,
        }
    }

    /// The script of a letter by its Unicode block.
    fn of_letter(c: char) -> Self {
        match c {
            'A'..='Z'
            | 'a'..='z'
            | '\u{AA}'..='\u{24F}'
            | '\u{2B0}'..='\u{2FF}'
            | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\u{1200}'..='\u{139F}' | '\u{2D80}'..='\u{2DDF}' | '\u{AB00}'..='\u{AB2F}' => {
                Self::Ethiopic
            }
            '\u{600}'..='\u{6FF}'
            | '\u{750}'..='\u{77F}'
            | '\u{870}'..='\u{8FF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}' => Self::Arabic,
            _ => Self::Other,
        }
    }
}

/// One part of a name: 1 to 100 printable characters.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredPart")]
pub struct NamePart {
    kind: NamePartKind,
    value: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "NamePart")]
struct StoredPart {
    kind: NamePartKind,
    value: String,
}

impl NamePart {
    /// A part of a name.
    pub fn try_new(kind: NamePartKind, value: &str) -> Result<Self, ValueError> {
        Ok(Self { kind, value: name_text(value, 100)? })
    }

    /// What the part is.
    pub fn kind(&self) -> NamePartKind {
        self.kind
    }

    /// The part itself.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl TryFrom<StoredPart> for NamePart {
    type Error = ValueError;

    fn try_from(stored: StoredPart) -> Result<Self, ValueError> {
        Self::try_new(stored.kind, &stored.value)
    }
}

/// A name as it was recorded (1 to 200 printable characters in Unicode NFC), with its parts where
/// they are known. The script is found from the letters.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredName")]
pub struct PersonName {
    full_as_recorded: String,
    script: Script,
    parts: Vec<NamePart>,
    culture: Culture,
    transliterations: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "PersonName")]
struct StoredName {
    full_as_recorded: String,
    script: Script,
    #[serde(default)]
    parts: Vec<NamePart>,
    culture: Culture,
    /// The same name in other spellings or scripts.
    #[serde(default)]
    transliterations: Vec<String>,
}

impl PersonName {
    /// Reads a name whose parts and culture are not known.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::try_new(text, Culture::Other, Vec::new(), &[])
    }

    /// A name with its culture, at most 16 parts and at most 16 other spellings.
    pub fn try_new(
        full_as_recorded: &str,
        culture: Culture,
        parts: Vec<NamePart>,
        transliterations: &[&str],
    ) -> Result<Self, ValueError> {
        if parts.len() > 16 || transliterations.len() > 16 {
            return Err(ValueError::NameTooManyParts);
        }
        let full_as_recorded = name_text(full_as_recorded, 200)?;
        let script = Script::of(&full_as_recorded);
        let transliterations =
            transliterations.iter().map(|text| name_text(text, 200)).collect::<Result<_, _>>()?;
        Ok(Self { full_as_recorded, script, parts, culture, transliterations })
    }

    /// The name as it was recorded.
    pub fn full_as_recorded(&self) -> &str {
        &self.full_as_recorded
    }

    /// The script it is recorded in.
    pub fn script(&self) -> Script {
        self.script
    }

    /// Its parts, in their order.
    pub fn parts(&self) -> &[NamePart] {
        &self.parts
    }

    /// The first part of a kind.
    pub fn part(&self, kind: NamePartKind) -> Option<&str> {
        self.parts.iter().find(|part| part.kind == kind).map(NamePart::value)
    }

    /// The naming culture.
    pub fn culture(&self) -> Culture {
        self.culture
    }

    /// Other spellings of it.
    pub fn transliterations(&self) -> &[String] {
        &self.transliterations
    }
}

impl TryFrom<StoredName> for PersonName {
    type Error = ValueError;

    fn try_from(stored: StoredName) -> Result<Self, ValueError> {
        let StoredName { full_as_recorded, script, parts, culture, transliterations } = stored;
        let transliterations: Vec<&str> = transliterations.iter().map(String::as_str).collect();
        let name = Self::try_new(&full_as_recorded, culture, parts, &transliterations)?;
        if name.script != script {
            return Err(ValueError::NameScript);
        }
        Ok(name)
    }
}

impl std::str::FromStr for PersonName {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

fn name_text(text: &str, longest: usize) -> Result<String, ValueError> {
    let name = printable(text, longest).map_err(|unfit| match unfit {
        Unfit::Empty => ValueError::NameEmpty,
        Unfit::Unprintable => ValueError::NameControlCharacter,
        Unfit::TooLong => ValueError::NameTooLong,
    })?;
    if name.chars().any(char::is_alphabetic) { Ok(name) } else { Err(ValueError::NameEmpty) }
}

redacted!(NamePart, PersonName);

#[cfg(test)]
mod tests;
