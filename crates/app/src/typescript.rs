//! TypeScript of the door, from the same types: `ui/src/api/generated.ts`. A drift test keeps the file true.

use std::fmt::Write;

use domain::account::{AccountTerms, Allocation};
use domain::acts::ActKind;
use domain::approval::Approved;
use domain::cash_rules::CashRules;
use domain::clocking::Direction;
use domain::country::{Language, Wording};
use domain::currency::{Currency, Denomination, DenominationKind, HandBack};
use domain::customer::{Contact, Fiscal, Likeness};
use domain::detective::Suspicion;
use domain::order::{Instalment, OrderKind};
use domain::points::PointsRules;
use domain::product::Unit;
use domain::refund::ReturnReason;
use domain::role::RoleSaved;
use domain::shift::{CashDirection, CashReason, CashSums, Checked, MethodSum, Pieces};
use domain::tax::PriceMode;
use domain::tax_id::TaxIdDoubt;
use domain::tender::{PaidBy, Tender};
use domain::ticket::Discount;
use domain::user::{Permission, Role};
use domain::value::ValueKind;
use ts_rs::{Config, TS};

use crate::Failure;
use crate::messages::*;
use crate::requests::{NameRecord, REQUESTS};
use crate::uploads::Uploaded;

const HEAD: &str = "// Generated from crates/app by `make types`. Do not edit.\n\n\
/** Minor units of the shop's currency. */\nexport type Money = number;\n\
/** Ten-thousandths of the currency unit. */\nexport type UnitPrice = number;\n\
/** Thousandths. */\nexport type Quantity = number;\n\
/** Millionths: 16 % is 160000. */\nexport type Rate = number;\n\
/** A UUID. */\nexport type Id = string;\n\n";

macro_rules! declarations {
    ($config:expr; $($type:ty),* $(,)?) => { vec![$(<$type as TS>::decl($config)),*] };
}

/// The whole file.
#[must_use]
pub fn generate() -> String {
    let config = Config::new().with_large_int("number");
    let mut text = HEAD.to_owned();
    for declaration in declarations(&config) {
        let _ = writeln!(text, "export {declaration}");
    }
    text.push_str("\n/** Name of each request, its arguments and its result. */\nexport type Requests = {\n");
    for request in REQUESTS {
        let (arguments, result) = (request.types)(&config);
        let _ = writeln!(text, "  \"{}\": [{arguments}, {result}];", request.name);
    }
    text.push_str("};\n");
    text
}

fn declarations(config: &Config) -> Vec<String> {
    declarations![config;
        Language, Role, Permission, RoleSaved, RoleList, PriceMode, Unit, Discount, PaidBy, Tender, DenominationKind, Denomination, HandBack, Currency, Wording,
        Phase, Theme, Notice, SessionUser, TaxClassView, Shop, AppState, PreferencesSet, CountryView, printing::PrinterProfile, StartWith,
        SetupDraft, SetupFinish, ShopDetails, ShopSave, SetLogo, UserTile, UserRow, UserSave, SessionRules, Login,
        Contact, Fiscal, Likeness, TaxIdDoubt, AccountTerms, Allocation, PointsRules, PointsState, PointsHeld, OrderKind, Instalment, CartOrder, AskOrder, OrderTerms, PlaceOrder, TakeDeposit, CancelOrder, OrderState, OrderRow, OrderLine, OrderDocument, OrderView, OrderList,
        CartCustomer, ChooseCustomer, SearchCustomers, CustomerRow, CustomerSave,
        CustomerDoubts, Lookalike, CustomerView, Favourite, OpenChargeView, AccountMove, PayAccount, AccountReceipt, Debtor,
        TaxTotal, ReturnReason, ReturnedView, CartLineView, CartView, Scan, ProductHit, ScanAnswer, CartChanged, AddProduct, FreeLine, LineChange, ChangeLine, NameLine,
        DiscountCart, DiscardCart, Quote, ProposedTender, SettlementView, CompleteSale, SaleDone,
        Pieces, CashRules, CashDirection, CashReason, Checked, MethodSum, CashSums, CountedCash, Approval, OpenShift, MoveCash, OpenDrawer,
        CountShift, CloseShift, DrawerState, ShiftView, ShiftTotals, Suspicion, ClueView, CountView, MoveRow, CorrectTenders, ListZ, ZList, ZRow, ZView,
        AgeNeeded, CheckAge, ValueKind, FindValue, ValueView, ValueList, IssueValue, MakeQuotation, QuotationState, QuotationRow, RunningGrant, ActKind, Approved, Direction, AskActs, AskActsOf, PeopleActs, PersonActs, ActSum, ActView, ClockState, Punch, FindReturnable, ReturnableLine, ReturnableView, ReturnHow, ReturnLine, ReturnLines, ReturnWithoutReceipt,
        WaitingTicket, ParkTicket, Tickets, Repeated, NameRecord, ListReceipts, ReceiptRow, ReceiptList, ReceiptView,
        Tile, Category, CategorySave, ProductView, ProductSave, SearchProducts, Favourites, ListProducts, ProductList, ByCode,
        exchange::Delimiter, exchange::Encoding, exchange::DecimalMark, exchange::products::Field, exchange::products::ColumnMapping,
        exchange::products::Mapping, exchange::products::Column, exchange::products::ProductRow, exchange::Code, exchange::RowError,
        exchange::products::Preview, PreviewImport, StartImport, ImportPhase, ImportState, Uploaded,
        TestPrinter, PrinterState, PrintJob, PrinterStatus, Resolution, ResolveJob, Failure,
        Verdict, HealthGroup, ItemName, HealthWord, HealthValue, DetailName, HealthDetail, HealthItem, Health, HealthExport,
        PlaceKind, CopyPlace, CopyDisk, CopyJobKind, CopyStep, CopyJob, CopyOutcomeKind, CopyOutcome, Recovered, CopiesState, CopiesPassword, AddCopyPlace,
        PairedWith, SyncFailure, SyncJob, SyncState, PairHeadOffice, LeaveHeadOffice,
    ]
}
