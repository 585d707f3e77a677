//! A device that writes and sends whatever a scenario wants, well-behaved or not.

use domain::Id;
use domain::entry::{CategorySaved, EpochReason, EpochStarted, Fact};
use journal::wire::{Challenge, PROTOCOL, Pair, Paired, Range, Signed, Token, TokenRequest};
use journal::{Clock, Entry, EntryId, Hash, SigningKey};
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

use crate::head_office::HeadOffice;

pub struct Device {
    pub id: Id,
    pub epoch: Id,
    pub key: SigningKey,
    pub head: Hash,
    pub entries: Vec<Signed>,
    pub tenant: Id,
    pub token: String,
    url: String,
    client: Client,
}

impl Device {
    /// Paired, with the first entry of its epoch written and nothing sent.
    #[must_use]
    pub fn paired(office: &HeadOffice, tenant: Id) -> Self {
        let (id, epoch) = (Id::new_v4(), Id::new_v4());
        let key = SigningKey::from_seed(&hash_seed(id));
        let (client, url) = (Client::new(), office.url());
        let asked = Pair { code: office.code_of(tenant), device: id, key: key.public().hex(), series: None, protocol: PROTOCOL };
        let paired: Paired = client.post(format!("{url}/sync/v1/pair")).json(&asked).send().unwrap().json().unwrap();
        let mut device = Self { id, epoch, head: Hash::START, entries: Vec::new(), tenant, token: String::new(), url, client, key };
        device.token = device.new_token();
        let started = EpochStarted { reason: EpochReason::First, key: device.key.public().hex(), series: paired.till, parent: None };
        device.write(started.into());
        device
    }

    #[must_use]
    pub fn new_token(&self) -> String {
        let Challenge { challenge } = self.client.post(self.at("challenge")).send().unwrap().json().unwrap();
        let asked = TokenRequest::sign(self.tenant, self.id, challenge, &self.key);
        self.client.post(self.at("token")).json(&asked).send().unwrap().json::<Token>().unwrap().token
    }

    fn at(&self, path: &str) -> String {
        format!("{}/sync/v1/{path}", self.url)
    }

    pub fn write(&mut self, fact: Fact) {
        let sequence = self.last() + 1;
        let id = EntryId { device: self.id, epoch: self.epoch, sequence };
        let entry = Entry { id, clock: Clock::from_raw(sequence), at_ms: sequence, offset_minutes: 0, actor: None, fact };
        self.write_bytes(entry.to_bytes().unwrap());
    }

    pub fn write_bytes(&mut self, bytes: Vec<u8>) {
        self.head = self.head.next(&bytes);
        self.entries.push(Signed { signature: self.key.sign(self.head), bytes });
    }

    /// So many entries that move nothing.
    pub fn write_some(&mut self, count: i64) {
        for n in 0..count {
            let (id, name) = (Id::from_u128(u128::try_from(self.last() + n).unwrap()), format!("Panes {n}"));
            self.write(CategorySaved { id, name, icon: "box".to_owned(), tint: "azul".to_owned(), position: n, active: true }.into());
        }
    }

    #[must_use]
    pub fn last(&self) -> i64 {
        i64::try_from(self.entries.len()).unwrap()
    }

    #[must_use]
    pub fn range(&self, first: i64, last: i64) -> Range {
        let at = |sequence: i64| usize::try_from(sequence - 1).unwrap();
        Range { device: self.id, epoch: self.epoch, first, entries: self.entries[at(first)..=at(last)].to_vec() }
    }

    /// Status and body.
    pub fn push(&self, frame: Vec<u8>) -> (u16, Value) {
        read(self.client.post(self.at("push")).bearer_auth(&self.token).body(frame).send().unwrap())
    }

    pub fn push_range(&self, first: i64, last: i64) -> (u16, Value) {
        self.push(self.range(first, last).to_frame())
    }

    /// Any request, with any token.
    pub fn ask(&self, method: &str, path: &str, token: &str, body: Vec<u8>) -> Response {
        let method = method.parse().unwrap();
        let request = self.client.request(method, self.at(path)).bearer_auth(token).header("content-type", "application/json");
        request.body(body).send().unwrap()
    }
}

fn hash_seed(id: Id) -> [u8; 32] {
    Hash::START.next(id.as_bytes()).0
}

pub fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, response.json().unwrap_or(json!(null)))
}
