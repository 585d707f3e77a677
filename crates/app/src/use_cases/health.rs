//! How the till is, on the screen and in a file for whoever helps from afar.

use crate::messages::{Health, HealthExport};
use crate::{App, Caller, Failure, health};

pub fn get(app: &App, _: &Caller<'_>, (): ()) -> Result<Health, Failure> {
    Ok(Health::of(&health::of_app(app)?))
}

pub fn export(app: &App, _: &Caller<'_>, (): ()) -> Result<HealthExport, Failure> {
    app.may_write_extras()?;
    let day = (app.clock)().format("%Y-%m-%d-%H%M%S");
    let path = app.exports.join(format!("mostrador-{day}.zip"));
    health::write_export(&path, &health::of_app(app)?, &app.store.place().database)?;
    Ok(HealthExport { path: path.display().to_string() })
}
