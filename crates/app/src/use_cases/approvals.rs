//! Approval in place: a supervisor types her PIN at the cashier's till and grants one thing. Wrong PINs count as they do at the door.

use domain::Id;
use domain::user::Permission;

use crate::door::may;
use crate::messages::Approval;
use crate::use_cases::login::verify;
use crate::{App, Failure};

/// Who granted it, if anybody was asked to.
pub fn granted(app: &App, approval: Option<&Approval>) -> Result<Option<Id>, Failure> {
    let Some(Approval { user, secret }) = approval else { return Ok(None) };
    let approver = verify(app, *user, secret)?;
    may(Permission::Approve, approver.role)?;
    Ok(Some(approver.id))
}
