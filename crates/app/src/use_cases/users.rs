//! The people of the shop. Names and secrets are sealed in the journal with a key of their own.

use domain::Id;
use domain::Refusal;
use domain::badge::Badge;
use domain::entry::{PersonErased, UserSaved};
use domain::product::clean_name;
use domain::user::{Permission, Role, check_pin};
use store::local::pins;
use store::read::users::User;
use store::{Lane, Now, Tx, read};

use crate::messages::{UserRow, UserSave, UserTile};
use crate::requests::NameRecord;
use crate::use_cases::{printer, roles};
use crate::{App, Caller, Failure, hashing};

pub fn tiles(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<UserTile>, Failure> {
    let users = app.store.read(read::users::all)?;
    users.iter().filter(|user| user.active).map(|user| tile(app, user)).collect()
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<UserRow>, Failure> {
    let users = app.store.read(read::users::all)?;
    users
        .iter()
        .map(|user| Ok(UserRow { tile: tile(app, user)?, own_role: user.own_role, has_badge: has_badge(user), active: user.active }))
        .collect()
}

fn tile(app: &App, user: &User) -> Result<UserTile, Failure> {
    let left_ms = app.tries(user.id)?.left_ms;
    let approves = app.store.read(|conn| read::users::powers(conn, user))?.may(Permission::Approve);
    // on the clock that the screen counts by; the door itself looks at none
    let locked_until_ms = (left_ms > 0).then(|| app.now_ms() + left_ms);
    Ok(UserTile { id: user.id, name: user.name.clone(), role: user.role, title: roles::title(app, user)?, approves, locked_until_ms })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: UserSave) -> Result<UserTile, Failure> {
    let actor = caller.user()?;
    let name = clean_name(&asked.name)?;
    let own = asked.own_role.map(|id| app.store.read(|conn| read::roles::find(conn, id))).transpose()?.flatten();
    if asked.own_role.is_some() && !own.as_ref().is_some_and(|own| own.active) {
        return Err(Failure::not_found("role"));
    }
    let (role, own_role) = own.map_or((asked.role, None), |own| (own.rank, Some(own.id)));
    let hash = asked.pin.as_deref().map(|pin| checked_hash(app, pin, role)).transpose()?;
    let before = app.store.read(read::users::all)?;
    let known = asked.id.and_then(|id| before.iter().find(|user| user.id == id));
    if asked.id.is_some() && known.is_none() {
        return Err(Failure::not_found("user"));
    }
    if known.is_none() && hash.is_none() {
        return Err(Refusal::PinTooShort { least: 4 }.into());
    }
    // a PIN that was long enough for a cashier may not be for what she becomes
    if known.is_some_and(|user| user.role < role) && hash.is_none() {
        return Err(Refusal::PinTooShort { least: 6 }.into());
    }
    let id = asked.id.unwrap_or_else(Id::now_v7);
    let now = app.now(&app.shop()?);
    let active = asked.active;
    app.store.write(Lane::Interactive, move |tx| {
        // she may have been erased since
        if read::users::is_erased(tx, id)? {
            return Err(Failure::not_found("user"));
        }
        if !(active && role == Role::Owner) {
            another_owner_stays(tx, id)?;
        }
        append(tx, &Edit { id, name: &name, role, own_role, active, hash: hash.as_deref(), badge: None }, Some(actor), now)
    })?;
    if asked.pin.is_some() {
        app.delays.forget(id);
    }
    app.sessions.end_of_user(id);
    let saved = app.store.read(|conn| read::users::find(conn, id))?.ok_or_else(|| Failure::not_found("user"))?;
    tile(app, &saved)
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
        append(tx, &Edit { hash: Some(&hash), ..Edit::of(&user) }, Some(id), now)
    })
}

fn has_badge(user: &User) -> bool {
    user.badge.as_deref().is_some_and(|hash| !hash.is_empty())
}

/// A new badge, on paper at once: whoever asks stands before the printer. One that she had before opens nothing any more.
pub fn print_badge(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<(), Failure> {
    let (shop, actor, id) = (app.shop()?, caller.user()?, asked.id);
    let known = || app.store.read(|conn| read::users::find(conn, id));
    let user = known()?.filter(|user| user.active).ok_or_else(|| Failure::not_found("user"))?;
    let badge = Badge::new(id, u128::from_le_bytes(store::keys::random()));
    let hash = hashing::hash(app.store.keys(), &badge.secret)?;
    let slip = printing::badge_slip(&shop.configured.name, &user.name, &badge.text());
    printer::print_now(app, &slip)?;
    set_badge(app, id, hash, actor)
}

pub fn remove_badge(app: &App, caller: &Caller<'_>, asked: NameRecord) -> Result<(), Failure> {
    set_badge(app, asked.id, String::new(), caller.user()?)
}

fn set_badge(app: &App, id: Id, hash: String, actor: Id) -> Result<(), Failure> {
    let now = app.now(&app.shop()?);
    app.store.write(Lane::Interactive, move |tx| {
        let user = read::users::find(tx, id)?.filter(|user| !user.name.is_empty()).ok_or_else(|| Failure::not_found("user"))?;
        append(tx, &Edit { badge: Some(&hash), ..Edit::of(&user) }, Some(actor), now)
    })
}

pub fn checked_hash(app: &App, pin: &str, role: Role) -> Result<String, Failure> {
    check_pin(pin, role)?;
    hashing::hash(app.store.keys(), pin)
}

/// Somebody as she is to be; without a hash her PIN stays, without a badge that.
#[derive(Debug, Clone, Copy)]
pub struct Edit<'a> {
    pub id: Id,
    pub name: &'a str,
    pub role: Role,
    pub own_role: Option<Id>,
    pub active: bool,
    pub hash: Option<&'a str>,
    pub badge: Option<&'a str>,
}

impl<'a> Edit<'a> {
    pub fn of(user: &'a User) -> Self {
        let User { id, name, role, own_role, active, .. } = user;
        Self { id: *id, name, role: *role, own_role: *own_role, active: *active, hash: None, badge: None }
    }

    pub fn of_owner(id: Id, name: &'a str) -> Self {
        Self { id, name, role: Role::Owner, own_role: None, active: true, hash: None, badge: None }
    }
}

pub fn append(tx: &mut Tx<'_>, edit: &Edit<'_>, actor: Option<Id>, now: Now) -> Result<(), Failure> {
    let &Edit { id, name, role, own_role, active, hash, badge } = edit;
    let secret = hash.map(|hash| tx.seal_of_person(id, hash)).transpose()?;
    let badge = badge.map(|badge| tx.seal_of_person(id, badge)).transpose()?;
    let name = tx.seal_of_person(id, name)?;
    tx.append(UserSaved { id, name, role, own_role, active, secret, badge }, actor, now)?;
    if hash.is_some() {
        pins::forget(tx, id)?;
    }
    Ok(())
}
