//! Who somebody is, in and out: names and birth dates.

use async_graphql::{InputObject, Object};
use mpaka_domain::value::{
    self, BirthBasis, BirthPrecision, Calendar, Culture, NamePartKind, Script,
};

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};
use crate::scalar::Date;

code_lists! {
    Script = "NameScript", "The script that a name is written in.";
    BirthBasis = "BirthDateBasis", "What a birth date rests on.";
    BirthPrecision = "BirthDatePrecision", "How exactly a birth date is known.";
}

/// A person's name.
pub struct PersonName(pub value::PersonName);

/// A person's name.
#[Object]
impl PersonName {
    /// The name as it was recorded.
    async fn full(&self) -> &str {
        self.0.full_as_recorded()
    }

    /// The script it is written in.
    async fn script(&self) -> Code<Script> {
        Code(self.0.script())
    }

    /// The naming custom that it follows.
    async fn culture(&self) -> Code<Culture> {
        Code(self.0.culture())
    }

    /// Its parts, where they are known.
    async fn parts(&self) -> Vec<NamePart> {
        self.0.parts().iter().cloned().map(NamePart).collect()
    }

    /// The same name in other scripts.
    async fn transliterations(&self) -> &[String] {
        self.0.transliterations()
    }
}

/// A part of a name.
pub struct NamePart(pub value::NamePart);

/// A part of a name.
#[Object]
impl NamePart {
    /// What it is.
    async fn kind(&self) -> Code<NamePartKind> {
        Code(self.0.kind())
    }

    /// The part itself.
    async fn value(&self) -> &str {
        self.0.value()
    }
}

/// When a person was born, as far as it is known.
pub struct BirthDate(pub value::BirthDate);

/// When a person was born, as far as it is known.
#[Object]
impl BirthDate {
    /// The first day it can have been.
    async fn earliest(&self) -> Date {
        self.0.earliest().into()
    }

    /// The last day it can have been.
    async fn latest(&self) -> Date {
        self.0.latest().into()
    }

    /// How exactly it is known.
    async fn precision(&self) -> Code<BirthPrecision> {
        Code(self.0.precision())
    }

    /// What it rests on.
    async fn basis(&self) -> Code<BirthBasis> {
        Code(self.0.basis())
    }

    /// The calendar that it was stated in.
    async fn calendar(&self) -> Code<Calendar> {
        Code(self.0.calendar())
    }

    /// The words in which it was stated, where it was a statement.
    async fn as_stated(&self) -> Option<&str> {
        self.0.as_stated()
    }

    /// It is the first of January, which offices write where only the year is known.
    async fn default_jan_first(&self) -> bool {
        self.0.default_jan_first()
    }
}

/// When a person was born, as far as it is known.
#[derive(InputObject)]
pub struct BirthDateInput {
    /// A day (`2003-01-09`), month (`2003-01`), year (`2003`), an interval of two (`1999/2003`), or a
    /// date as it was stated (`1 Tir 1995 EC`).
    pub value: String,
    /// What it rests on.
    pub basis: Code<BirthBasis>,
}

impl BirthDateInput {
    /// Reads the birth date.
    pub fn read(&self) -> Result<value::BirthDate, UserError> {
        value::BirthDate::parse(&self.value, self.basis.0).at("value")
    }
}
