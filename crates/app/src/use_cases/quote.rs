//! What a ticket comes to with these payments, and what stands in its way: said before a card is charged.

use domain::account::Standing;
use domain::approval::Approved;
use domain::cart::Cart;
use domain::country::Country;
use domain::refund::{Returns, proposed};
use domain::tender::{Settlement, Tender, settle};
use domain::{Id, Money, Refusal};
use store::local::carts;
use store::read;
use store::read::shifts::Drawer;

use crate::messages::{Notice, ProposedTender, Quote, SettlementView};
use crate::use_cases::{approvals, pay, returns, shifts};
use crate::{App, Caller, Failure};

/// A ticket that is about to be paid.
struct Paying<'a> {
    cart: &'a Cart,
    /// What it comes to, with what rounding gives back.
    due: Money,
    tenders: &'a [Tender],
    returns: Returns<'a>,
    account: Option<&'a Standing>,
}

pub fn quote(app: &App, caller: &Caller<'_>, asked: Quote) -> Result<SettlementView, Failure> {
    let shop = app.shop()?;
    let user = caller.user()?;
    let cart = app.store.read(|conn| carts::current(conn, user))?.unwrap_or_else(|| Cart::empty(Id::nil()));
    let total = cart.check_limits(shop.country, caller.powers()?)?.total;
    let origins = app.store.read(|conn| returns::origins(conn, shop.country, &cart))?;
    let account = app.store.read(|conn| pay::account_of(conn, &cart))?;
    let business_date = shop.business_date((app.clock)(), app.store.read(read::shop::last_business_date)?);
    let (rules, asking) = (shifts::rules(app, &shop)?, approvals::approving(app, caller, Approved::Sale, None)?.asking);
    let returns = Returns { origins: &origins, rules: &rules, asking, business_date };
    let rounding_back = returns.rounding_back(&cart.lines);
    let settled = settle(total, rounding_back, &asked.tenders, shop.country.cash_rounding)?;
    let paying = Paying { cart: &cart, due: total + rounding_back, tenders: &asked.tenders, returns, account: account.as_ref() };
    let is_closed = app.store.read(read::shifts::drawer)? == Drawer::Closed;
    let refusal = if is_closed { Some(Refusal::ShiftNeeded) } else { settled.refusal.clone().or_else(|| paying.refused()) };
    let view = paying.view(total, &settled, refusal, shop.country);
    // a code that pays has to be worth it, and a deposit has to be there
    let codes = app.store.read(|conn| pay::resolved(conn, &cart, &asked.tenders, business_date)).err();
    Ok(match codes.filter(|_| view.refusal.is_none()) {
        Some(Failure { code, params, .. }) => SettlementView { refusal: Some(Notice { code, params }), to_allow: None, ..view },
        None => view,
    })
}

impl Paying<'_> {
    /// What nobody can allow.
    fn refused(&self) -> Option<Refusal> {
        let lines = &self.cart.lines;
        if self.account.is_none() && self.tenders.iter().any(Tender::is_account) {
            return Some(Refusal::CustomerNeeded);
        }
        let lowered = self.returns.lowered(lines, self.cart.customer).map(drop);
        lowered.and_then(|()| self.returns.check_debt(lines, self.due, self.tenders)).err()
    }

    /// What a supervisor has to allow, where she who asks may not.
    fn to_allow(&self) -> Option<Refusal> {
        let on_account = self.tenders.iter().filter(|tender| tender.is_account()).map(Tender::amount).sum();
        let credit = self.account.and_then(|account| account.refused(on_account, self.returns.business_date));
        let credit = credit.filter(|_| self.returns.asking.approved().is_err());
        self.returns.allow(&self.cart.lines, self.due, self.tenders).err().or(credit)
    }

    fn view(&self, total: Money, settled: &Settlement, refusal: Option<Refusal>, country: &Country) -> SettlementView {
        let &Settlement { paid, rounding, due, change, .. } = settled;
        let left = if self.tenders.iter().any(Tender::is_cash) { due } else { country.cash_rounding.apply(due) };
        let give_back = proposed(self.due, &self.cart.lines, self.returns.origins, country).into_iter();
        SettlementView {
            total,
            paid,
            rounding,
            due,
            change,
            hand_back: country.currency.hand_back(change),
            quick_cash: if left.is_negative() { Vec::new() } else { country.currency.quick_cash(left) },
            give_back: give_back.map(|(method, amount)| ProposedTender { method: method.to_owned(), amount }).collect(),
            to_allow: self.to_allow().filter(|_| refusal.is_none()).map(Notice::from),
            refusal: refusal.map(Notice::from),
        }
    }
}
