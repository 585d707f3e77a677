//! Points: the owner's rules, and what whoever buys has.

use domain::points::PointsRules;
use domain::tender::Tender;
use domain::{Id, Money, Refusal};
use store::read::points;
use store::{Connection, Lane, StoreError};

use crate::messages::{PointsHeld, PointsState};
use crate::{App, Caller, Failure};

pub fn state(app: &App, _: &Caller<'_>, (): ()) -> Result<PointsState, Failure> {
    app.store.read(|conn| Ok(PointsState { rules: points::rules(conn)?, owed: points::owed(conn)? }))
}

pub fn save(app: &App, caller: &Caller<'_>, asked: PointsRules) -> Result<PointsState, Failure> {
    asked.check()?;
    let (user, now) = (caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        if points::rules(tx)? != Some(asked) {
            tx.append(asked, Some(user), now)?;
        }
        Ok::<_, StoreError>(())
    })?;
    state(app, caller, ())
}

/// What points pay has to be hers.
pub(crate) fn check(conn: &Connection, customer: Option<Id>, tenders: &[Tender]) -> Result<(), Failure> {
    let asked: Money =
        tenders.iter().filter(|it| matches!(it, Tender::Points { .. })).map(Tender::amount).filter(|it| *it > Money::ZERO).sum();
    let held = customer.map(|customer| held(conn, customer)).transpose()?.flatten();
    let (points, worth) = held.map_or((0, Money::ZERO), |held| (held.points, held.worth));
    if asked > worth { Err(Refusal::PointsShort { left: points.max(0) }.into()) } else { Ok(()) }
}

/// None: the shop gives no points.
pub(crate) fn held(conn: &Connection, customer: Id) -> Result<Option<PointsHeld>, StoreError> {
    let Some(rules) = points::rules(conn)?.filter(|rules| rules.active) else { return Ok(None) };
    let points = points::balance(conn, customer)?;
    let worth = Money::new(points.max(0).saturating_mul(rules.worth.get())).unwrap_or_default();
    Ok(Some(PointsHeld { points, worth }))
}
