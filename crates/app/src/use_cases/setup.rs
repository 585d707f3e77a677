//! The first-run wizard: resumable until it is finished, and then once for all.

use domain::country::{Country, Language};
use domain::entry::ShopConfigured;
use domain::product::clean_name;
use domain::user::{Powers, Role};
use domain::{Id, Refusal, card_number};
use store::local::preferences;
use store::{Lane, Now, read};

use crate::demo::Demo;
use crate::messages::{AppState, CountryView, SetupDraft, SetupFinish, StartWith};
use crate::session::Session;
use crate::use_cases::{preferences as state, printer, shop, users};
use crate::{App, Caller, Failure};

const DRAFT: &str = "setup";

pub fn countries(app: &App, _: &Caller<'_>, (): ()) -> Result<Vec<CountryView>, Failure> {
    let language = state::language(app)?;
    let view = |country: &Country| CountryView {
        code: country.code.clone(),
        name: country.name.in_language(language).clone(),
        currency: country.currency.code.clone(),
        tax_id_name: country.wording.in_language(language).tax_id.clone(),
        language: country.language,
        tax_id_hint: country.tax_id_hint.clone(),
    };
    Ok(Country::all().iter().map(view).collect())
}

pub fn get(app: &App, _: &Caller<'_>, (): ()) -> Result<SetupDraft, Failure> {
    let fresh = || SetupDraft {
        step: 0,
        language: Language::Es,
        country: "MX".to_owned(),
        shop_name: String::new(),
        tax_id: String::new(),
        address: String::new(),
        owner_name: String::new(),
        printer: None,
        start: StartWith::Empty,
    };
    Ok(app.store.read(|conn| preferences::get(conn, DRAFT))?.unwrap_or_else(fresh))
}

pub fn save(app: &App, _: &Caller<'_>, draft: SetupDraft) -> Result<SetupDraft, Failure> {
    let texts = [&draft.country, &draft.shop_name, &draft.tax_id, &draft.address, &draft.owner_name];
    texts.into_iter().try_for_each(|text| card_number::refuse(text))?;
    draft.printer.as_ref().map_or(Ok(()), printer::refuse_card)?;
    let saved = draft.clone();
    app.store.write(Lane::Interactive, move |tx| {
        preferences::set(tx, "language", &saved.language)?;
        preferences::set(tx, DRAFT, &saved)
    })?;
    Ok(draft)
}

pub fn finish(app: &App, caller: &Caller<'_>, asked: SetupFinish) -> Result<AppState, Failure> {
    if app.store.read(read::shop::shop)?.is_some() {
        return Err(Failure::new("already_set_up", "the shop is set up already"));
    }
    let SetupFinish { draft, owner_pin } = asked;
    if draft.start == StartWith::Demo {
        app.may_write_extras()?;
    }
    let country =
        Country::find(&draft.country).ok_or_else(|| Failure::new("invalid_argument", "no such country").with("field", "country"))?;
    let shop_name = clean_name(&draft.shop_name)?;
    let owner_name = match clean_name(&draft.owner_name) {
        Err(Refusal::NameRequired) => owner_word(draft.language).to_owned(),
        name => name?,
    };
    draft.printer.as_ref().map_or(Ok(()), printer::refuse_card)?;
    let (tax_id, address) = (shop::clean_tax_id(&draft.tax_id)?, shop::clean_address(&draft.address)?);
    let hash = users::checked_hash(app, &owner_pin, Role::Owner)?;
    let shop = ShopConfigured {
        name: shop_name,
        tax_id,
        address,
        country: country.code.clone(),
        language: draft.language,
        time_zone: country.time_zone.clone(),
        day_cut_hour: 0,
        demo: draft.start == StartWith::Demo,
        logo: None,
    };
    let owner = Id::now_v7();
    let now = Now { ms: app.now_ms(), offset_minutes: 0 };
    let profile = draft.printer.clone();
    let demo = shop.demo.then(|| Demo::prepare(&app.store.place().blobs(), country)).transpose()?;
    app.store.write(Lane::Interactive, move |tx| {
        // a second press came while the first was hashing
        if read::shop::shop(tx)?.is_some() {
            return Err(Failure::new("already_set_up", "the shop is set up already"));
        }
        tx.append(shop, Some(owner), now)?;
        users::append(tx, &users::Edit { hash: Some(&hash), ..users::Edit::of_owner(owner, &owner_name) }, Some(owner), now)?;
        demo.map_or(Ok(()), |demo| demo.append(tx, owner, now))?;
        profile.map_or(Ok(()), |profile| preferences::set(tx, printer::PROFILE, &profile))?;
        // it holds a name in the clear, and has served
        preferences::remove(tx, DRAFT)?;
        Ok::<_, Failure>(())
    })?;
    // a few hundred products: the till opens with them on its tiles
    app.store.catch_up_wholly()?;
    state::state(app, &app.sign_in(caller, Session { user: owner, powers: Powers::of(Role::Owner) }), ())
}

fn owner_word(language: Language) -> &'static str {
    match language {
        Language::Es => "Dueño",
        Language::En => "Owner",
    }
}
