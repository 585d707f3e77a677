//! Categories: the tabs of the favourites grid.

use domain::Id;
use domain::entry::CategorySaved;
use domain::product::clean_name;
use store::Lane;
use store::read::products;

use crate::messages::{Category, CategorySave};
use crate::{App, Caller, Failure};

fn view(category: products::Category) -> Category {
    let products::Category { id, name, icon, tint } = category;
    Category { id, name, icon, tint }
}

pub fn list(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<Category>, Failure> {
    Ok(app.store.read(products::categories)?.into_iter().map(view).collect())
}

/// The category colours of the design system; neighbours differ, because new categories take them in turn.
pub const TINTS: [&str; 8] = ["azul", "naranja", "cielo", "oliva", "verde", "ambar", "rosa", "violeta"];

pub fn save(app: &App, caller: &Caller<'_>, asked: CategorySave) -> Result<Category, Failure> {
    let actor = caller.user()?;
    let now = app.now(&app.shop()?);
    let before = app.store.read(products::categories)?;
    let position = asked.id.and_then(|id| before.iter().position(|category| category.id == id)).unwrap_or(before.len());
    if !TINTS.contains(&asked.tint.as_str())
        || asked.icon.len() > 32
        || !asked.icon.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    {
        return Err(Failure::new("invalid_argument", "the icon or the tint is not one of the design's").with("field", "icon"));
    }
    let saved = CategorySaved {
        id: asked.id.unwrap_or_else(Id::now_v7),
        name: clean_name(&asked.name)?,
        icon: asked.icon,
        tint: asked.tint,
        position: i64::try_from(position).unwrap_or(i64::MAX >> 11),
        active: true,
    };
    let view = Category { id: saved.id, name: saved.name.clone(), icon: saved.icon.clone(), tint: saved.tint.clone() };
    app.store.write(Lane::Interactive, move |tx| tx.append(saved, Some(actor), now))?;
    Ok(view)
}
