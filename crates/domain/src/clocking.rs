//! When people come and go.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Id;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    In,
    Out,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonClocked {
    pub id: Id,
    pub person: Id,
    pub till: String,
    pub direction: Direction,
}

/// Somebody was here. `None`: nobody has written when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    pub from_ms: Option<i64>,
    pub to_ms: Option<i64>,
}

impl Presence {
    /// How much of it lies between two instants.
    #[must_use]
    pub fn within(self, start_ms: i64, end_ms: i64) -> Option<i64> {
        Some((self.to_ms?.min(end_ms) - self.from_ms?.max(start_ms)).max(0))
    }
}

/// One person's comings and goings in their order. Who came twice forgot to go; who went twice, to come.
#[must_use]
pub fn presences(clockings: &[(i64, Direction)]) -> Vec<Presence> {
    let mut found: Vec<Presence> = Vec::new();
    for &(at_ms, direction) in clockings {
        match (direction, found.last_mut()) {
            (Direction::Out, Some(last)) if last.to_ms.is_none() => last.to_ms = Some(at_ms),
            (Direction::Out, _) => found.push(Presence { from_ms: None, to_ms: Some(at_ms) }),
            (Direction::In, _) => found.push(Presence { from_ms: Some(at_ms), to_ms: None }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Direction::{In, Out};
    use super::*;

    #[test]
    fn each_coming_belongs_to_the_going_after_it_and_what_was_forgotten_stays_open() {
        let found = presences(&[(1, Out), (10, In), (30, Out), (40, In), (50, In), (90, Out), (95, Out)]);
        let spans: Vec<_> = found.iter().map(|it| (it.from_ms, it.to_ms)).collect();
        let expected = [(None, Some(1)), (Some(10), Some(30)), (Some(40), None), (Some(50), Some(90)), (None, Some(95))];
        assert_eq!(spans, expected);
        assert_eq!(found.iter().filter_map(|it| it.within(0, 100)).sum::<i64>(), 60);
        assert_eq!(found.iter().filter_map(|it| it.within(20, 60)).sum::<i64>(), 10 + 10, "over midnight, each day has its part");
    }
}
