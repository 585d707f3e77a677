//! What the shop is on its receipts: its name, tax id, address and logo. A change is for the receipts that are printed from now on.

use std::fs;

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::entry::ShopConfigured;
use domain::product::clean_name;
use domain::{Id, Refusal, card_number};
use store::{Lane, Store, read};

use crate::messages::{SetLogo, ShopDetails, ShopSave};
use crate::{App, Caller, Failure};

const LONGEST_TAX_ID: usize = 40;
const LONGEST_ADDRESS: usize = 200;
const LARGEST_LOGO: u64 = 10 << 20;

/// Without space around it; longer than any real one is a mistake of the keyboard.
fn clean(text: &str, longest: usize, field: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    card_number::refuse(text)?;
    let fits = text.chars().count() <= longest && !text.chars().any(|it| it.is_control() && it != '\n');
    if fits { Ok(text.to_owned()) } else { Err(Refusal::FieldInvalid { field }) }
}

pub(crate) fn clean_tax_id(text: &str) -> Result<String, Refusal> {
    clean(text, LONGEST_TAX_ID, "tax_id")
}

pub(crate) fn clean_address(text: &str) -> Result<String, Refusal> {
    clean(text, LONGEST_ADDRESS, "address")
}

pub fn get(app: &App, _: &Caller<'_>, (): ()) -> Result<ShopDetails, Failure> {
    let shop = app.shop()?.configured;
    let logo_png_base64 = logo_file(&app.store, &shop).map(|png| BASE64_STANDARD.encode(png));
    Ok(ShopDetails { name: shop.name, tax_id: shop.tax_id, address: shop.address, logo_png_base64 })
}

pub fn save(app: &App, caller: &Caller<'_>, asked: ShopSave) -> Result<ShopDetails, Failure> {
    let name = clean_name(&asked.name)?;
    let (tax_id, address) = (clean_tax_id(&asked.tax_id)?, clean_address(&asked.address)?);
    change(app, caller, move |shop| ShopConfigured { name, tax_id, address, ..shop })
}

/// The file is made ready before anything is written, so a bad one changes nothing.
pub fn set_logo(app: &App, caller: &Caller<'_>, asked: SetLogo) -> Result<ShopDetails, Failure> {
    asked.upload.map_or(Ok(()), |_| app.may_write_extras())?;
    let logo = asked.upload.map(|upload| keep_logo(app, upload)).transpose()?;
    change(app, caller, move |shop| ShopConfigured { logo, ..shop })
}

fn keep_logo(app: &App, upload: Id) -> Result<String, Failure> {
    let path = app.upload_path(upload);
    let size = fs::metadata(&path).map_err(|_| Failure::not_found("uploaded file"))?.len();
    if size > LARGEST_LOGO {
        return Err(Failure::new("logo_too_large", "the picture is larger than 10 MB"));
    }
    let file = fs::read(&path).map_err(|_| Failure::not_found("uploaded file"))?;
    let png = printing::logo::prepare(&file).map_err(|error| Failure::new("logo_unreadable", error.to_string()))?;
    let _ = fs::remove_file(path);
    Ok(app.store.place().blobs().keep(&png)?)
}

/// As the shop is when it is written, not as it was when it was asked.
fn change(
    app: &App,
    caller: &Caller<'_>,
    act: impl FnOnce(ShopConfigured) -> ShopConfigured + Send + 'static,
) -> Result<ShopDetails, Failure> {
    let (user, now) = (caller.user()?, app.now(&app.shop()?));
    app.store.write(Lane::Interactive, move |tx| {
        let shop = read::shop::shop(tx)?.ok_or_else(|| Failure::not_found("shop"))?;
        let changed = act(shop.clone());
        if changed != shop {
            tx.append(changed, Some(user), now)?;
        }
        Ok::<_, Failure>(())
    })?;
    get(app, caller, ())
}

/// A logo that is not here, or not readable, is no reason not to print.
pub(crate) fn logo_file(store: &Store, shop: &ShopConfigured) -> Option<Vec<u8>> {
    let read = store.place().blobs().read(shop.logo.as_deref()?);
    read.inspect_err(|error| tracing::warn!(%error, "The logo is not there")).ok()
}
