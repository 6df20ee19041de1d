//! Why a text is not a value, in words that say what to correct.

/// A reason for which a value is refused. The message names the format and what to do; it never
/// repeats the input, which may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ValueError {
    #[error(
        "a time is written by ISO 8601, such as 2026-01-12T01:40+03:00, 2026-01-12, 2026-01 or 2026-01-10/2026-01-22"
    )]
    TimeFormat,
    #[error("this date does not exist in its calendar; check year, month and day")]
    TimeNoSuchDate,
    #[error("this hour does not exist; hours run from 00:00:00 to 23:59:59")]
    TimeNoSuchHour,
    #[error("an offset from UTC is written like +03:00 and is at most 14 hours")]
    TimeOffset,
    #[error("this time is too far away to be recorded; check the year")]
    TimeOutOfRange,
    #[error(
        "the bounds do not fit the precision; give the period its own first and last moment, or the precision RANGE"
    )]
    TimePrecision,
    #[error("the end lies before the beginning; exchange them or correct one")]
    TimeReversed,
    #[error("a stated time needs a date with its year, such as 4 Tir 2018 EC or 14 January 2026")]
    TimeStatedDate,
    #[error(
        "a stated hour is 1 to 12 with the part of the day it is said of, such as 8 at night or saa nane usiku"
    )]
    TimeStatedHour,
    #[error("the words of a stated time are 1 to 200 printable characters")]
    TimeStatedText,
    #[error(
        "a word of the stated time is not understood or said twice; write it like 8 at night, 4 Tir 2018 EC, or give bounds"
    )]
    TimeStatedWord,

    #[error("a birth date is a day, a month, a year or a range of days, without an hour")]
    BirthDateFormat,
    #[error("this birth date cannot be that of a person in a case; check the year")]
    BirthDateImplausible,

    #[error("a name has a control or hidden character in it; type it again instead of pasting it")]
    NameControlCharacter,
    #[error("a name has at least one letter")]
    NameEmpty,
    #[error("the script of the name is not the one its letters have")]
    NameScript,
    #[error("a name has at most 200 characters, a part of it at most 100")]
    NameTooLong,
    #[error("a name has at most 16 parts and 16 other spellings")]
    NameTooManyParts,

    #[error(
        "a phone number has only digits after the +, with spaces, hyphens or dots between them"
    )]
    MsisdnCharacters,
    #[error("a phone number starts with a country code, which is never 0, such as +254")]
    MsisdnCountryCode,
    #[error("a phone number has 7 to 15 digits with its country code (E.164)")]
    MsisdnLength,
    #[error("a phone number is written with its country code, such as +254 or 00254 in front")]
    MsisdnPrefix,
    #[error(
        "an IMEI is 15 digits whose last is a check digit, and it does not fit; compare the number with its source"
    )]
    ImeiCheckDigit,
    #[error("an IMEI is 15 digits; of a longer IMEISV leave out the software version")]
    ImeiFormat,
    #[error("an IMSI is 14 or 15 digits")]
    ImsiFormat,
    #[error("a SIM card number (ICCID) is 18 to 20 digits that begin with 89")]
    IccidFormat,

    #[error("a plate is 2 to 12 letters and digits, with spaces or hyphens between them")]
    PlateFormat,
    #[error("a vehicle identification number is 17 letters and digits")]
    VinFormat,
    #[error("a vehicle identification number has no letter I, O or Q; read 1 or 0 instead")]
    VinLetter,
    #[error(
        "an IMO number is 7 digits whose last is a check digit, and it does not fit; compare the number with its source"
    )]
    ImoNumberCheckDigit,
    #[error("an IMO number is 7 digits, with or without IMO in front")]
    ImoNumberFormat,

    #[error("a document number is 3 to 24 letters and digits")]
    DocumentNumberFormat,
    #[error(
        "the document number is not the one in the machine-readable zone; compare both with the document"
    )]
    DocumentNumberMrzMismatch,
    #[error("the machine-readable zone has capitals A to Z, digits and < only")]
    MrzCharacters,
    #[error(
        "the machine-readable zone has 2 lines of 44 or 36 characters or 3 lines of 30, or is the second line of a passport alone; copy every <"
    )]
    MrzLines,
    #[error(
        "a date in the machine-readable zone is not of the form YYMMDD; compare it with the document"
    )]
    MrzDate,
    #[error("the sex in the machine-readable zone is M, F or <; compare it with the document")]
    MrzSex,
    #[error(
        "the check digit of the document number in the machine-readable zone does not fit; compare the number with the document"
    )]
    MrzDocumentNumberCheckDigit,
    #[error(
        "the check digit of the date of birth in the machine-readable zone does not fit; compare the date with the document"
    )]
    MrzBirthDateCheckDigit,
    #[error(
        "the check digit of the date of expiry in the machine-readable zone does not fit; compare the date with the document"
    )]
    MrzExpiryDateCheckDigit,
    #[error(
        "the check digit of the personal number in the machine-readable zone does not fit; compare the number with the document"
    )]
    MrzPersonalNumberCheckDigit,
    #[error(
        "the last check digit of the machine-readable zone, over all numbers, does not fit; compare the line with the document"
    )]
    MrzCompositeCheckDigit,

    #[error("an IBAN is a country, two check digits and 11 to 30 letters and digits")]
    IbanFormat,
    #[error("the check digits of the IBAN do not fit; compare it with its source")]
    IbanCheckDigits,
    #[error(
        "a United Kingdom account is a sort code and an account number, such as 00-00-00/00041778"
    )]
    UkAccountFormat,
    #[error(
        "a bank account is an IBAN or a United Kingdom account; give any other with its country and bank"
    )]
    BankAccountFormat,
    #[error(
        "a bank is named in 1 to 80 printable characters, and its account number is 4 to 30 letters and digits"
    )]
    DomesticAccountFormat,
    #[error("the operator of mobile money is named in 2 to 40 letters and digits")]
    MobileMoneyOperator,
    #[error("a till or pay bill number is 4 to 10 digits")]
    MobileMoneyNumber,
    #[error("a hawala dealer is named in 1 to 80 printable characters")]
    HawalaDealer,
    #[error("a hawala code is 2 to 40 letters, digits, slashes and hyphens")]
    HawalaCode,

    #[error("an online platform is named in 1 to 40 letters and digits")]
    HandlePlatform,
    #[error(
        "an online handle is 1 to 100 characters without spaces and slashes; leave out the address of the platform"
    )]
    HandleFormat,
    #[error(
        "a crypto address is 8 to 128 letters and digits of its chain; an Ethereum address is 0x and 40 hexadecimal digits"
    )]
    CryptoAddressFormat,
    #[error("the perceptual hash of an advert is 16 hexadecimal digits")]
    AdvertPhashFormat,

    #[error("a latitude lies between -90 and 90, a longitude between -180 and 180 degrees")]
    PointBounds,
    #[error(
        "a point is written as latitude, comma, longitude in degrees, such as -1.2843, 36.8252"
    )]
    PointFormat,
    #[error("a place is named in 1 to 200 printable characters")]
    PlaceName,
    #[error("the subdivision is not part of the country of the place; correct one of them")]
    PlaceSubdivision,

    #[error("a country is an ISO 3166-1 code, such as KE, UG or GB")]
    CountryUnknown,
    #[error("the country of a subdivision is an ISO 3166-1 code, such as KE in KE-43")]
    SubdivisionCountry,
    #[error("a subdivision is an ISO 3166-2 code, such as KE-43 or UG-202")]
    SubdivisionFormat,
    #[error("a language is a BCP 47 tag, such as sw, am or en-GB")]
    LanguageFormat,
    #[error("a currency is an ISO 4217 code, such as KES, USD or CNY")]
    CurrencyUnknown,

    #[error("only amounts of one currency can be added")]
    MoneyCurrenciesDiffer,
    #[error("an amount needs its currency, such as 640000 KES")]
    MoneyCurrencyMissing,
    #[error("the amount has more decimals than its currency")]
    MoneyDecimals,
    #[error("an amount is digits with a decimal point, such as 640 000 KES or USD 1200.50")]
    MoneyFormat,
    #[error("an amount is not negative; record who paid whom instead")]
    MoneyNegative,
    #[error("the amount is too large to be recorded; check the digits")]
    MoneyTooLarge,

    #[error("a digest is named by its algorithm: SHA256, SHA1, MD5 or BLAKE3")]
    HashAlgorithmUnknown,
    #[error("a digest has hexadecimal digits only")]
    HashCharacters,
    #[error(
        "a digest has 64 hexadecimal digits for SHA256 and BLAKE3, 40 for SHA1, 32 for MD5; copy it whole"
    )]
    HashLength,
    #[error(
        "an exhibit mark is initials and a number, such as JM/1, with derived ones after it, such as MB/2/T1"
    )]
    ExhibitRefFormat,
    #[error("a seal number is 3 to 24 letters, digits and hyphens, as printed on the seal")]
    SealNumberFormat,

    #[error(
        "a file reference is 3 to 40 letters, digits, slashes and hyphens, such as TOCU/2026/0117"
    )]
    InvestigationReferenceFormat,
    #[error(
        "a unique reference number is 3 to 40 letters, digits, slashes and hyphens, such as TOCU/IR/2026/0041"
    )]
    UrnFormat,
    #[error(
        "a nominal's reference is 3 to 40 letters, digits, slashes and hyphens, such as TOCU/N/2026/0007; it names nobody"
    )]
    NominalReferenceFormat,
    #[error("a victim's alias is VIC, country, year and number, such as VIC-KE-2026-0042")]
    VictimAliasFormat,
    #[error("a legal basis names its act or treaty in 1 to 160 printable characters")]
    LegalBasisInstrument,
    #[error("a legal basis names its section or article in 1 to 60 printable characters")]
    LegalBasisProvision,

    #[error("a grade is two codes of its scheme, the source first, such as 2B or B2")]
    GradeFormat,
    #[error("the scheme has no such grade of information")]
    GradeInformation,
    #[error("the scheme has no such grade of source")]
    GradeSource,
}

impl ValueError {
    /// The reason as a stable code, such as `IMEI_CHECK_DIGIT`.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_a_stable_code() {
        assert_eq!(ValueError::ImeiCheckDigit.code(), "IMEI_CHECK_DIGIT");
        assert_eq!(ValueError::MrzBirthDateCheckDigit.code(), "MRZ_BIRTH_DATE_CHECK_DIGIT");
    }
}
