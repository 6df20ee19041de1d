//! What a file is, by its first bytes; never by its name or by what is said of it.

/// The media type of what nothing is known of (RFC 2046 section 4.5.1).
const UNKNOWN: &str = "application/octet-stream";
/// How many bytes are looked at; the signatures that are known lie within.
const LOOKED_AT: usize = 64 * 1024;

/// The media type (RFC 6838) that a file's first bytes show. Signatures only: nothing is parsed.
pub fn media_type(start: &[u8]) -> &'static str {
    let start = start.get(..LOOKED_AT).unwrap_or(start);
    match infer::get(start) {
        Some(kind) => kind.mime_type(),
        None if is_text(start) => "text/plain",
        None => UNKNOWN,
    }
}

/// Whether the bytes are UTF-8 without control characters, but for a character cut off at the end.
fn is_text(start: &[u8]) -> bool {
    let whole = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    !whole.is_empty() && whole.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn the_first_bytes_show_what_a_file_is() {
        for (start, kind) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
            (b"PK\x03\x04\x14\x00", "application/zip"),
            (b"SQLite format 3\x00", "application/vnd.sqlite3"),
            (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
            (b"\x1f\x8b\x08\x00", "application/gzip"),
            (b"Habari ya \xe2\x80", "text/plain"),
            (b"\x00\x01\x02\x03", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(media_type(start), kind, "{}", String::from_utf8_lossy(start));
        }
    }
}
