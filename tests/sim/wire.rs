//! A line between a till and head office that drops, repeats, delays and cuts, and loses answers.

use std::cell::RefCell;

use domain::Id;
use journal::wire::{Answer, Cursor, KeyChange, Keys, Page, Range, Standing, Told};
use sync::{HeadOffice, Trouble};

use crate::chance::Chance;
use crate::office::Office;

/// What all tills share.
pub struct Shared {
    pub office: Office,
    pub chance: Chance,
    /// In a hundred requests.
    pub faults: u64,
    /// Frames that arrive long after whoever sent them gave up.
    pub late: Vec<Vec<u8>>,
}

pub struct Line<'a> {
    pub shared: &'a RefCell<Shared>,
    pub device: Id,
}

enum Fate {
    Well,
    Lost,
    /// It arrives, and the answer does not.
    AnswerLost,
    Twice,
    Late,
    Cut,
}

fn gone() -> Trouble {
    Trouble::Unreachable("simulated".to_owned())
}

impl Line<'_> {
    fn fate(&self) -> Fate {
        let Shared { chance, faults, .. } = &mut *self.shared.borrow_mut();
        if !chance.percent(*faults) {
            return Fate::Well;
        }
        match chance.below(5) {
            0 => Fate::Lost,
            1 => Fate::AnswerLost,
            2 => Fate::Twice,
            3 => Fate::Late,
            _ => Fate::Cut,
        }
    }

    fn ask<T>(&self, act: impl Fn(&mut Office) -> T) -> Result<T, Trouble> {
        let fate = self.fate();
        let office = &mut self.shared.borrow_mut().office;
        match fate {
            Fate::Well => Ok(act(office)),
            Fate::Twice => {
                act(office);
                Ok(act(office))
            }
            Fate::AnswerLost => {
                act(office);
                Err(gone())
            }
            Fate::Lost | Fate::Late | Fate::Cut => Err(gone()),
        }
    }
}

impl HeadOffice for Line<'_> {
    fn standing(&self, told: &Told) -> Result<Standing, Trouble> {
        self.ask(|office| office.standing(self.device, told))
    }

    fn push(&self, range: &Range) -> Result<Answer, Trouble> {
        let frame = range.to_frame();
        match self.fate() {
            Fate::Late => {
                self.shared.borrow_mut().late.push(frame);
                Err(gone())
            }
            Fate::Cut => {
                let cut = self.shared.borrow_mut().chance.below(frame.len());
                assert!(Range::from_frame(&frame[..cut]).is_err(), "a frame that was cut at {cut} is refused as a whole");
                Err(gone())
            }
            Fate::Lost => Err(gone()),
            Fate::AnswerLost => {
                let _ = self.shared.borrow_mut().office.push(range);
                Err(gone())
            }
            Fate::Twice => {
                let _ = self.shared.borrow_mut().office.push(range);
                self.shared.borrow_mut().office.push(&Range::from_frame(&frame).unwrap())
            }
            Fate::Well => self.shared.borrow_mut().office.push(&Range::from_frame(&frame).unwrap()),
        }
    }

    fn pull(&self, after: Cursor, own: Id) -> Result<Page, Trouble> {
        let page = self.ask(|office| office.pull(after, own))?;
        Ok(Page::from_frame(&page.to_frame()).unwrap())
    }

    fn keys(&self, after: i64) -> Result<Keys, Trouble> {
        self.ask(|office| office.keys(after))
    }

    fn send_keys(&self, keys: &Keys) -> Result<KeyChange, Trouble> {
        self.ask(|office| office.take_keys(keys))
    }

    fn has_blob(&self, _: &str) -> Result<bool, Trouble> {
        Ok(true)
    }

    fn send_blob(&self, _: &str, _: &[u8]) -> Result<(), Trouble> {
        Ok(())
    }

    fn blob(&self, _: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(None)
    }
}
