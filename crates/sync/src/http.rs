//! Head office over HTTP. Redirects are not followed, and only what says that it is head office is believed.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use domain::Id;
use journal::SigningKey;
use journal::wire::{
    Answer, Challenge, Cursor, KeyChange, Keys, MARK, Page, Pair, Paired, Problem, Range, Standing, Token, TokenRequest, Told,
};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::RETRY_AFTER;
use reqwest::{StatusCode, Url, redirect};
use serde::de::DeserializeOwned;

use crate::{HeadOffice, Trouble};

const CONNECT: Duration = Duration::from_secs(10);
/// For a range of the largest size over a slow line.
const WHOLE: Duration = Duration::from_secs(120);

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadAddress {
    NotAnAddress,
    /// Names and keys travel: beyond this machine and the shop's own network only closed.
    NotClosed,
}

/// An address as a person types it: without a scheme it is `https`. In clear only to this machine or a private address.
pub fn address(typed: &str) -> Result<Url, BadAddress> {
    let typed = typed.trim();
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&whole).map_err(|_| BadAddress::NotAnAddress)?;
    if url.host_str().is_none() || !url.username().is_empty() || url.password().is_some() || url.query().is_some() {
        return Err(BadAddress::NotAnAddress);
    }
    match url.scheme() {
        "https" => {}
        "http" if is_near(&url) => {}
        "http" => return Err(BadAddress::NotClosed),
        _ => return Err(BadAddress::NotAnAddress),
    }
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn is_near(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    if host == "localhost" {
        return true;
    }
    match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(std::net::IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => false,
    }
}

fn client() -> Result<Client, Trouble> {
    let builder = Client::builder().connect_timeout(CONNECT).timeout(WHOLE).redirect(redirect::Policy::none());
    builder.build().map_err(|error| Trouble::Unreachable(error.to_string()))
}

/// Presents a device with the code that a person typed.
pub fn pair(url: &Url, asked: &Pair) -> Result<Paired, Trouble> {
    json(send(client()?.post(at(url, "pair")?).json(asked))?)
}

fn at(url: &Url, path: &str) -> Result<Url, Trouble> {
    url.join(&format!("sync/v1/{path}")).map_err(|error| Trouble::Unreachable(error.to_string()))
}

pub struct Http {
    client: Client,
    url: Url,
    tenant: Id,
    device: Id,
    key: SigningKey,
    token: Mutex<Option<String>>,
}

impl Http {
    pub fn new(url: Url, tenant: Id, device: Id, key: SigningKey) -> Result<Self, Trouble> {
        Ok(Self { client: client()?, url, tenant, device, key, token: Mutex::default() })
    }

    /// With a token; a new one where it has ended.
    fn ask(&self, request: impl Fn(&Client) -> Result<RequestBuilder, Trouble>) -> Result<Response, Trouble> {
        let token = self.token(false)?;
        match send(request(&self.client)?.bearer_auth(token)) {
            Err(Trouble::Refused { code, .. }) if code == "unauthorized" => {
                let token = self.token(true)?;
                send(request(&self.client)?.bearer_auth(token))
            }
            other => other,
        }
    }

    fn token(&self, is_ended: bool) -> Result<String, Trouble> {
        let mut held = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = held.clone().filter(|_| !is_ended) {
            return Ok(token);
        }
        let Challenge { challenge } = json(send(self.client.post(at(&self.url, "challenge")?))?)?;
        let request = TokenRequest::sign(self.tenant, self.device, challenge, &self.key);
        let token = match send(self.client.post(at(&self.url, "token")?).json(&request)) {
            Err(Trouble::Refused { code, .. }) if code == "unauthorized" => return Err(Trouble::Revoked),
            other => json::<Token>(other?)?.token,
        };
        *held = Some(token.clone());
        Ok(token)
    }

    fn blob_at(&self, sha256: &str) -> Result<Url, Trouble> {
        at(&self.url, &format!("blobs/{sha256}"))
    }
}

/// An answer of head office that is no error.
fn send(request: RequestBuilder) -> Result<Response, Trouble> {
    let response = request.send().map_err(|error| Trouble::Unreachable(plain(&error)))?;
    let status = response.status();
    if !response.headers().contains_key(MARK) || status.is_redirection() {
        return Err(Trouble::NotHeadOffice(status.to_string()));
    }
    if status.is_success() || status == StatusCode::CONFLICT || status == StatusCode::NOT_FOUND && response.content_length() == Some(0) {
        return Ok(response);
    }
    let retry_after_s = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        return Err(Trouble::Busy { retry_after_s });
    }
    let problem: Option<Problem> = response.json().ok();
    let (code, detail) =
        problem.map_or_else(|| (status.to_string(), String::new()), |problem| (problem.code, problem.detail.unwrap_or(problem.title)));
    Err(match code.as_str() {
        "update_needed" => Trouble::UpdateNeeded,
        "revoked" => Trouble::Revoked,
        _ => Trouble::Refused { code, detail },
    })
}

/// The innermost cause: what a person can do something about.
fn plain(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

fn json<T: DeserializeOwned>(response: Response) -> Result<T, Trouble> {
    response.json().map_err(|error| Trouble::NotHeadOffice(plain(&error)))
}

fn bytes(response: Response) -> Result<Vec<u8>, Trouble> {
    Ok(response.bytes().map_err(|error| Trouble::Unreachable(plain(&error)))?.to_vec())
}

impl HeadOffice for Http {
    fn standing(&self, told: &Told) -> Result<Standing, Trouble> {
        json(self.ask(|client| Ok(client.post(at(&self.url, "standing")?).json(told)))?)
    }

    fn push(&self, range: &Range) -> Result<Answer, Trouble> {
        let frame = range.to_frame();
        json(self.ask(|client| Ok(client.post(at(&self.url, "push")?).body(frame.clone())))?)
    }

    fn pull(&self, after: Cursor, own: Id) -> Result<Page, Trouble> {
        let from = format!("pull?feed={}&position={}&own={own}", after.feed, after.position);
        let frame = bytes(self.ask(|client| Ok(client.get(at(&self.url, &from)?)))?)?;
        Page::from_frame(&frame).map_err(|error| Trouble::NotHeadOffice(error.to_string()))
    }

    fn keys(&self, after: i64) -> Result<Keys, Trouble> {
        json(self.ask(|client| Ok(client.get(at(&self.url, &format!("keys?after={after}"))?)))?)
    }

    fn send_keys(&self, keys: &Keys) -> Result<KeyChange, Trouble> {
        json(self.ask(|client| Ok(client.post(at(&self.url, "keys")?).json(keys)))?)
    }

    fn has_blob(&self, sha256: &str) -> Result<bool, Trouble> {
        let response = self.ask(|client| Ok(client.head(self.blob_at(sha256)?)))?;
        Ok(response.status().is_success())
    }

    fn send_blob(&self, sha256: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.ask(|client| Ok(client.put(self.blob_at(sha256)?).body(bytes.to_vec()))).map(drop)
    }

    fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Trouble> {
        match self.ask(|client| Ok(client.get(self.blob_at(sha256)?))) {
            Ok(response) => bytes(response).map(Some),
            Err(Trouble::Refused { code, .. }) if code == "not_found" => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("central.tienda.mx", Ok("https://central.tienda.mx/"))]
    #[case(" https://central.tienda.mx/pos ", Ok("https://central.tienda.mx/pos/"))]
    #[case("http://127.0.0.1:8686", Ok("http://127.0.0.1:8686/"))]
    #[case("http://localhost:8686", Ok("http://localhost:8686/"))]
    #[case("http://192.168.1.10:8686", Ok("http://192.168.1.10:8686/"))]
    #[case("http://[fd00::1]:8686", Ok("http://[fd00::1]:8686/"))]
    #[case("http://central.tienda.mx", Err(BadAddress::NotClosed))]
    #[case("http://8.8.8.8", Err(BadAddress::NotClosed))]
    #[case("ftp://central.tienda.mx", Err(BadAddress::NotAnAddress))]
    #[case("https://user:secret@central.tienda.mx", Err(BadAddress::NotAnAddress))]
    #[case("", Err(BadAddress::NotAnAddress))]
    #[case("central tienda", Err(BadAddress::NotAnAddress))]
    fn an_address_as_it_is_typed(#[case] typed: &str, #[case] expected: Result<&str, BadAddress>) {
        assert_eq!(address(typed).as_ref().map(Url::as_str), expected.as_ref().copied());
    }
}
