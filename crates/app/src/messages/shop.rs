use std::collections::BTreeMap;

use domain::Id;
use domain::country::{Language, Wording};
use domain::currency::Currency;
use domain::tax::PriceMode;
use domain::units::Rate;
use domain::user::{Permission, Role};
use printing::PrinterProfile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Setup,
    Login,
    Ready,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    Light,
    Dark,
    #[default]
    System,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct AppState {
    pub phase: Phase,
    pub version: String,
    pub language: Language,
    pub theme: Theme,
    pub shop: Option<Shop>,
    pub user: Option<SessionUser>,
    pub demo: bool,
    pub till: String,
    pub notices: Vec<Notice>,
}

/// Something that a person should know; the screen has its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Notice {
    pub code: String,
    pub params: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionUser {
    pub id: Id,
    pub name: String,
    pub role: Role,
    /// What the owner calls the role that she made for her.
    pub title: Option<String>,
    pub permissions: Vec<Permission>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct Shop {
    pub name: String,
    pub tax_id: String,
    pub address: String,
    pub country: String,
    pub currency: Currency,
    pub price_mode: PriceMode,
    pub tax_classes: Vec<TaxClassView>,
    pub wording: Wording,
    pub time_zone: String,
    pub business_date: String,
}

/// What stands at the head of each receipt.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ShopDetails {
    pub name: String,
    pub tax_id: String,
    pub address: String,
    pub logo_png_base64: Option<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ShopSave {
    pub name: String,
    pub tax_id: String,
    pub address: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetLogo {
    /// Of a picture that was uploaded; none takes the logo away.
    pub upload: Option<Id>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct TaxClassView {
    pub code: String,
    pub name: String,
    pub rate: Rate,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct CountryView {
    pub code: String,
    pub name: String,
    pub currency: String,
    pub tax_id_name: String,
    pub language: Language,
    pub tax_id_hint: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct PreferencesSet {
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<Language>,
    #[serde(default)]
    #[ts(optional)]
    pub theme: Option<Theme>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartWith {
    Empty,
    Demo,
}

/// How far the first-run wizard has come: local state, so that it can be resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupDraft {
    pub step: u32,
    pub language: Language,
    pub country: String,
    pub shop_name: String,
    pub tax_id: String,
    pub address: String,
    pub owner_name: String,
    pub printer: Option<PrinterProfile>,
    pub start: StartWith,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetupFinish {
    pub draft: SetupDraft,
    pub owner_pin: String,
}
