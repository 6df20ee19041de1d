//! A right token, and all that can be done to one: nobody is signed in by it, and each is told no more
//! than its bearer may know.

use jsonwebtoken::crypto::sign as sign_bytes;

use super::*;

/// A token of raw parts, signed by the issuer's key whatever its header says.
fn raw(header: &str, claims: &str) -> String {
    let content = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = sign_bytes(content.as_bytes(), &ed_key(), Algorithm::EdDSA).unwrap();
    format!("{content}.{signature}")
}

fn raw_header(header: &Value) -> String {
    raw(&header.to_string(), &claims().to_string())
}

fn sign(header: &Header, key: &EncodingKey) -> String {
    encode(header, &claims(), key).unwrap()
}

fn ed() -> Header {
    header(Algorithm::EdDSA, "ed")
}

/// The right token in its three parts.
fn parts() -> [String; 3] {
    let token = signed(&claims());
    let parts: Vec<_> = token.split('.').map(str::to_owned).collect();
    parts.try_into().unwrap()
}

/// How the header can be wrong.
fn headers() -> Vec<(&'static str, AuthError, String)> {
    use AuthError::{Invalid, Unsigned};
    let [_, body, signature] = parts();
    let unsigned = |alg: &str, signature: &str| {
        let header = URL_SAFE_NO_PAD.encode(json!({ "alg": alg, "kid": "ed" }).to_string());
        format!("{header}.{body}.{signature}")
    };
    let typed = |kind: &str| raw_header(&json!({ "alg": "EdDSA", "kid": "ed", "typ": kind }));
    let extended = |name: &str, value: Value| {
        let mut header = json!({ "alg": "EdDSA", "kid": "ed" });
        header[name] = value;
        raw_header(&header)
    };
    let public_key = EncodingKey::from_secret(&bytes(ED_X));
    let public_text = EncodingKey::from_secret(ed_jwk("ed").to_string().as_bytes());
    let listed = EncodingKey::from_secret(b"secret");
    let stranger = key_of_seed(&[7; 32]);
    let stranger_jwk =
        jsonwebtoken::jwk::Jwk::from_encoding_key(&stranger, Algorithm::EdDSA).unwrap();
    vec![
        ("alg none, no signature", Unsigned, unsigned("none", "")),
        ("alg none, kept signature", Unsigned, unsigned("none", &signature)),
        ("alg NoNe", Unsigned, unsigned("NoNe", "")),
        ("an empty alg", Unsigned, unsigned("", &signature)),
        ("alg eddsa in small letters", Unsigned, unsigned("eddsa", &signature)),
        ("HS256 with the public key", Unsigned, sign(&header(Algorithm::HS256, "ed"), &public_key)),
        (
            "HS256 with the listed key",
            Unsigned,
            sign(&header(Algorithm::HS256, "ed"), &public_text),
        ),
        ("HS512 with the public key", Unsigned, sign(&header(Algorithm::HS512, "ed"), &public_key)),
        (
            "HS256 with a listed secret",
            Unsigned,
            sign(&header(Algorithm::HS256, "shared"), &listed),
        ),
        ("RS384", Unsigned, unsigned("RS384", &signature)),
        ("RS256 with a key of EdDSA", Invalid, unsigned("RS256", &signature)),
        ("ES256 with a key of EdDSA", Invalid, sign(&header(Algorithm::ES256, "ed"), &ec_key())),
        ("EdDSA with a key of ES256", Invalid, sign(&header(Algorithm::EdDSA, "ec"), &ed_key())),
        ("no alg", Invalid, raw_header(&json!({ "kid": "ed" }))),
        ("an alg that is no text", Invalid, raw_header(&json!({ "alg": ["EdDSA"], "kid": "ed" }))),
        (
            "two algs",
            Invalid,
            raw(r#"{"alg":"none","alg":"EdDSA","kid":"ed"}"#, &claims().to_string()),
        ),
        (
            "two kids",
            Invalid,
            raw(r#"{"alg":"EdDSA","kid":"no","kid":"ed"}"#, &claims().to_string()),
        ),
        ("another key", Invalid, sign(&ed(), &stranger)),
        ("another key, brought along", Invalid, {
            sign(&Header { jwk: Some(stranger_jwk), ..ed() }, &stranger)
        }),
        ("another key, named by address", Invalid, {
            sign(&Header { jku: Some("https://elsewhere.example/jwks".into()), ..ed() }, &stranger)
        }),
        ("an unknown kid", Invalid, sign(&header(Algorithm::EdDSA, "new"), &ed_key())),
        ("a kid that is a path", Invalid, sign(&header(Algorithm::EdDSA, "../ed"), &ed_key())),
        ("an empty kid", Invalid, sign(&header(Algorithm::EdDSA, ""), &ed_key())),
        ("a kid that is no text", Invalid, raw_header(&json!({ "alg": "EdDSA", "kid": 1 }))),
        ("no kid", Invalid, sign(&Header::new(Algorithm::EdDSA), &ed_key())),
        ("the kid of a secret", Invalid, sign(&header(Algorithm::EdDSA, "shared"), &ed_key())),
        ("a logout token", Invalid, typed("logout+jwt")),
        ("a proof of possession", Invalid, typed("dpop+jwt")),
        ("an answer about a token", Invalid, typed("token-introspection+jwt")),
        ("a critical extension", Invalid, extended("crit", json!(["exp"]))),
        ("an empty list of critical extensions", Invalid, extended("crit", json!([]))),
        ("an unencoded payload", Invalid, {
            raw_header(&json!({ "alg": "EdDSA", "kid": "ed", "b64": false, "crit": ["b64"] }))
        }),
        ("encrypted", Invalid, extended("enc", json!("A128GCM"))),
        ("compressed", Invalid, extended("zip", json!("DEF"))),
        ("a header that is a list", Invalid, raw("[]", &claims().to_string())),
        ("a header that is no JSON", Invalid, raw("EdDSA", &claims().to_string())),
    ]
}

/// How the form can be wrong.
fn forms() -> Vec<(&'static str, AuthError, String)> {
    use AuthError::{Invalid, TooLong, Unsigned};
    let [head, body, signature] = parts();
    let role = |role: &str| URL_SAFE_NO_PAD.encode(changed(json!({ "role": role })).to_string());
    let supervisor = role("SUPERVISOR");
    let (start, end) = signature.split_at(40);
    let altered = format!(
        "{start}{}",
        end.replacen(|_: char| true, if end.starts_with('A') { "B" } else { "A" }, 1)
    );
    // The last sign holds two bits of the signature, and four that must be zero.
    let (most, last) = signature.split_at(signature.len() - 1);
    let spare = char::from(last.as_bytes()[0] + 1);
    vec![
        ("empty", Invalid, String::new()),
        ("no token", Invalid, "a.b.c".to_owned()),
        ("dots", Invalid, "..".to_owned()),
        ("one part", Invalid, head.clone()),
        ("two parts", Invalid, format!("{head}.{body}")),
        ("no signature", Invalid, format!("{head}.{body}.")),
        (
            "no header",
            Unsigned,
            format!("{}.{body}.{signature}", URL_SAFE_NO_PAD.encode(r#"{"alg":""}"#)),
        ),
        ("no claims", Invalid, format!("{head}..{signature}")),
        ("the header twice", Invalid, format!("{head}.{head}.{body}.{signature}")),
        ("the claims twice", Invalid, format!("{head}.{body}.{body}.{signature}")),
        ("the signature twice", Invalid, format!("{head}.{body}.{signature}.{signature}")),
        (
            "five parts, as if encrypted",
            Invalid,
            format!("{head}.{body}.{signature}.{body}.{head}"),
        ),
        ("a cut signature", Invalid, {
            format!("{head}.{body}.{}", signature.get(..signature.len() - 4).unwrap())
        }),
        ("an altered signature", Invalid, format!("{head}.{body}.{altered}")),
        ("the signature in other words", Invalid, format!("{head}.{body}.{most}{spare}")),
        ("a signature of zeros", Invalid, {
            format!("{head}.{body}.{}", URL_SAFE_NO_PAD.encode([0; 64]))
        }),
        ("another's signature", Invalid, {
            let other = with(json!({ "sub": "otieno" }));
            format!("{head}.{body}.{}", other.rsplit_once('.').unwrap().1)
        }),
        ("other claims under the signature", Invalid, format!("{head}.{supervisor}.{signature}")),
        ("padded", Invalid, format!("{head}=.{body}=.{signature}=")),
        ("garbage for Base64", Invalid, format!("{head}.{body}.!!!!")),
        ("garbage for claims", Invalid, format!("{head}.%%%%.{signature}")),
        ("a space within", Invalid, format!("{head}. {body}.{signature}")),
        ("too long", TooLong, with(json!({ "filler": "x".repeat(9000) }))),
        ("too long and not signed", TooLong, format!("{head}.{}.", "x".repeat(9000))),
    ]
}

/// How the claims can be wrong under the issuer's signature, by what is told of it.
fn contents() -> Vec<(&'static str, AuthError, Value)> {
    use AuthError::{Expired, Invalid, NotYet, OtherAudience, Unknown};
    vec![
        ("expired", Expired, json!({ "exp": now() - 3600 })),
        ("expired long ago", Expired, json!({ "exp": 0 })),
        ("no end", Invalid, json!({ "exp": null })),
        ("an end that is no number", Invalid, json!({ "exp": "tomorrow" })),
        ("an end before all time", Invalid, json!({ "exp": -1 })),
        ("an end after all time", Invalid, json!({ "exp": i64::MAX })),
        ("an end after all numbers", Invalid, json!({ "exp": 1e300 })),
        ("an end a little before all time", Invalid, json!({ "exp": -1.5 })),
        ("not yet valid", NotYet, json!({ "nbf": now() + 3600 })),
        ("a beginning that is no number", Invalid, json!({ "nbf": "tomorrow" })),
        ("another issuer", Invalid, json!({ "iss": "https://elsewhere.example" })),
        ("the issuer with a slash", Invalid, json!({ "iss": format!("{ISSUER}/") })),
        ("no issuer", Invalid, json!({ "iss": null })),
        ("another audience", OtherAudience, json!({ "aud": "payroll" })),
        ("other audiences", OtherAudience, json!({ "aud": ["payroll", "mpaka2"] })),
        ("no audience", OtherAudience, json!({ "aud": null })),
        ("no audiences", OtherAudience, json!({ "aud": [] })),
        ("another audience, of nobody's agency", OtherAudience, {
            json!({ "aud": "payroll", "agency": null, "role": null })
        }),
        ("expired, of nobody's agency", Expired, json!({ "exp": now() - 3600, "agency": null })),
        ("no subject", Invalid, json!({ "sub": null })),
        ("a subject that is no text", Invalid, json!({ "sub": 7 })),
        ("an empty subject", Unknown, json!({ "sub": "" })),
        ("no agency", Unknown, json!({ "agency": null })),
        ("an agency of no country", Unknown, json!({ "agency": "XX-NOWHERE" })),
        ("no role", Unknown, json!({ "role": null })),
        ("an unknown role", Unknown, json!({ "role": "ADMIN" })),
        ("the service's own role", Unknown, json!({ "role": "SYSTEM" })),
        ("two roles", Unknown, json!({ "role": ["AUDITOR", "SUPERVISOR"] })),
        ("a malformed compartment", Unknown, json!({ "compartments": ["*"] })),
        ("compartments that are no list", Unknown, json!({ "compartments": "PROTECTION" })),
    ]
}

#[tokio::test]
async fn a_mutated_token_signs_nobody_in() {
    let signed = contents().into_iter().map(|(what, error, claims)| (what, error, with(claims)));
    let mutations: Vec<_> = headers().into_iter().chain(forms()).chain(signed).collect();
    assert!(mutations.len() >= 80, "{} mutations", mutations.len());
    for (what, error, token) in mutations {
        let told = verifier().token(&token).await.map(|_| ());
        assert_eq!(told, Err(error), "{what}");
    }
}

#[tokio::test]
async fn claims_that_are_there_twice_sign_nobody_in() {
    let claims = claims().to_string();
    let twice = |name: &str, value: &str| {
        let claims = claims.strip_prefix('{').unwrap();
        raw(
            &json!({ "alg": "EdDSA", "kid": "ed" }).to_string(),
            &format!("{{\"{name}\":{value},{claims}"),
        )
    };
    assert!(
        verifier().token(&twice("unknown", "1")).await.is_ok(),
        "the table's own token is right"
    );
    for (name, value, error) in [
        ("role", "\"SUPERVISOR\"", AuthError::Unknown),
        ("agency", "\"UK-NMC\"", AuthError::Unknown),
        ("sub", "\"otieno\"", AuthError::Invalid),
        ("aud", "\"mpaka\"", AuthError::Invalid),
        ("exp", "4102444800", AuthError::Invalid),
    ] {
        let told = verifier().token(&twice(name, value)).await.map(|_| ());
        assert_eq!(told, Err(error), "{name}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_claims_is_told_only_of_those_that_the_issuer_signed() {
    for (what, _, claims) in contents() {
        let forged = encode(&ed(), &changed(claims), &key_of_seed(&[7; 32])).unwrap();
        let told = verifier().token(&forged).await.map(|_| ());
        assert_eq!(told, Err(AuthError::Invalid), "{what}");
    }
}

#[test]
fn each_error_has_words_of_its_own_and_tells_no_configuration() {
    use AuthError::{
        Expired, Invalid, Missing, NotYet, OtherAudience, TooLong, Unavailable, Unknown, Unsigned,
    };
    let unavailable = Unavailable { retry_after: 7 };
    let all =
        [Missing, TooLong, Unsigned, Invalid, OtherAudience, Expired, NotYet, Unknown, unavailable];
    let words: std::collections::BTreeSet<_> = all.iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), all.len());
    for words in words {
        assert!(!words.contains("issuer.example") && !words.contains("kid"), "{words}");
    }
}
