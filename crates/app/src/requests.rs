//! The whole API of the program, a line a request: arguments and result, who may ask, from where, and how large the arguments may be.

use domain::user::Permission::*;
use domain::{Id, Quantity};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

use crate::door::{Access::*, Kind::*, Request, Surface, Surface::*};
use crate::messages::*;
use crate::use_cases::{
    accounts, approvals, categories, copies, corrections, customers, head_office, health, imports, login, order_views, orders, pay, people,
    points, preferences, printer, products, quotations, quote, receipts, reports, returns, roles, sell, sessions, setup, shifts, shop,
    tickets, users, values,
};
use crate::{App, Caller, Failure};

const BOTH: &[Surface] = &[Till, Owner];
const TILL: &[Surface] = &[Till];

const SMALL: usize = 4 << 10;
const MEDIUM: usize = 64 << 10;

macro_rules! requests {
    ($($name:literal: $arguments:ty => $result:ty, $access:expr, $surfaces:expr, $kind:expr, $limit:expr, $run:path;)*) => {
        pub static REQUESTS: &[Request] = &[$(Request {
            name: $name,
            access: $access,
            surfaces: $surfaces,
            kind: $kind,
            limit_bytes: $limit,
            run: |app, caller, arguments| run(app, caller, arguments, $run),
            types: |config| (<$arguments as TS>::name(config), <$result as TS>::name(config)),
        }),*];
    };
}

fn run<A: DeserializeOwned, R: Serialize>(
    app: &App,
    caller: &Caller<'_>,
    arguments: Value,
    use_case: impl FnOnce(&App, &Caller<'_>, A) -> Result<R, Failure>,
) -> Result<Value, Failure> {
    let arguments = serde_json::from_value(arguments).map_err(|error| Failure::new("invalid_argument", error.to_string()))?;
    serde_json::to_value(use_case(app, caller, arguments)?).map_err(|error| Failure::new("internal", error.to_string()))
}

pub(crate) fn find(name: &str) -> Option<&'static Request> {
    REQUESTS.iter().find(|request| request.name == name)
}

requests! {
    "app.state": () => AppState, Anyone, BOTH, Query, SMALL, preferences::state;
    "preferences.set": PreferencesSet => AppState, Anyone, BOTH, Action, SMALL, preferences::set;
    "countries": () => Vec<CountryView>, Anyone, BOTH, Query, SMALL, setup::countries;
    "setup.get": () => SetupDraft, SettingUp, BOTH, Query, SMALL, setup::get;
    "setup.save": SetupDraft => SetupDraft, SettingUp, BOTH, Action, SMALL, setup::save;
    "setup.finish": SetupFinish => AppState, SettingUp, BOTH, Action, SMALL, setup::finish;

    "shop.get": () => ShopDetails, May(EditSettings), BOTH, Query, SMALL, shop::get;
    "shop.save": ShopSave => ShopDetails, May(EditSettings), BOTH, Action, SMALL, shop::save;
    "shop.logo": SetLogo => ShopDetails, May(EditSettings), BOTH, Action, SMALL, shop::set_logo;

    "users.tiles": () => Vec<UserTile>, Anyone, BOTH, Query, SMALL, users::tiles;
    "login": Login => AppState, Anyone, BOTH, Action, SMALL, login::login;
    "lock": () => AppState, SignedIn, BOTH, Action, SMALL, login::lock;
    "users.list": () => Vec<UserRow>, May(EditUsers), BOTH, Query, SMALL, users::list;
    "users.save": UserSave => UserTile, May(EditUsers), BOTH, Action, SMALL, users::save;
    "users.erase": NameRecord => (), May(EditUsers), BOTH, Action, SMALL, users::erase;
    "users.badge": NameRecord => (), May(EditUsers), BOTH, Action, SMALL, users::print_badge;
    "users.unbadge": NameRecord => (), May(EditUsers), BOTH, Action, SMALL, users::remove_badge;
    "roles.list": () => RoleList, May(EditUsers), BOTH, Query, SMALL, roles::list;
    "roles.save": domain::role::RoleSaved => domain::role::RoleSaved, May(EditUsers), BOTH, Action, SMALL, roles::save;
    "sessions.get": () => SessionRules, May(EditSettings), BOTH, Query, SMALL, sessions::get;
    "sessions.save": SessionRules => SessionRules, May(EditSettings), BOTH, Action, SMALL, sessions::save;

    "cart.current": () => CartView, May(Sell), TILL, Query, SMALL, sell::current;
    "cart.scan": Scan => ScanAnswer, May(Sell), TILL, Action, SMALL, sell::scan;
    "cart.add": AddProduct => CartChanged, May(Sell), TILL, Action, SMALL, sell::add;
    "cart.add_free": FreeLine => CartChanged, May(Sell), TILL, Action, SMALL, sell::add_free;
    "cart.line": ChangeLine => CartView, May(Sell), TILL, Action, SMALL, sell::change_line;
    "cart.remove": NameLine => CartView, May(Sell), TILL, Action, SMALL, sell::remove;
    "cart.restore": NameLine => CartView, May(Sell), TILL, Action, SMALL, sell::restore;
    "cart.discount": DiscountCart => CartView, May(Sell), TILL, Action, SMALL, sell::discount;
    "cart.discard": DiscardCart => CartView, May(Sell), TILL, Action, SMALL, sell::discard;
    "cart.repeat": NameRecord => Repeated, May(Sell), TILL, Action, SMALL, sell::repeat;
    "tickets.list": () => Tickets, May(Sell), TILL, Query, SMALL, tickets::list;
    "tickets.park": ParkTicket => Tickets, May(Sell), TILL, Action, SMALL, tickets::park;
    "tickets.resume": NameRecord => Tickets, May(Sell), TILL, Action, SMALL, tickets::resume;
    "cart.check_age": CheckAge => CartView, May(Sell), TILL, Action, SMALL, sell::check_age;
    "cart.return": ReturnLines => CartView, May(TakeBack), TILL, Action, MEDIUM, returns::take_back;
    "cart.return_without": ReturnWithoutReceipt => CartView, May(TakeBack), TILL, Action, SMALL, returns::without;
    "cart.customer": ChooseCustomer => CartView, May(Sell), TILL, Action, SMALL, customers::choose;
    "returns.find": FindReturnable => ReturnableView, May(TakeBack), TILL, Query, SMALL, returns::find;
    "pay.quote": Quote => SettlementView, May(Sell), TILL, Query, MEDIUM, quote::quote;
    "sale.complete": CompleteSale => SaleDone, May(Sell), TILL, Action, MEDIUM, pay::complete;

    "receipts.list": ListReceipts => ReceiptList, May(ViewReceipts), BOTH, Query, SMALL, receipts::list;
    "receipts.get": NameRecord => ReceiptView, May(ViewReceipts), BOTH, Query, SMALL, receipts::get;
    "receipts.correct": CorrectTenders => ReceiptView, May(ViewReceipts), TILL, Action, MEDIUM, corrections::correct;
    "receipts.reprint": NameRecord => PrintJob, May(Reprint), TILL, Action, SMALL, receipts::reprint;

    "customers.search": SearchCustomers => Vec<CustomerRow>, May(ServeCustomers), BOTH, Query, SMALL, customers::search;
    "customers.get": NameRecord => CustomerView, May(ServeCustomers), BOTH, Query, SMALL, customers::get;
    "customers.doubts": CustomerSave => CustomerDoubts, May(ServeCustomers), BOTH, Query, SMALL, customers::doubts;
    "customers.save": CustomerSave => CustomerView, May(ServeCustomers), BOTH, Action, SMALL, customers::save;
    "customers.terms": domain::account::AccountTerms => CustomerView, May(Approve), BOTH, Action, SMALL, customers::terms;
    "customers.erase": NameRecord => (), May(EditUsers), BOTH, Action, SMALL, customers::erase;
    "accounts.pay": PayAccount => AccountReceipt, May(ServeCustomers), TILL, Action, MEDIUM, accounts::pay;
    "accounts.print": NameRecord => PrintJob, May(Reprint), TILL, Action, SMALL, accounts::reprint;
    "accounts.debtors": () => Vec<Debtor>, May(ServeCustomers), BOTH, Query, SMALL, accounts::debtors;

    "quotations.make": MakeQuotation => QuotationRow, May(Sell), TILL, Action, SMALL, quotations::make;
    "quotations.list": () => Vec<QuotationRow>, May(Sell), BOTH, Query, SMALL, quotations::list;
    "quotations.take": NameRecord => CartView, May(Sell), TILL, Action, SMALL, quotations::take;
    "quotations.again": NameRecord => Repeated, May(Sell), TILL, Action, SMALL, quotations::again;
    "quotations.print": NameRecord => PrintJob, May(Sell), TILL, Action, SMALL, quotations::reprint;
    "values.find": FindValue => ValueView, May(Sell), TILL, Query, SMALL, values::find;
    "values.list": () => ValueList, May(Approve), BOTH, Query, SMALL, values::list;
    "values.issue": IssueValue => ValueView, May(Sell), TILL, Action, SMALL, values::issue;
    "values.print": NameRecord => PrintJob, May(Approve), TILL, Action, SMALL, values::reprint;
    "orders.terms": AskOrder => OrderTerms, May(Sell), TILL, Query, SMALL, orders::terms;
    "orders.place": PlaceOrder => OrderView, May(Sell), TILL, Action, MEDIUM, orders::place;
    "orders.list": () => OrderList, May(Sell), BOTH, Query, SMALL, order_views::list;
    "orders.get": NameRecord => OrderView, May(Sell), BOTH, Query, SMALL, order_views::get;
    "orders.kept": NameRecord => Quantity, May(Sell), BOTH, Query, SMALL, order_views::kept;
    "orders.deposit": TakeDeposit => OrderView, May(Sell), TILL, Action, MEDIUM, orders::deposit;
    "orders.take": NameRecord => CartView, May(Sell), TILL, Action, SMALL, orders::take;
    "orders.cancel": CancelOrder => OrderView, May(Sell), TILL, Action, MEDIUM, orders::cancel;
    "orders.print": NameRecord => PrintJob, May(Sell), TILL, Action, SMALL, orders::reprint;
    "points.get": () => PointsState, May(EditSettings), BOTH, Query, SMALL, points::state;
    "points.save": domain::points::PointsRules => PointsState, May(EditSettings), BOTH, Action, SMALL, points::save;
    "approval.running": () => Vec<RunningGrant>, May(Sell), TILL, Query, SMALL, approvals::show;
    "approval.end": () => (), May(Sell), TILL, Action, SMALL, approvals::end;
    "people.acts": AskActs => PeopleActs, May(Approve), BOTH, Query, SMALL, people::acts;
    "people.acts_of": AskActsOf => Vec<ActView>, May(Approve), BOTH, Query, SMALL, people::acts_of;
    "clock.state": () => ClockState, SignedIn, TILL, Query, SMALL, people::clock;
    "clock.punch": Punch => ClockState, SignedIn, TILL, Action, SMALL, people::punch;
    "drawer.state": () => DrawerState, May(CountDrawer), TILL, Query, SMALL, shifts::state;
    "drawer.open": OpenDrawer => DrawerState, May(CountDrawer), TILL, Action, SMALL, shifts::open_drawer;
    "drawer.move": MoveCash => DrawerState, May(CountDrawer), TILL, Action, SMALL, shifts::move_cash;
    "drawer.rules": domain::cash_rules::CashRules => DrawerState, May(EditSettings), TILL, Action, SMALL, shifts::save_rules;
    "shift.open": OpenShift => DrawerState, May(CountDrawer), TILL, Action, SMALL, shifts::open;
    "shift.count": CountShift => DrawerState, May(CountDrawer), TILL, Action, SMALL, shifts::count_drawer;
    "shift.close": CloseShift => ZRow, May(CountDrawer), TILL, Action, SMALL, shifts::close;
    "shift.print": () => PrintJob, May(CountDrawer), TILL, Action, SMALL, shifts::print_x;
    "reports.list": ListZ => ZList, May(CountDrawer), BOTH, Query, SMALL, reports::list;
    "reports.get": NameRecord => ZView, May(CountDrawer), BOTH, Query, SMALL, reports::get;
    "reports.reprint": NameRecord => PrintJob, May(Reprint), TILL, Action, SMALL, reports::reprint;

    "products.search": SearchProducts => Vec<ProductHit>, May(ViewProducts), BOTH, Query, SMALL, products::search;
    "products.favourites": Favourites => Vec<Tile>, May(ViewProducts), BOTH, Query, SMALL, products::favourites;
    "products.list": ListProducts => ProductList, May(ViewProducts), BOTH, Query, SMALL, products::list;
    "products.get": NameRecord => ProductView, May(ViewProducts), BOTH, Query, SMALL, products::get;
    "products.by_code": ByCode => Vec<ProductHit>, May(ViewProducts), BOTH, Query, SMALL, products::by_code;
    "products.save": ProductSave => ProductView, May(EditProducts), BOTH, Action, MEDIUM, products::save;
    "categories.list": () => Vec<Category>, May(ViewProducts), BOTH, Query, SMALL, categories::list;
    "categories.save": CategorySave => Category, May(EditProducts), BOTH, Action, SMALL, categories::save;

    "imports.preview": PreviewImport => ImportPreview, May(EditProducts), BOTH, Query, MEDIUM, imports::preview;
    "imports.start": StartImport => ImportState, May(EditProducts), BOTH, Job, MEDIUM, imports::start;
    "imports.state": () => ImportState, May(EditProducts), BOTH, Query, SMALL, imports::state;
    "imports.cancel": () => ImportState, May(EditProducts), BOTH, Action, SMALL, imports::cancel;

    "copies.state": () => CopiesState, May(EditSettings), BOTH, Query, SMALL, copies::state;
    "copies.make": () => CopiesState, May(EditSettings), BOTH, Job, SMALL, copies::make;
    "copies.cancel": () => CopiesState, May(EditSettings), BOTH, Action, SMALL, copies::cancel;
    "copies.drill": CopiesPassword => CopiesState, May(EditSettings), BOTH, Job, SMALL, copies::drill;
    "copies.restore": CopiesPassword => (), May(EditSettings), BOTH, Action, SMALL, copies::restore;
    "copies.add": AddCopyPlace => CopiesState, May(EditSettings), BOTH, Action, SMALL, copies::add;
    "copies.remove": NameRecord => CopiesState, May(EditSettings), BOTH, Action, SMALL, copies::remove;
    "copies.seal": CopiesPassword => CopiesState, May(EditSettings), BOTH, Action, SMALL, copies::seal;
    "recovery.begin": CopiesPassword => (), Anyone, TILL, Action, SMALL, copies::recover;

    "sync.state": () => SyncState, Anyone, BOTH, Query, SMALL, head_office::state;
    "sync.pair": PairHeadOffice => SyncState, SettingUp, BOTH, Action, SMALL, head_office::pair;
    "sync.now": () => SyncState, Anyone, BOTH, Action, SMALL, head_office::now;
    "sync.leave": LeaveHeadOffice => SyncState, May(EditSettings), BOTH, Action, SMALL, head_office::leave;

    "health.get": () => Health, May(ViewHealth), BOTH, Query, SMALL, health::get;
    "health.export": () => HealthExport, May(ViewHealth), BOTH, Action, SMALL, health::export;

    "printer.get": () => printing::PrinterProfile, SettingUp, BOTH, Query, SMALL, printer::get;
    "printer.save": printing::PrinterProfile => printing::PrinterProfile, SettingUp, BOTH, Action, SMALL, printer::save;
    "printer.test": TestPrinter => (), SettingUp, BOTH, Action, SMALL, printer::test;
    "printer.status": () => PrinterStatus, SignedIn, BOTH, Query, SMALL, printer::status;
    "print.resolve": ResolveJob => PrinterStatus, May(Sell), TILL, Action, SMALL, printer::resolve;
}

/// Names an existing record.
#[derive(Debug, serde::Deserialize, TS)]
#[ts(rename = "NameRecord")]
pub struct NameRecord {
    pub id: Id,
}
