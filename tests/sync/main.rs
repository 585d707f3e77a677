//! Tills and head office together: the real server, a real PostgreSQL, real sockets.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod broken;
mod feed;
mod tenants;
mod tills;
mod tokens;
mod wire;

use scenarios::{Till, wait_until};
use serde_json::{Value, json};

use scenarios::head_office::HeadOffice;

/// A till of the shop, set up and paired.
fn first_till(office: &HeadOffice) -> Till {
    let till = Till::of("MX", None);
    pair(&till, office);
    settle(&till);
    till
}

/// A new machine that is only told where head office is. Answers once it has the shop.
fn next_till(office: &HeadOffice, owner: &str) -> Till {
    let mut till = Till::new();
    pair(&till, office);
    settle(&till);
    owner.clone_into(&mut till.owner);
    till.sign_in_owner();
    till
}

fn pair(till: &Till, office: &HeadOffice) -> Value {
    till.ask("sync.pair", json!({"address": office.url(), "code": office.code()}))
}

/// Syncs until a round has gone well and nothing waits.
fn settle(till: &Till) {
    let rounds = || till.ask("sync.state", Value::Null)["last_success_ms"].as_i64();
    till.pass_seconds(1);
    let before = rounds();
    till.ask("sync.now", Value::Null);
    wait_until("the till and head office agree", || {
        let state = till.ask("sync.state", Value::Null);
        assert_ne!(state["failure"]["failure"]["code"], "sync_storage", "{state}");
        state["running"] == false && state["pending_entries"] == 0 && rounds() > before
    });
}
