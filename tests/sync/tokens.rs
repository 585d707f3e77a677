//! Tokens that nobody issued (H14).

use domain::Id;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use scenarios::device::{Device, read};
use scenarios::head_office::HeadOffice;
use serde_json::{Value, json};

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(text)
}

#[test]
fn no_forged_token_is_believed_at_any_route() {
    let office = HeadOffice::new();
    let device = Device::paired(&office, office.tenant);
    let good = office.token_secret();
    let claims = |change: Value| {
        let now = chrono::Utc::now().timestamp();
        let mut claims = json!({"iss": "mostrador-head-office", "aud": "sync", "exp": now + 600, "nbf": now - 10, "sub": device.id, "tenant": device.tenant});
        for (name, value) in change.as_object().unwrap() {
            if value.is_null() { drop(claims.as_object_mut().unwrap().remove(name)) } else { claims[name] = value.clone() }
        }
        claims
    };
    let signed =
        |claims: &Value, algorithm, secret: &[u8]| encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret)).unwrap();
    assert_eq!(
        device.ask("POST", "standing", &signed(&claims(json!({})), Algorithm::HS256, &good), b"{}".to_vec()).status(),
        200,
        "the forger knows how"
    );
    let now = chrono::Utc::now().timestamp();
    let mut forged: Vec<(String, String)> = [
        ("it has ended", json!({"exp": now - 60})),
        ("it never ends", json!({"exp": null})),
        ("its end is text", json!({"exp": "9999999999"})),
        ("it has not begun", json!({"nbf": now + 600})),
        ("it has no beginning", json!({"nbf": null})),
        ("its beginning is text", json!({"nbf": "0"})),
        ("it is for something else", json!({"aud": "challenge"})),
        ("it is for nothing", json!({"aud": null})),
        ("it is of another issuer", json!({"iss": "somebody"})),
        ("it is of nobody", json!({"iss": null})),
        ("it names no device", json!({"sub": null})),
        ("it names no tenant", json!({"tenant": null})),
        ("its device is no id", json!({"sub": "1 or 1=1"})),
    ]
    .into_iter()
    .map(|(what, change)| (what.to_owned(), signed(&claims(change), Algorithm::HS256, &good)))
    .collect();
    forged.push(("of another secret".to_owned(), signed(&claims(json!({})), Algorithm::HS256, &[8; 32])));
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        forged.push((format!("{algorithm:?}"), signed(&claims(json!({})), algorithm, &good)));
    }
    let body = base64(&claims(json!({})).to_string());
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"None","typ":"JWT"}"#, r#"{"alg":"RS256"}"#, r#"{"alg":"EdDSA"}"#, "{}"] {
        forged.push((header.to_owned(), format!("{}.{body}.", base64(header))));
        forged.push((header.to_owned(), format!("{}.{body}.{}", base64(header), base64("signature"))));
    }
    let (_, challenge) = read(device.ask("POST", "challenge", "", Vec::new()));
    forged.push(("a challenge".to_owned(), challenge["challenge"].as_str().unwrap().to_owned()));
    forged.extend(["", "x", "a.b.c", "..", "Bearer"].map(|token| (format!("{token:?}"), token.to_owned())));
    for (what, token) in &forged {
        for (method, path) in
            [("POST", "standing"), ("POST", "push"), ("GET", "pull"), ("GET", "keys"), ("POST", "keys"), ("GET", "blobs/x")]
        {
            let response = device.ask(method, path, token, b"{}".to_vec());
            assert_eq!(response.status(), 401, "{method} {path}: {what}");
        }
    }
    println!("{} forged tokens, each at 6 routes: none was believed", forged.len());
}

#[test]
fn a_token_is_for_whoever_has_the_key_and_a_challenge_that_lives() {
    let office = HeadOffice::new();
    let device = Device::paired(&office, office.tenant);
    let (_, challenge) = read(device.ask("POST", "challenge", "", Vec::new()));
    let challenge = challenge["challenge"].as_str().unwrap().to_owned();
    let stranger = journal::SigningKey::from_seed(&[3; 32]);
    for (what, request) in [
        ("another key", journal::wire::TokenRequest::sign(device.tenant, device.id, challenge.clone(), &stranger)),
        ("another device", journal::wire::TokenRequest::sign(device.tenant, Id::new_v4(), challenge.clone(), &device.key)),
        ("another tenant", journal::wire::TokenRequest::sign(Id::new_v4(), device.id, challenge.clone(), &device.key)),
        ("its own challenge", journal::wire::TokenRequest::sign(device.tenant, device.id, "x.y.z".to_owned(), &device.key)),
        ("a token as a challenge", journal::wire::TokenRequest::sign(device.tenant, device.id, device.token.clone(), &device.key)),
    ] {
        let (status, answer) = read(device.ask("POST", "token", "", serde_json::to_vec(&request).unwrap()));
        assert_eq!((status, answer["code"].as_str()), (401, Some("unauthorized")), "{what}");
    }
}
