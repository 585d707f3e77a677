//! How a sale was paid, put right: while its shift is open, by whoever may approve it. The sale stays as it was written; the correction is a
//! further entry, and receipts, drawer and report follow it.

use domain::Refusal;
use domain::approval::Approved;
use domain::sale::TendersCorrected;
use domain::tender::check_tenders;
use store::Lane;
use store::read::{receipts, shifts};

use crate::messages::{CorrectTenders, ReceiptView};
use crate::requests::NameRecord;
use crate::use_cases::approvals::approving;
use crate::use_cases::receipts::get;
use crate::{App, Caller, Failure};

pub fn correct(app: &App, caller: &Caller<'_>, asked: CorrectTenders) -> Result<ReceiptView, Failure> {
    let (approving, now) = (approving(app, caller, Approved::CorrectTenders, asked.approval.as_ref())?, app.now(&app.shop()?));
    let approved_by = approving.asking.approved()?;
    let granted = approving.clone();
    // whatever else is wrong, a card number goes no further
    check_tenders(&asked.tenders, asked.tenders.iter().all(|tender| tender.amount().is_negative()))?;
    let sale = asked.sale;
    app.store.write(Lane::Interactive, move |tx| {
        if receipts::is_corrected(tx, asked.id)? {
            return Ok(());
        }
        let stored = receipts::stored(tx, sale)?.ok_or_else(|| Failure::not_found("receipt"))?;
        if stored.sale.shift.is_none() || shifts::drawer(tx)?.shift() != stored.sale.shift {
            return Err(Refusal::ShiftClosed.into());
        }
        let before = receipts::correction(tx, sale)?;
        let corrected = TendersCorrected::of(asked.id, &stored.sale, before.as_ref(), &asked.tenders, approved_by)?;
        tx.append(corrected, Some(granted.asking.user), now)?;
        granted.record(tx, asked.id, Some(approved_by), now)?;
        Ok::<_, Failure>(())
    })?;
    approving.begin(app);
    app.events.emit("shift.changed", &());
    get(app, caller, NameRecord { id: sale })
}
