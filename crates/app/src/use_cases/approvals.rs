//! Approval in place: a supervisor types her PIN at the cashier's till and grants one thing, or all such things for some minutes. Wrong PINs count
//! as they do at the door. Who asked, who granted, what for and why is written with what it was granted for.

use domain::Id;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::approval::{ApprovalGranted, Approved, check_minutes};
use domain::cart::clean_note;
use domain::shift::Asking;
use domain::user::Permission;
use store::read::{self, shifts};
use store::{Connection, Now, StoreError, Tx};

use crate::door::may;
use crate::grants::Grant;
use crate::messages::{Approval, RunningGrant};
use crate::use_cases::login::verify;
use crate::use_cases::pay::notes_key;
use crate::use_cases::receipts::name_of;
use crate::{App, Caller, Failure};

/// Who asks, and what was granted for it just now.
#[derive(Clone)]
pub(crate) struct Approving {
    pub asking: Asking,
    approved: Approved,
    granted: Option<Granted>,
    /// Only a grant that is written begins.
    is_written: Arc<AtomicBool>,
}

#[derive(Clone)]
struct Granted {
    granter: Id,
    minutes: Option<u8>,
    reason: Option<String>,
}

/// With a PIN, or in the minutes for which one was typed for the same before.
pub(crate) fn approving(app: &App, caller: &Caller<'_>, approved: Approved, approval: Option<&Approval>) -> Result<Approving, Failure> {
    let (user, powers) = (caller.user()?, caller.powers()?);
    let granted = approval.map(|approval| granted(app, approval)).transpose()?;
    let approved_by = match &granted {
        Some(granted) => Some(granted.granter),
        None => running(app, user)?.into_iter().find(|(running, _)| *running == approved).map(|(_, grant)| grant.granter),
    };
    Ok(Approving { asking: Asking { user, powers, approved_by }, approved, granted, is_written: Arc::default() })
}

fn granted(app: &App, Approval { user, secret, minutes, reason }: &Approval) -> Result<Granted, Failure> {
    check_minutes(*minutes)?;
    let reason = clean_note(reason.as_deref())?;
    let granter = verify(app, *user, secret)?;
    may(Permission::Approve, app.store.read(|conn| read::users::powers(conn, &granter))?)?;
    Ok(Granted { granter: granter.id, minutes: *minutes, reason })
}

/// What holds, of those who may still grant anything.
fn running(app: &App, requester: Id) -> Result<Vec<(Approved, Grant)>, Failure> {
    let mut running = app.grants.running(requester, (app.uptime)());
    // most people ask for nothing, and nobody has to be looked up
    if running.is_empty() {
        return Ok(running);
    }
    let approvers = app.store.read(approvers)?;
    running.retain(|(_, grant)| approvers.contains(&grant.granter));
    Ok(running)
}

/// Who may grant anything.
pub(crate) fn approvers(conn: &Connection) -> Result<Vec<Id>, StoreError> {
    let mut approvers = Vec::new();
    for user in read::users::all(conn)?.into_iter().filter(|user| user.active) {
        if read::users::powers(conn, &user)?.may(Permission::Approve) {
            approvers.push(user.id);
        }
    }
    Ok(approvers)
}

impl Approving {
    /// In the transaction of what it was granted for. What needed nobody is not recorded, even if somebody typed her PIN.
    pub fn record(&self, tx: &mut Tx<'_>, document: Id, by: Option<Id>, now: Now) -> Result<(), StoreError> {
        let Some(granted) = self.granted.as_ref().filter(|granted| by == Some(granted.granter)) else { return Ok(()) };
        let reason = granted.reason.as_deref().map(|reason| tx.seal(&notes_key(now.ms), reason)).transpose()?;
        let fact = ApprovalGranted {
            till: tx.till().to_owned(),
            shift: shifts::drawer(tx)?.shift(),
            requester: self.asking.user,
            granter: granted.granter,
            approved: self.approved,
            document,
            minutes: granted.minutes,
            reason,
        };
        tx.append(fact, Some(self.asking.user), now)?;
        self.is_written.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Once it is saved, more of the same needs nobody for as long as she said.
    pub fn begin(&self, app: &App) {
        let Some((granted, minutes)) = self.granted.as_ref().and_then(|it| Some((it, it.minutes?))) else { return };
        if self.is_written.load(Ordering::Relaxed) {
            app.grants.begin(self.asking.user, self.approved, granted.granter, minutes, (app.uptime)());
            app.events.emit("approval.changed", &());
        }
    }
}

pub fn show(app: &App, caller: &Caller<'_>, (): ()) -> Result<Vec<RunningGrant>, Failure> {
    let view = |(approved, grant): (Approved, Grant)| {
        let left = i64::try_from(grant.left((app.uptime)()).as_millis()).unwrap_or(i64::MAX);
        Ok(RunningGrant { by: name_of(&app.store, grant.granter)?, approved, until_ms: app.now_ms() + left })
    };
    running(app, caller.user()?)?.into_iter().map(view).collect()
}

pub fn end(app: &App, caller: &Caller<'_>, (): ()) -> Result<(), Failure> {
    app.grants.end(caller.user()?);
    app.events.emit("approval.changed", &());
    Ok(())
}
