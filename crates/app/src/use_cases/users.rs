//! The people of the shop. Names and secrets are sealed in the journal with a key of their own.

use domain::Id;
use domain::Refusal;
use domain::entry::{PersonErased, UserSaved};
use domain::product::clean_name;
use domain::user::{Role, check_pin};
use store::local::pins;
use store::read::users::User;
use store::{Lane, Now, Tx, read};

use crate::messages::{UserRow, UserSave, UserTile};
use crate::requests::NameRecord;
use crate::{App, Caller, Failure, hashing};

pub fn tiles(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<UserTile>, Failure> {
    let users = app.store.read(read::users::all)?;
    users.iter().filter(|user| user.active).map(|user| tile(app, user)).collect()
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<UserRow>, Failure> {
    let users = app.store.read(read::users::all)?;
    users.iter().map(|user| Ok(UserRow { tile: tile(app, user)?, active: user.active })).collect()
}

fn tile(app: &App, user: &User) -> Result<UserTile, Failure> {
    let left_ms = app.tries(user.id)?.left_ms;
    // on the clock that the screen counts by; the door itself looks at none
    let locked_until_ms = (left_ms > 0).then(|| app.now_ms() + left_ms);
    Ok(UserTile { id: user.id, name: user.name.clone(), role: user.role, locked_until_ms })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: UserSave) -> Result<UserTile, Failure> {
    let actor = caller.user()?;
    let name = clean_name(&asked.name)?;
    let hash = asked.pin.as_deref().map(|pin| checked_hash(app, pin, asked.role)).transpose()?;
    let before = app.store.read(read::users::all)?;
    let known = asked.id.and_then(|id| before.iter().find(|user| user.id == id));
    if asked.id.is_some() && known.is_none() {
        return Err(Failure::not_found("user"));
    }
    if known.is_none() && hash.is_none() {
        return Err(Refusal::PinTooShort { least: 4 }.into());
    }
    // a PIN that was long enough for a cashier may not be for what she becomes
    if known.is_some_and(|user| user.role < asked.role) && hash.is_none() {
        return Err(Refusal::PinTooShort { least: 6 }.into());
    }
    let id = asked.id.unwrap_or_else(Id::now_v7);
    let now = app.now(&app.shop()?);
    let (role, active) = (asked.role, asked.active);
    let shown = name.clone();
    app.store.write(Lane::Interactive, move |tx| {
        // she may have been erased since
        if read::users::is_erased(tx, id)? {
            return Err(Failure::not_found("user"));
        }
        if !(active && role == Role::Owner) {
            another_owner_stays(tx, id)?;
        }
        append(tx, id, &name, role, active, hash.as_deref(), Some(actor), now)
    })?;
    if asked.pin.is_some() {
        app.delays.forget(id);
    }
    app.sessions.end_of_user(id);
    Ok(UserTile { id, name: shown, role, locked_until_ms: None })
}

/// Looked at inside the writing transaction: two owners who put each other out at once come one after the other.
fn another_owner_stays(tx: &Tx<'_>, id: Id) -> Result<(), Failure> {
    let is_other_owner = |user: &User| user.active && user.role == Role::Owner && user.id != id;
    if read::users::all(tx)?.iter().any(is_other_owner) { Ok(()) } else { Err(Refusal::LastOwner.into()) }
}

/// Forgets a person: her name and her PIN are gone from every copy of the journal; what she did stays, under her number.
/// Asked again, it finishes what could not be done before.
pub fn erase(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<(), Failure> {
    let (person, actor) = (asked.id, caller.user()?);
    let now = app.now(&app.shop()?);
    app.store.write(Lane::Interactive, move |tx| {
        if read::users::is_erased(tx, person)? {
            return Ok(());
        }
        read::users::find(tx, person)?.ok_or_else(|| Failure::not_found("user"))?;
        another_owner_stays(tx, person)?;
        tx.append(PersonErased { person }, Some(actor), now)?;
        Ok::<_, Failure>(pins::forget(tx, person)?)
    })?;
    app.sessions.end_of_user(person);
    destroy(app, person)
}

/// The traces of somebody whose erasure is in the journal.
pub(super) fn destroy(app: &App, person: Id) -> Result<(), Failure> {
    // the key first: no copy under way can hold that up
    app.store.keys().erase(person).map_err(unfinished)?;
    let nobody_copies = app.copying.desk.pause().ok_or_else(|| unfinished("a copy does not end"))?;
    app.store.erase(person).map_err(unfinished)?;
    drop(nobody_copies);
    Ok(())
}

fn unfinished(error: impl std::fmt::Display) -> Failure {
    tracing::error!(%error, "An erasure is not finished");
    Failure::new("erasure_unfinished", "the person is forgotten here, but traces of her are left in files of this till")
}

/// The same person with the same PIN, hashed as it is done now.
pub fn rehash(app: &App, id: Id, hash: String) -> Result<(), Failure> {
    let now = app.now(&app.shop()?);
    app.store.write(Lane::Interactive, move |tx| {
        let user = read::users::find(tx, id)?.filter(|user| user.active).ok_or_else(|| Failure::not_found("user"))?;
        append(tx, id, &user.name, user.role, true, Some(&hash), Some(id), now)
    })
}

pub fn checked_hash(app: &App, pin: &str, role: Role) -> Result<String, Failure> {
    check_pin(pin, role)?;
    hashing::hash(app.store.keys(), pin)
}

#[expect(clippy::too_many_arguments, reason = "each is a field of the entry or of its envelope")]
pub fn append(
    tx: &mut Tx<'_>,
    id: Id,
    name: &str,
    role: Role,
    active: bool,
    hash: Option<&str>,
    actor: Option<Id>,
    now: Now,
) -> Result<(), Failure> {
    let secret = hash.map(|hash| tx.seal_of_person(id, hash)).transpose()?;
    let name = tx.seal_of_person(id, name)?;
    tx.append(UserSaved { id, name, role, active, secret }, actor, now)?;
    if hash.is_some() {
        pins::forget(tx, id)?;
    }
    Ok(())
}
