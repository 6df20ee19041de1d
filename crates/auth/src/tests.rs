//! Which tokens are let in, by which keys, and what is said to those that are not.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{AuthError, KeySet, KeySetError, Verifier};

mod addresses;
mod mutations;
mod outage;
mod published;
mod server;

const ISSUER: &str = "https://issuer.example";

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
    key_of_seed(&bytes(ED_SEED))
}

fn key_of_seed(seed: &[u8]) -> EncodingKey {
    let head = bytes("MC4CAQAwBQYDK2VwBCIEIA");
    EncodingKey::from_ed_der(&[&head, seed].concat())
}

fn ec_key() -> EncodingKey {
    let head = bytes("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg");
    let middle = bytes("oUQDQgAE");
    EncodingKey::from_ec_der(&[head, bytes(D), middle, bytes(X), bytes(Y)].concat())
}

/// The public half of the Ed25519 key, as issuers publish it.
fn ed_jwk(kid: &str) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": ED_X, "kid": kid, "use": "sig", "alg": "EdDSA" })
}

/// The public half of the P-256 key.
fn ec_jwk(kid: &str) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "x": X, "y": Y, "kid": kid })
}

fn key_set(keys: &[Value]) -> Result<KeySet, KeySetError> {
    KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
}

fn verifier() -> Verifier {
    let keys = [
        ed_jwk("ed"),
        ec_jwk("ec"),
        json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "shared" }),
        json!({ "kty": "AKP", "kid": "from-the-future" }),
    ];
    Verifier::new(key_set(&keys).unwrap(), ISSUER, "mpaka")
}

/// The time, in seconds since 1970-01-01T00:00:00Z.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn header(algorithm: Algorithm, kid: &str) -> Header {
    Header { kid: Some(kid.to_owned()), ..Header::new(algorithm) }
}

fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": "mpaka",
        "sub": "akinyi",
        "exp": now() + 300,
        "nbf": now(),
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
    signed(&changed(changes))
}

/// The claims, with these set, or taken away where the value is null.
fn changed(changes: Value) -> Value {
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
    claims
}

#[tokio::test]
async fn a_valid_token_signs_its_bearer_in_until_it_expires() {
    for token in [
        signed(&claims()),
        encode(&header(Algorithm::ES256, "ec"), &claims(), &ec_key()).unwrap(),
        with(json!({ "aud": ["others", "mpaka"] })),
        with(json!({ "nbf": null })),
        with(json!({ "exp": now() - 10 })),
    ] {
        let sign_in = verifier().authorization(&format!("Bearer {token}")).await.unwrap();
        assert_eq!(sign_in.viewer.user.as_str(), "akinyi");
        assert_eq!(sign_in.viewer.agency.as_str(), "KE-DCI-TOCU");
        assert_eq!(sign_in.viewer.role, mpaka_domain::Role::Investigator);
        assert_eq!(sign_in.viewer.compartments.len(), 1);
    }
    let sign_in = verifier().token(&with(json!({ "exp": now() + 60 }))).await.unwrap();
    let remaining = sign_in.expires_at.timestamp() - i64::try_from(now()).unwrap();
    assert!((58..=60).contains(&remaining), "{remaining}");
}

#[tokio::test]
async fn a_time_may_have_a_fraction() {
    let end = now() + 300;
    for exp in [format!("{end}.75"), format!("{end}.0"), format!("{end}00e-2")] {
        let exp: Value = serde_json::from_str(&exp).unwrap();
        let nbf: Value = serde_json::from_str(&format!("{}.5", now() - 1)).unwrap();
        let sign_in = verifier().token(&with(json!({ "exp": exp, "nbf": nbf }))).await.unwrap();
        assert_eq!(sign_in.expires_at.timestamp(), i64::try_from(end).unwrap(), "{exp}");
    }
}

#[tokio::test]
async fn the_clocks_may_be_half_a_minute_apart_and_no_more() {
    for (claims, outcome) in [
        (json!({ "exp": now() - 25 }), Ok(())),
        (json!({ "exp": now() - 35 }), Err(AuthError::Expired)),
        (json!({ "nbf": now() + 25 }), Ok(())),
        (json!({ "nbf": now() + 35 }), Err(AuthError::NotYet)),
    ] {
        let told = verifier().token(&with(claims.clone())).await.map(|_| ());
        assert_eq!(told, outcome, "{claims}");
    }
}

#[tokio::test]
async fn without_a_bearer_token_nobody_is_signed_in() {
    for value in ["", "Bearer", "Basic YTpi", &signed(&claims())] {
        assert_eq!(verifier().authorization(value).await.map(|_| ()), Err(AuthError::Missing));
    }
}

#[test]
fn a_key_set_without_a_usable_key_is_refused() {
    let with = |name: &str, value: &str| {
        let mut key = ec_jwk("a");
        key[name] = value.into();
        key
    };
    let short = json!({ "kty": "RSA", "n": "x".repeat(171), "e": "AQAB", "kid": "short" });
    let mut nameless = ec_jwk("a");
    nameless.as_object_mut().unwrap().remove("kid");
    for key in [short, with("use", "enc"), with("alg", "ES384"), nameless] {
        assert!(matches!(key_set(std::slice::from_ref(&key)), Err(KeySetError::Empty)), "{key}");
    }
    assert!(matches!(KeySet::parse(b"{}"), Err(KeySetError::Malformed(_))));
}

#[test]
fn two_keys_of_one_id_and_algorithm_are_left_out_and_the_others_taken() {
    let keys = key_set(&[ec_jwk("a"), ed_jwk("b"), ec_jwk("a"), ed_jwk("a"), ec_jwk("a")]).unwrap();
    assert_eq!(keys.ids(), ["a", "b"]);
    assert!(
        keys.find("a", Algorithm::ES256).is_none() && keys.find("a", Algorithm::EdDSA).is_some()
    );
    assert!(matches!(key_set(&[ec_jwk("a"), ec_jwk("a")]), Err(KeySetError::Empty)));
}

#[tokio::test]
async fn two_keys_of_one_id_for_different_algorithms_are_both_taken() {
    let keys = key_set(&[ec_jwk("a"), ed_jwk("a")]).unwrap();
    assert_eq!(keys.ids(), ["a", "a"]);
    let verifier = Verifier::new(keys, ISSUER, "mpaka");
    for (algorithm, key) in [(Algorithm::ES256, ec_key()), (Algorithm::EdDSA, ed_key())] {
        let token = encode(&header(algorithm, "a"), &claims(), &key).unwrap();
        assert!(verifier.token(&token).await.is_ok(), "{algorithm:?}");
    }
}

#[test]
fn an_rsa_key_is_as_long_as_its_modulus_without_leading_zeros() {
    let modulus = |zeros: usize, first: u8, others: usize| {
        let number = [vec![0; zeros], vec![first], vec![0xff; others]].concat();
        let number = URL_SAFE_NO_PAD.encode(number);
        key_set(&[json!({ "kty": "RSA", "n": number, "e": "AQAB", "kid": "a" })]).is_ok()
    };
    assert!(modulus(0, 0x80, 255) && modulus(0, 1, 256));
    assert!(!modulus(0, 0x7f, 255), "2047 bits");
    assert!(!modulus(1, 0xff, 254), "2040 bits in 256 bytes");
    assert!(!modulus(300, 0xff, 127), "1024 bits in many bytes");
}

#[test]
fn a_key_file_that_cannot_be_read_is_named() {
    let error = KeySet::read(std::path::Path::new("/nowhere/keys.json")).unwrap_err();
    assert!(error.to_string().contains("/nowhere/keys.json"), "{error}");
}
