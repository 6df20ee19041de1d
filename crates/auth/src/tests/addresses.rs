//! Which names an issuer may have, and where its keys may be.

use crate::IssuerUrl;

#[test]
fn an_issuer_is_asked_by_https_or_on_this_machine() {
    for (name, document) in [
        ("https://issuer.example", "https://issuer.example/.well-known/openid-configuration"),
        ("https://issuer.example/", "https://issuer.example/.well-known/openid-configuration"),
        (
            "https://issuer.example:8443/realms/police",
            "https://issuer.example:8443/realms/police/.well-known/openid-configuration",
        ),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/.well-known/openid-configuration"),
        ("http://[::1]:9000", "http://[::1]:9000/.well-known/openid-configuration"),
        ("http://localhost:9000", "http://localhost:9000/.well-known/openid-configuration"),
    ] {
        let issuer = IssuerUrl::parse(name).unwrap();
        assert_eq!((issuer.name(), issuer.document().as_str()), (name, document));
    }
}

#[test]
fn an_issuer_that_cannot_be_asked_safely_is_refused() {
    for name in [
        "",
        "issuer.example",
        "urn:mpaka:demo",
        "http://issuer.example",
        "http://10.0.0.7",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "ftp://issuer.example",
        "file:///etc/keys.json",
        "https://issuer.example?realm=police",
        "https://issuer.example#police",
        "https://name@issuer.example",
    ] {
        assert!(IssuerUrl::parse(name).is_err(), "{name}");
    }
}

#[test]
fn a_password_in_an_issuers_name_is_not_printed() {
    for name in [
        "https://name:hunter2@issuer.example",
        "name:hunter2@issuer.example",
        "hunter2@issuer.example",
        "name:hunter2@https://issuer.example",
        "https://name:hunt@hunter2@issuer.example",
    ] {
        let error = IssuerUrl::parse(name).unwrap_err();
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error}");
        assert!(error.to_string().contains("issuer.example"), "{error}");
    }
}

#[test]
fn keys_are_asked_for_by_https_or_on_the_issuers_own_machine() {
    let afar = IssuerUrl::parse("https://issuer.example").unwrap();
    assert!(afar.keys("https://keys.example/jwks.json").is_some());
    for address in ["http://issuer.example/jwks", "http://127.0.0.1/jwks", "file:///jwks", "jwks"] {
        assert!(afar.keys(address).is_none(), "{address}");
    }
    for user in ["name", "name:secret", ":secret"] {
        assert!(afar.keys(&format!("https://{user}@issuer.example/jwks")).is_none(), "{user}");
    }
    let here = IssuerUrl::parse("http://127.0.0.1:9000").unwrap();
    assert!(here.keys("http://127.0.0.1:9000/jwks").is_some());
    assert!(here.keys("http://10.0.0.7/jwks").is_none());
}
