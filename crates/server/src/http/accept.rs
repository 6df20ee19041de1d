//! Which form of answer a client accepts (RFC 9110 12.5.1), of those that GraphQL over HTTP has.

use axum::http::{HeaderMap, header};

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `application/graphql-response+json`: the status tells how it went.
    GraphQl,
    /// `application/json`: 200 for any well-formed GraphQL response.
    Json,
    /// `text/event-stream`: a stream of results.
    Events,
}

impl Form {
    /// The form a client likes best, by weight and then by the order it names them in; without
    /// an `Accept` header JSON; none when it accepts no form there is.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let values = headers.get_all(header::ACCEPT).iter();
        let mut best: Option<(Self, u16)> = None;
        for range in values.filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','))
        {
            let mut parts = range.split(';').map(str::trim);
            let Some(form) = parts.next().and_then(Self::of_range) else { continue };
            let weight = parts.find_map(weight).unwrap_or(1000);
            if weight > 0 && best.is_none_or(|(_, known)| weight > known) {
                best = Some((form, weight));
            }
        }
        best.map(|(form, _)| form)
    }

    /// The `Content-Type` of an answer in this form.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Events => "text/event-stream",
        }
    }

    fn of_range(range: &str) -> Option<Self> {
        match range.to_ascii_lowercase().as_str() {
            "application/graphql-response+json" => Some(Self::GraphQl),
            "application/json" | "application/*" | "*/*" => Some(Self::Json),
            "text/event-stream" => Some(Self::Events),
            _ => None,
        }
    }
}

/// The weight of `q=0.8`, in thousandths.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let digits = format!("{whole}{fraction:0<3}");
    digits.parse::<u16>().ok().map(|weight| weight.min(1000))
}

/// Whether a request says that its body is JSON in UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
        && parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Form, is_json};

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_form_with_the_highest_weight_is_chosen_and_of_equals_the_first() {
        for (accept, form) in [
            ("application/json", Some(Form::Json)),
            ("application/graphql-response+json", Some(Form::GraphQl)),
            ("*/*", Some(Form::Json)),
            ("text/html, application/*;q=0.5", Some(Form::Json)),
            ("text/event-stream", Some(Form::Events)),
            ("application/json;q=0.9, application/graphql-response+json", Some(Form::GraphQl)),
            (
                "application/graphql-response+json, application/json, text/event-stream",
                Some(Form::GraphQl),
            ),
            ("APPLICATION/JSON; charset=utf-8", Some(Form::Json)),
            ("application/json;q=0", None),
            ("text/html", None),
            ("", None),
        ] {
            assert_eq!(Form::accepted(&headers(header::ACCEPT, accept)), form, "{accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_json() {
        for (kind, json) in [
            ("application/json", true),
            ("application/json; charset=UTF-8", true),
            ("application/json;charset=\"utf-8\"", true),
            ("application/json; charset=latin1", false),
            ("text/plain", false),
            ("multipart/form-data; boundary=x", false),
            ("application/x-www-form-urlencoded", false),
            ("application/graphql", false),
        ] {
            assert_eq!(is_json(&headers(header::CONTENT_TYPE, kind)), json, "{kind}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }

    #[test]
    fn a_client_that_says_nothing_gets_json() {
        assert_eq!(Form::accepted(&HeaderMap::new()), Some(Form::Json));
    }
}
