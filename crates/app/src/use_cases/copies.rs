//! Copies on the screen: where they are, made now, tried out, and the till put together from them.

use std::path::{Path, PathBuf};

use domain::Id;
use store::copies::{Seal, Unsealing};
use store::read::health::figures;

use crate::copying::places::{self, Made, Other};
use crate::copying::recovered;
use crate::messages::{AddCopyPlace, CopiesPassword, CopiesState, PlaceKind};
use crate::requests::NameRecord;
use crate::{App, Caller, Failure};

/// A password that can be tried out by the thousand is none.
const SHORTEST_PASSWORD: usize = 8;

pub fn state(app: &App, _: &Caller<'_>, (): ()) -> Result<CopiesState, Failure> {
    app.copying.survey();
    shown(app)
}

fn shown(app: &App) -> Result<CopiesState, Failure> {
    let desk = &app.copying.desk;
    let (places, job, last, disks) = desk.shown();
    let recovery = app.store.read(store::recovery::last)?.map(|recovery| recovered(&recovery, app.store.place()));
    Ok(CopiesState { places, job, last, sealed: desk.places().seal.is_some(), disks, recovery })
}

pub fn make(app: &App, _: &Caller<'_>, (): ()) -> Result<CopiesState, Failure> {
    app.copying.copy()?;
    shown(app)
}

pub fn cancel(app: &App, _: &Caller<'_>, (): ()) -> Result<CopiesState, Failure> {
    app.copying.desk.cancel();
    shown(app)
}

pub fn drill(app: &App, _: &Caller<'_>, asked: CopiesPassword) -> Result<CopiesState, Failure> {
    app.copying.drill(asked.password)?;
    shown(app)
}

/// Whoever holds the program closes it, puts the till together, and opens it again.
pub fn restore(app: &App, _: &Caller<'_>, asked: CopiesPassword) -> Result<(), Failure> {
    let place = app.store.place();
    check_password(&places::folders(place, &app.copying.desk.disks()), asked.password.as_deref())?;
    app.ask_restore(asked);
    Ok(())
}

/// A till that is open needs no recovery; one that does not open is asked before it gets here.
pub fn recover(_: &App, _: &Caller<'_>, _: CopiesPassword) -> Result<(), Failure> {
    Err(Failure::new("recovery_not_needed", "this till is open and whole"))
}

/// Told before anything is closed.
pub fn check_password(folders: &[store::copies::Folder], password: Option<&str>) -> Result<(), Failure> {
    let keys: Vec<Seal> = folders.iter().flat_map(store::copies::Folder::keys).collect();
    match password {
        Some(password) if !keys.is_empty() && Unsealing::of(&keys, password).is_none() => Err(store::StoreError::WrongPassword.into()),
        _ => Ok(()),
    }
}

pub fn add(app: &App, _: &Caller<'_>, asked: AddCopyPlace) -> Result<CopiesState, Failure> {
    let parent = PathBuf::from(asked.path.trim());
    let (kind, name) = kind_of(app, &parent);
    let folder = parent.join(folder_name(app)?);
    let data = app.store.place().database.parent().unwrap_or(Path::new("."));
    let unknown = |why: String| Failure::new("copy_place_unknown", why);
    if !parent.is_absolute() || !parent.is_dir() {
        return Err(unknown(format!("{} is no folder", parent.display())));
    }
    let real = parent.canonicalize().map_err(|error| unknown(error.to_string()))?;
    if data.canonicalize().is_ok_and(|data| real.starts_with(data)) {
        return Err(Failure::new("copy_same_folder", "this folder is the till's own"));
    }
    let desk = &app.copying.desk;
    if desk.places().others.iter().any(|other| places::marked(&folder) == Some(other.id)) {
        return Err(Failure::new("copy_place_taken", "copies go there already"));
    }
    // copies that were there before are this till's too, and stay
    let id = places::marked(&folder).unwrap_or_else(Id::now_v7);
    std::fs::create_dir_all(&folder).map_err(|error| unknown(error.to_string()))?;
    places::mark(&folder, id).map_err(|failure| unknown(failure.message))?;
    desk.change(|places| places.others.push(Other { id, kind, name, path: folder, made: Made::default() }))?;
    desk.survey();
    // the owner sees it work, if nothing else is under way
    let _ = app.copying.copy();
    shown(app)
}

fn kind_of(app: &App, parent: &Path) -> (PlaceKind, String) {
    match app.copying.desk.disks().into_iter().find(|disk| disk.path == parent) {
        Some(disk) => (PlaceKind::Disk, disk.name),
        None => (PlaceKind::Folder, parent.display().to_string()),
    }
}

/// Several tills may copy to one disk: each has a folder of its own there.
fn folder_name(app: &App) -> Result<String, Failure> {
    let me = app.store.read(figures)?.ok_or_else(|| Failure::new("not_set_up", "the shop is not set up yet"))?;
    Ok(format!("mostrador-{}-{}", me.till.to_lowercase(), &me.device.simple().to_string()[24..]))
}

pub fn remove(app: &App, _: &Caller<'_>, asked: NameRecord) -> Result<CopiesState, Failure> {
    let desk = &app.copying.desk;
    let had = desk.change(|places| {
        let before = places.others.len();
        places.others.retain(|other| other.id != asked.id);
        before != places.others.len()
    })?;
    desk.survey();
    if had { shown(app) } else { Err(Failure::not_found("place")) }
}

/// From now on. The next round writes again, closed, what lies in clear in other places.
pub fn seal(app: &App, _: &Caller<'_>, asked: CopiesPassword) -> Result<CopiesState, Failure> {
    let seal = match asked.password {
        Some(password) if password.chars().count() < SHORTEST_PASSWORD => {
            return Err(Failure::new("copy_password_short", "the password is too short").with("least", SHORTEST_PASSWORD));
        }
        password => password.map(|password| Seal::with_password(&password)).transpose()?,
    };
    let desk = &app.copying.desk;
    desk.change(|places| {
        places.seal = seal;
        // so that it is done at the next look, not in a day
        places.others.iter_mut().for_each(|other| other.made = Made { full_at_ms: None, entries_at_ms: None, ..other.made.clone() });
    })?;
    let _ = app.copying.copy();
    shown(app)
}
