//! The state of the program as the screen needs it first, and what this machine prefers.

use domain::country::Language;
use domain::entry::EpochReason;
use domain::user::Permission;
use store::local::preferences;
use store::recovery::Recovery;
use store::{Finding, Lane, StoreError, read};

use crate::messages::{AppState, Notice, Phase, PreferencesSet, SessionUser, Shop, TaxClassView, Theme};
use crate::use_cases::{returns, roles};
use crate::{App, Caller, Failure, health, program};

const LANGUAGE: &str = "language";
const THEME: &str = "theme";

pub fn state(app: &App, caller: &Caller<'_>, (): ()) -> Result<AppState, Failure> {
    let shop = app.store.read(read::shop::shop)?.map(program::Shop::of).transpose()?;
    let language = language(app)?;
    let user = caller.session().ok().map(|session| session_user(app, session)).transpose()?.flatten();
    Ok(AppState {
        phase: match (&shop, &user) {
            (None, _) => Phase::Setup,
            (_, None) => Phase::Login,
            _ => Phase::Ready,
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language,
        theme: app.store.read(|conn| preferences::get(conn, THEME))?.unwrap_or(Theme::System),
        demo: shop.as_ref().is_some_and(|shop| shop.configured.demo),
        shop: shop.map(|shop| shop_view(app, &shop, language)).transpose()?,
        user,
        till: app.store.read(read::own::till)?,
        notices: notices(app, caller)?,
    })
}

/// This machine's choice, else the shop's, else Spanish.
pub fn language(app: &App) -> Result<Language, Failure> {
    let chosen = app.store.read(|conn| preferences::get(conn, LANGUAGE))?;
    let of_shop = || app.store.read(read::shop::shop).map(|shop| shop.map(|shop| shop.language));
    Ok(chosen.map_or_else(of_shop, |chosen| Ok(Some(chosen)))?.unwrap_or(Language::Es))
}

/// What concerns everybody who stands here, and then what those who look after the till should know.
fn notices(app: &App, caller: &Caller<'_>) -> Result<Vec<Notice>, Failure> {
    let recovered = app.store.recovered().map(recovered_notice);
    // a till that was put together has a new epoch for that very reason
    let new_epoch = if recovered.is_some() { None } else { app.store.new_epoch().map(new_epoch_notice) };
    let mut codes: Vec<&str> = new_epoch.into_iter().collect();
    codes.extend(health::room_notice(app.room().state()));
    let looks_after = caller.powers().is_ok_and(|powers| powers.may(Permission::ViewHealth));
    if looks_after {
        codes.extend(health::notices(app));
    }
    let twice = if looks_after { returns::twice(app)? } else { None };
    let plain = codes.into_iter().map(|code| Notice { code: code.to_owned(), params: std::collections::BTreeMap::new() });
    Ok(app.watch.found().map(damaged_notice).into_iter().chain(recovered).chain(twice).chain(plain).collect())
}

fn new_epoch_notice(reason: EpochReason) -> &'static str {
    if reason == EpochReason::Rewound { "epoch_rewound" } else { "epoch_moved" }
}

/// It comes first: it may be somebody's doing.
fn damaged_notice(found: Finding) -> Notice {
    let row = found.arrival.map(|row| ("row".to_owned(), row.to_string()));
    Notice { code: "journal_damaged".to_owned(), params: row.into_iter().collect() }
}

fn recovered_notice(recovery: &Recovery) -> Notice {
    let receipt = recovery.newest_sale.as_ref().map(|sale| ("receipt".to_owned(), format!("{}-{}", sale.series, sale.number)));
    let missing = ("missing".to_owned(), recovery.missing_sales.to_string());
    Notice { code: "recovered".to_owned(), params: receipt.into_iter().chain([missing]).collect() }
}

fn session_user(app: &App, session: crate::session::Session) -> Result<Option<SessionUser>, Failure> {
    let user = app.store.read(|conn| read::users::find(conn, session.user))?;
    let Some(user) = user.filter(|user| user.active) else { return Ok(None) };
    let permissions = Permission::ALL.into_iter().filter(|permission| session.powers.may(*permission)).collect();
    Ok(Some(SessionUser { id: user.id, title: roles::title(app, &user)?, name: user.name, role: user.role, permissions }))
}

fn shop_view(app: &App, shop: &program::Shop, language: Language) -> Result<Shop, Failure> {
    let country = shop.country;
    let rate = |taxes: &[domain::tax::Tax]| {
        domain::units::round(domain::tax::factors(taxes).iter().sum::<rust_decimal::Decimal>() * rust_decimal::Decimal::from(1_000_000))
    };
    let tax_classes = country
        .tax_classes
        .iter()
        .map(|class| {
            Ok(TaxClassView {
                code: class.code.clone(),
                name: class.name.clone(),
                rate: rate(&class.taxes).and_then(domain::Rate::new).map_err(domain::Refusal::from)?,
            })
        })
        .collect::<Result<_, Failure>>()?;
    Ok(Shop {
        name: shop.configured.name.clone(),
        tax_id: shop.configured.tax_id.clone(),
        address: shop.configured.address.clone(),
        country: country.code.clone(),
        currency: country.currency.clone(),
        price_mode: country.taxes.mode,
        tax_classes,
        wording: country.wording.in_language(language).clone(),
        time_zone: shop.configured.time_zone.clone(),
        business_date: app.business_date(shop)?.to_string(),
    })
}

pub fn set(app: &App, caller: &Caller<'_>, set: PreferencesSet) -> Result<AppState, Failure> {
    app.store.write(Lane::Interactive, move |tx| {
        if let Some(language) = set.language {
            preferences::set(tx, LANGUAGE, &language)?;
        }
        set.theme.map_or(Ok(()), |theme| preferences::set(tx, THEME, &theme))?;
        Ok::<_, StoreError>(())
    })?;
    state(app, caller, ())
}
