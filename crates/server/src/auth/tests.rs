//! Which tokens are let in: the right one, and none of its mutations.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use mpaka_graphql::Clock;
use serde_json::{Value, json};

use super::{AuthError, KeySet, KeySetError, Verifier};

/// The key of RFC 7515 appendix A.3, published there with its private part.
const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const D: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
/// A seed, its public key, and PKCS #8's head: RFC 8037 appendix A.1 and RFC 8410.
const ED_SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const ED_X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn ed_key() -> EncodingKey {
    let head = bytes("MC4CAQAwBQYDK2VwBCIEIA");
    EncodingKey::from_ed_der(&[head, bytes(ED_SEED)].concat())
}

fn ec_key() -> EncodingKey {
    let head = bytes("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg");
    let middle = bytes("oUQDQgAE");
    EncodingKey::from_ec_der(&[head, bytes(D), middle, bytes(X), bytes(Y)].concat())
}

fn verifier() -> Verifier {
    let keys = json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "x": ED_X, "kid": "ed", "use": "sig", "alg": "EdDSA" },
        { "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "ec" },
        { "kty": "oct", "k": "c2VjcmV0", "kid": "shared" },
        { "kty": "AKP", "kid": "from-the-future" },
    ]});
    Verifier::new(KeySet::parse(&keys.to_string()).unwrap(), "https://issuer.example", "mpaka")
}

fn now() -> DateTime<Utc> {
    Clock::system().now()
}

fn header(algorithm: Algorithm, kid: &str) -> Header {
    Header { kid: Some(kid.to_owned()), ..Header::new(algorithm) }
}

fn claims() -> Value {
    json!({
        "iss": "https://issuer.example",
        "aud": "mpaka",
        "sub": "akinyi",
        "exp": (now() + TimeDelta::minutes(5)).timestamp(),
        "nbf": now().timestamp(),
        "agency": "KE-DCI-TOCU",
        "role": "INVESTIGATOR",
        "compartments": ["PROTECTION"],
    })
}

fn signed(claims: &Value) -> String {
    encode(&header(Algorithm::EdDSA, "ed"), claims, &ed_key()).unwrap()
}

/// A token with these claims set, or taken away where the value is null.
fn with(changes: Value) -> String {
    let mut claims = claims();
    let (Value::Object(all), Value::Object(changes)) = (&mut claims, changes) else {
        unreachable!()
    };
    for (name, value) in changes {
        if value.is_null() {
            all.remove(&name)
        } else {
            all.insert(name, value)
        };
    }
    signed(&claims)
}

/// A token of raw parts.
fn raw(header: &Value, signature: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{signature}", part(header), part(&claims()))
}

#[test]
fn a_valid_token_signs_its_bearer_in_until_it_expires() {
    for token in [
        signed(&claims()),
        encode(&header(Algorithm::ES256, "ec"), &claims(), &ec_key()).unwrap(),
        with(json!({ "aud": ["others", "mpaka"] })),
        with(json!({ "nbf": null })),
        with(json!({ "exp": (now() - TimeDelta::seconds(10)).timestamp() })),
    ] {
        let session = verifier().authorization(&format!("Bearer {token}")).unwrap();
        assert_eq!(session.viewer.user.as_str(), "akinyi");
        assert_eq!(session.viewer.agency.as_str(), "KE-DCI-TOCU");
        assert_eq!(session.viewer.role, mpaka_domain::Role::Investigator);
        assert_eq!(session.viewer.compartments.len(), 1);
        assert!(session.expires_at.is_some());
    }
}

#[test]
fn a_mutated_token_signs_nobody_in() {
    let long_ago = (now() - TimeDelta::hours(1)).timestamp();
    let later = (now() + TimeDelta::hours(1)).timestamp();
    let valid = signed(&claims());
    let (content, signature) = valid.rsplit_once('.').unwrap();
    let other_seed =
        EncodingKey::from_ed_der(&[bytes("MC4CAQAwBQYDK2VwBCIEIA"), vec![7; 32]].concat());
    let public_key_as_secret = EncodingKey::from_secret(&bytes(ED_X));
    let typed = |kind: &str| Header { typ: Some(kind.into()), ..header(Algorithm::EdDSA, "ed") };
    let critical = Header { crit: Some(vec!["exp".into()]), ..header(Algorithm::EdDSA, "ed") };
    let sign = |header: &Header, key: &EncodingKey| encode(header, &claims(), key).unwrap();

    for (mutation, token) in [
        ("empty", String::new()),
        ("not a token", "a.b.c".to_owned()),
        ("alg none, no signature", raw(&json!({ "alg": "none", "kid": "ed" }), "")),
        ("alg none, kept signature", raw(&json!({ "alg": "none", "kid": "ed" }), signature)),
        ("alg NoNe", raw(&json!({ "alg": "NoNe", "kid": "ed" }), "")),
        ("HS256 with the public key", sign(&header(Algorithm::HS256, "ed"), &public_key_as_secret)),
        (
            "HS256 with a listed secret",
            sign(&header(Algorithm::HS256, "shared"), &EncodingKey::from_secret(b"secret")),
        ),
        ("another key's id", sign(&header(Algorithm::EdDSA, "ec"), &ed_key())),
        ("another key", sign(&header(Algorithm::EdDSA, "ed"), &other_seed)),
        ("unknown kid", sign(&header(Algorithm::EdDSA, "new"), &ed_key())),
        ("no kid", sign(&Header::new(Algorithm::EdDSA), &ed_key())),
        ("a logout token", sign(&typed("logout+jwt"), &ed_key())),
        ("a proof of possession", sign(&typed("dpop+jwt"), &ed_key())),
        ("a critical extension", sign(&critical, &ed_key())),
        ("no signature", format!("{content}.")),
        ("a cut signature", valid.get(..valid.len() - 4).unwrap().to_owned()),
        ("other claims under the signature", {
            let other = with(json!({ "role": "SUPERVISOR" }));
            format!("{}.{signature}", other.rsplit_once('.').unwrap().0)
        }),
        ("another issuer", with(json!({ "iss": "https://elsewhere.example" }))),
        ("no issuer", with(json!({ "iss": null }))),
        ("another audience", with(json!({ "aud": "payroll" }))),
        ("no audience", with(json!({ "aud": null }))),
        ("no end", with(json!({ "exp": null }))),
        ("an end that is no number", with(json!({ "exp": "tomorrow" }))),
        ("not yet valid", with(json!({ "nbf": later }))),
        ("no subject", with(json!({ "sub": null }))),
        ("an empty subject", with(json!({ "sub": "" }))),
        ("no agency", with(json!({ "agency": null }))),
        ("an agency of no country", with(json!({ "agency": "XX-NOWHERE" }))),
        ("no role", with(json!({ "role": null }))),
        ("an unknown role", with(json!({ "role": "ADMIN" }))),
        ("the service's own role", with(json!({ "role": "SYSTEM" }))),
        ("two roles", with(json!({ "role": ["AUDITOR", "SUPERVISOR"] }))),
        ("a malformed compartment", with(json!({ "compartments": ["*"] }))),
        ("too long", with(json!({ "filler": "x".repeat(9000) }))),
    ] {
        let answer = verifier().token(&token).map(|_| ());
        assert_eq!(answer, Err(AuthError::Invalid), "{mutation}");
    }
    let expired = verifier().token(&with(json!({ "exp": long_ago }))).map(|_| ());
    assert_eq!(expired, Err(AuthError::Expired));
}

#[test]
fn without_a_bearer_token_nobody_is_signed_in() {
    assert_eq!(verifier().header(None).map(|_| ()), Err(AuthError::Missing));
    for value in ["", "Bearer", "Basic YTpi", &signed(&claims())] {
        assert_eq!(verifier().authorization(value).map(|_| ()), Err(AuthError::Missing));
    }
}

#[test]
fn a_key_set_without_a_usable_key_is_refused() {
    let short = json!({ "kty": "RSA", "n": "x".repeat(171), "e": "AQAB", "kid": "short" });
    let encryption =
        json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "a", "use": "enc" });
    let other = json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "a", "alg": "ES384" });
    let nameless = json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y });
    for key in [short, encryption, other, nameless] {
        let set = KeySet::parse(&json!({ "keys": [key] }).to_string());
        assert!(matches!(set, Err(KeySetError::Empty)), "{key}");
    }
    assert!(matches!(KeySet::parse("{}"), Err(KeySetError::Malformed(_))));
}

#[test]
fn a_key_set_with_an_id_twice_is_refused() {
    let key = json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": "a" });
    let set = KeySet::parse(&json!({ "keys": [key, key] }).to_string());
    assert!(matches!(set, Err(KeySetError::Twice(_))));
}
