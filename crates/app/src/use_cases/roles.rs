//! Roles that the owner makes. A change reaches whoever has the role at once: she signs in again.

use domain::Refusal;
use domain::role::{BACK_OFFICE, RoleSaved, TILL};
use store::read::{roles, users};
use store::{Lane, StoreError};

use crate::messages::RoleList;
use crate::{App, Caller, Failure};

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<RoleList, Failure> {
    Ok(RoleList { roles: app.store.read(roles::all)?, till: TILL.to_vec(), back_office: BACK_OFFICE.to_vec() })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: RoleSaved) -> Result<RoleSaved, Failure> {
    let (actor, now) = (caller.user()?, app.now(&app.shop()?));
    let role = asked.checked()?;
    let id = role.id;
    let saved = app.store.write(Lane::Interactive, move |tx| {
        let before = roles::find(tx, role.id)?;
        if before.as_ref().is_some_and(|before| before.rank != role.rank) {
            // the PINs of those who have it are as long as its rank asks
            return Err(Refusal::FieldInvalid { field: "rank" }.into());
        }
        let is_hers = |user: &users::User| user.active && user.own_role == Some(role.id);
        if !role.active && users::all(tx)?.iter().any(is_hers) {
            return Err(Refusal::RoleInUse.into());
        }
        if before.as_ref() != Some(&role) {
            tx.append(role.clone(), Some(actor), now)?;
        }
        Ok::<_, Failure>(role)
    })?;
    let people = app.store.read(users::all)?;
    people.iter().filter(|user| user.own_role == Some(id)).for_each(|user| app.sessions.end_of_user(user.id));
    Ok(saved)
}

/// What the owner called it.
pub(crate) fn title(app: &App, user: &users::User) -> Result<Option<String>, StoreError> {
    let own = user.own_role.map(|id| app.store.read(|conn| roles::find(conn, id))).transpose()?.flatten();
    Ok(own.filter(|own| own.active).map(|own| own.name))
}
