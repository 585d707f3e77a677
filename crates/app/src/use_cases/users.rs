//! The people of the shop. Names and secrets are sealed in the journal with a key of their own.

use domain::Id;
use domain::Refusal;
use domain::entry::UserSaved;
use domain::product::clean_name;
use domain::user::{Role, check_pin};
use store::local::pins;
use store::read::users::User;
use store::{Lane, Now, Tx, read};

use crate::messages::{UserRow, UserSave, UserTile};
use crate::use_cases::login;
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
    let now_ms = app.now_ms();
    let left_ms = login::left_ms(app.store.read(|conn| pins::tries(conn, user.id))?, now_ms);
    let locked_until_ms = (left_ms > 0).then_some(now_ms + left_ms);
    Ok(UserTile { id: user.id, name: user.name.clone(), role: user.role, locked_until_ms })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: UserSave) -> Result<UserTile, Failure> {
    let actor = caller.user()?;
    let name = clean_name(&asked.name)?;
    let hash = asked.pin.as_deref().map(|pin| checked_hash(pin, asked.role)).transpose()?;
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
        let is_other_owner = |user: &User| user.active && user.role == Role::Owner && user.id != id;
        let stays_owner = active && role == Role::Owner;
        if !stays_owner && !read::users::all(tx)?.iter().any(is_other_owner) {
            return Err(Refusal::LastOwner.into());
        }
        append(tx, id, &name, role, active, hash.as_deref(), Some(actor), now)
    })?;
    app.sessions.end_of_user(id);
    Ok(UserTile { id, name: shown, role, locked_until_ms: None })
}

pub fn checked_hash(pin: &str, role: Role) -> Result<String, Failure> {
    check_pin(pin, role)?;
    hashing::hash(pin)
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
    let key = format!("person-{id}");
    let secret = hash.map(|hash| tx.seal(&key, hash)).transpose()?;
    let name = tx.seal(&key, name)?;
    tx.append(UserSaved { id, name, role, active, secret }, actor, now)?;
    if hash.is_some() {
        pins::forget(tx, id)?;
    }
    Ok(())
}
