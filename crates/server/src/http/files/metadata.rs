//! What a request says of an upload: its length, its offset, and the file's particulars.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mpaka_domain::value::{Hash, HashAlgorithm};
use uuid::Uuid;

/// Why a request about an upload cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// No whole number where one must be.
    #[error("the header {0} must be there once and be a whole number of bytes")]
    Number(&'static str),
    /// A length that comes later.
    #[error(
        "say how many bytes the file has, in Upload-Length: a length that comes later is not taken"
    )]
    Deferred,
    /// Particulars that do not read.
    #[error("Upload-Metadata is a list of `key value` with each value in Base64, joined by commas")]
    Metadata,
    /// No exhibit.
    #[error("name the exhibit in Upload-Metadata: `exhibit` and its id in Base64")]
    Exhibit,
    /// A digest that is none.
    #[error("`sha256` in Upload-Metadata is the file's digest in 64 hexadecimal digits, in Base64")]
    Digest,
    /// A command id that is none.
    #[error("the header Idempotency-Key is not a UUID: send the upload's own key")]
    Key,
}

/// The particulars of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// The exhibit.
    pub exhibit: Uuid,
    /// What the file is called; empty when it is not said.
    pub name: String,
    /// Its SHA-256 digest, when it is said.
    pub sha256: Option<Hash>,
}

/// A header that is a whole number.
pub fn number(headers: &HeaderMap, name: &'static str) -> Result<u64, Unread> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Unread::Number(name));
    };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|text| text.parse().ok()).ok_or(Unread::Number(name))
}

/// The length of the file.
pub fn length(headers: &HeaderMap) -> Result<u64, Unread> {
    if headers.contains_key("upload-defer-length") {
        return Err(Unread::Deferred);
    }
    number(headers, "upload-length")
}

/// The id of the upload: one that follows from the request's key, so that the same request sent again
/// begins the same upload; else a new one.
pub fn id(headers: &HeaderMap) -> Result<Uuid, Unread> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(mpaka_persistence::ids::next());
    };
    let key = key.to_str().map_err(|_| Unread::Key)?;
    let key = Uuid::try_parse(key.trim().trim_matches('"')).map_err(|_| Unread::Key)?;
    Ok(Uuid::new_v5(&key, b"mpaka upload"))
}

/// The file's particulars, from `Upload-Metadata`; other keys are not looked at.
pub fn particulars(headers: &HeaderMap) -> Result<Particulars, Unread> {
    let text = match headers.get("upload-metadata") {
        Some(value) => value.to_str().map_err(|_| Unread::Metadata)?,
        None => "",
    };
    let (mut exhibit, mut name, mut sha256) = (None, None, None);
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value.trim()).map_err(|_| Unread::Metadata)?;
        let value = String::from_utf8(value).map_err(|_| Unread::Metadata)?;
        let place = match key {
            "exhibit" => &mut exhibit,
            "filename" => &mut name,
            "sha256" => &mut sha256,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(Unread::Metadata);
        }
    }
    let exhibit = exhibit.and_then(|id| Uuid::try_parse(id.trim()).ok()).ok_or(Unread::Exhibit)?;
    let sha256 = sha256.map(|digest| Hash::try_new(HashAlgorithm::Sha256, &digest)).transpose();
    Ok(Particulars {
        exhibit,
        name: name.unwrap_or_default(),
        sha256: sha256.map_err(|_| Unread::Digest)?,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{Unread, id, length, number, particulars};

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(
            axum::http::HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        )])
    }

    /// The exhibit `00000000-0000-0000-0000-000000000007` in Base64.
    const EXHIBIT: &str = "exhibit MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDA3";

    #[test]
    fn the_particulars_of_a_file_are_read() {
        let text = format!("{EXHIBIT},filename TWVyY3kuemlw, filetype YQ==,is_confidential");
        let read = particulars(&headers("upload-metadata", &text)).unwrap();
        assert_eq!((read.exhibit.as_u128(), read.name.as_str()), (7, "Mercy.zip"));
        assert_eq!(read.sha256, None);
    }

    #[test]
    fn particulars_that_do_not_read_are_refused() {
        for (text, reason) in [
            (String::new(), Unread::Exhibit),
            ("exhibit YQ==".to_owned(), Unread::Exhibit),
            ("exhibit %%".to_owned(), Unread::Metadata),
            (format!("{EXHIBIT},{EXHIBIT}"), Unread::Metadata),
            (format!("{EXHIBIT},sha256 YWJj"), Unread::Digest),
            (format!("{EXHIBIT},filename /w=="), Unread::Metadata),
        ] {
            assert_eq!(particulars(&headers("upload-metadata", &text)), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_number_is_digits_and_there_once() {
        let name = "upload-offset";
        assert_eq!(number(&headers(name, "0"), name), Ok(0));
        for text in ["", "-1", "+1", "1.0", "99999999999999999999", "0x10"] {
            assert_eq!(number(&headers(name, text), name), Err(Unread::Number(name)), "{text}");
        }
        let mut twice = headers(name, "1");
        twice.append(name, HeaderValue::from_static("1"));
        assert_eq!(number(&twice, name), Err(Unread::Number(name)));
        assert_eq!(length(&headers("upload-defer-length", "1")), Err(Unread::Deferred));
    }

    #[test]
    fn the_same_key_begins_the_same_upload() {
        let key = "6f1c1f9e-2f39-4b1b-9a55-0d5b8a6f0001";
        let of = |text: &str| id(&headers("idempotency-key", text));
        assert_eq!(of(key).unwrap(), of(&format!("\"{key}\"")).unwrap());
        assert_eq!(of("once"), Err(Unread::Key));
        assert_ne!(id(&HeaderMap::new()).unwrap(), id(&HeaderMap::new()).unwrap());
    }
}
