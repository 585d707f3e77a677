//! How the till is: found out (`facts`), judged (`judge`), and handed on without anything personal (`export`).

mod export;
mod facts;
mod judge;

use crate::messages::{CopyMade, Health, HealthFacts, Verdict};
use crate::platform::Folders;
use crate::room::RoomState;
use crate::{App, Failure};

pub use export::write as write_export;
pub use facts::of_folders;
pub use judge::judge;

impl Health {
    #[must_use]
    pub fn of(facts: &HealthFacts) -> Self {
        Self { at_ms: facts.at_ms, items: judge(facts) }
    }

    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.items.iter().map(|item| item.verdict).max().unwrap_or(Verdict::Good)
    }
}

/// For a terminal: also while the till is open, and when it cannot be.
#[must_use]
pub fn of_machine(folders: &Folders) -> HealthFacts {
    of_folders(&folders.data, &folders.config, chrono::Utc::now().timestamp_millis())
}

pub(crate) fn of_app(app: &App) -> Result<HealthFacts, Failure> {
    facts::of_app(app)
}

pub(crate) fn room_notice(room: RoomState) -> Option<&'static str> {
    match room {
        RoomState::Plenty => None,
        RoomState::NearlyFull => Some("disk_nearly_full"),
        RoomState::NoNewSale => Some("disk_full_no_new_sale"),
    }
}

/// What whoever looks after the till must hear of without having asked.
pub(crate) fn notices(app: &App) -> Vec<&'static str> {
    let copies = facts::copies(app.store.place());
    is_too_old(&copies, app.now_ms()).then_some("copy_too_old").into_iter().collect()
}

fn is_too_old(copies: &[CopyMade], now_ms: i64) -> bool {
    copies.iter().map(|copy| copy.at_ms).max().is_some_and(|newest| now_ms - newest > judge::OLDEST_COPY_MS)
}
