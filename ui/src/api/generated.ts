// Generated from crates/app by `make types`. Do not edit.

/** Minor units of the shop's currency. */
export type Money = number;
/** Ten-thousandths of the currency unit. */
export type UnitPrice = number;
/** Thousandths. */
export type Quantity = number;
/** Millionths: 16 % is 160000. */
export type Rate = number;
/** A UUID. */
export type Id = string;

export type Language = "es" | "en";
export type Role = "cashier" | "supervisor" | "owner";
export type Permission = "sell" | "take_back" | "change_price" | "view_receipts" | "view_health" | "reprint" | "view_products" | "edit_products" | "serve_customers" | "count_drawer" | "approve" | "edit_users" | "edit_settings";
export type RoleSaved = { id: string, name: string, rank: Role, 
/**
 * Beyond those that everybody has.
 */
permissions: Array<Permission>, 
/**
 * The share of the list price that may be taken off, by whatever means (rule 37).
 */
discount: Rate, 
/**
 * Giving back more in one ticket needs a supervisor. None: as the shop's rules say.
 */
refund_limit?: Money | null, 
/**
 * The share of the cost below which nothing is sold. None: no cost is looked at.
 */
price_floor?: Rate | null, active: boolean, };
export type RoleList = { roles: Array<RoleSaved>, 
/**
 * What can be granted at the till, and in the back office.
 */
till: Array<Permission>, back_office: Array<Permission>, };
export type PriceMode = "inclusive" | "exclusive";
export type Unit = "piece" | "kg" | "g" | "l" | "m";
export type Discount = { "kind": "rate", rate: Rate, } | { "kind": "amount", amount: Money, };
export type PaidBy = "cash" | "card" | "transfer";
export type Tender = { "method": "cash", amount: Money, } | { "method": "card", amount: Money, reference: string, brand: string, last_four: string, authorisation: string, } | { "method": "transfer", amount: Money, reference: string, } | { "method": "account", amount: Money, } | { "method": "value", amount: Money, code: string, value?: string | null, } | { "method": "deposit", amount: Money, paid_by?: PaidBy | null, } | { "method": "points", amount: Money, };
export type DenominationKind = "note" | "coin";
export type Denomination = { value: Money, kind: DenominationKind, };
export type HandBack = { value: Money, kind: DenominationKind, count: number, };
export type Currency = { code: string, symbol: string, decimals: number, decimal_mark: string, group_mark: string, symbol_first: boolean, symbol_space: boolean, 
/**
 * Largest first.
 */
denominations: Array<Denomination>, };
export type Wording = { scan: string, change: string, receipt: string, receipt_number: string, tax_id: string, card_terminal: string, walk_in: string, on_account: string, opening_cash: string, cash_out: string, close_shift: string, refund: string, };
export type Phase = "setup" | "login" | "ready";
export type Theme = "light" | "dark" | "system";
export type Notice = { code: string, params: { [key in string]: string }, };
export type SessionUser = { id: string, name: string, role: Role, 
/**
 * What the owner calls the role that she made for her.
 */
title: string | null, permissions: Array<Permission>, };
export type TaxClassView = { code: string, name: string, rate: Rate, };
export type Shop = { name: string, tax_id: string, address: string, country: string, currency: Currency, price_mode: PriceMode, tax_classes: Array<TaxClassView>, wording: Wording, time_zone: string, business_date: string, };
export type AppState = { phase: Phase, version: string, language: Language, theme: Theme, shop: Shop | null, user: SessionUser | null, demo: boolean, till: string, notices: Array<Notice>, };
export type PreferencesSet = { language?: Language, theme?: Theme, };
export type CountryView = { code: string, name: string, currency: string, tax_id_name: string, language: Language, tax_id_hint: string, };
export type PrinterProfile = { driver: { "kind": "none" } | { "kind": "network", host: string, port: number, } | { "kind": "file", path: string, }, width_mm: 58 | 80, code_page: "pc437" | "pc850" | "pc858" | "wpc1252", cutter: boolean, drawer_pin: 2 | 5 | null, 
/**
 * The printer draws raster images, so that what its code page lacks can be drawn.
 */
images: boolean, logo: boolean, };
export type StartWith = "empty" | "demo";
export type SetupDraft = { step: number, language: Language, country: string, shop_name: string, tax_id: string, address: string, owner_name: string, printer: PrinterProfile | null, start: StartWith, };
export type SetupFinish = { draft: SetupDraft, owner_pin: string, };
export type ShopDetails = { name: string, tax_id: string, address: string, logo_png_base64: string | null, };
export type ShopSave = { name: string, tax_id: string, address: string, };
export type SetLogo = { 
/**
 * Of a picture that was uploaded; none takes the logo away.
 */
upload: string | null, };
export type UserTile = { id: string, name: string, role: Role, 
/**
 * What the owner calls the role that she made for her.
 */
title: string | null, 
/**
 * She may grant what others may not do alone.
 */
approves: boolean, locked_until_ms: number | null, };
export type UserRow = { own_role: string | null, has_badge: boolean, active: boolean, id: string, name: string, role: Role, 
/**
 * What the owner calls the role that she made for her.
 */
title: string | null, 
/**
 * She may grant what others may not do alone.
 */
approves: boolean, locked_until_ms: number | null, };
export type UserSave = { id: string | null, name: string, role: Role, 
/**
 * One that the owner made; its rank is what counts then.
 */
own_role?: string, pin: string | null, active: boolean, };
export type SessionRules = { 
/**
 * Minutes without a request; 0: never.
 */
lock_after_minutes: number, };
export type Login = { user: string, secret: string, };
export type Contact = { name: string, phone: string, email: string, address: string, note: string, 
/**
 * Shown when she is chosen at the till.
 */
warning: string, };
export type Fiscal = { tax_id: string, 
/**
 * As invoices say it, where it is another than her name.
 */
tax_name: string, };
export type Likeness = "tax_id" | "phone" | "name";
export type TaxIdDoubt = "shape" | "check_digit";
export type AccountTerms = { customer: string, open: boolean, 
/**
 * None: any amount.
 */
limit?: Money | null, 
/**
 * Until a sale has to be paid. None: whenever she comes.
 */
days?: number | null, };
export type Allocation = { 
/**
 * The sale.
 */
charge: string, amount: Money, };
export type PointsRules = { active: boolean, 
/**
 * So much earns a point.
 */
spend: Money, 
/**
 * So much is a point worth.
 */
worth: Money, };
export type PointsState = { 
/**
 * None: the shop has never set any.
 */
rules: PointsRules | null, 
/**
 * All that customers could spend today.
 */
owed: number, };
export type PointsHeld = { points: number, 
/**
 * What they are worth; nothing where there are none.
 */
worth: Money, };
export type OrderKind = "layaway" | "order";
export type Instalment = { due: string, amount: Money, };
export type CartOrder = { id: string, number: string, kind: OrderKind, 
/**
 * It pays this ticket, all of it.
 */
held: Money, };
export type AskOrder = { cart: string, days: number, payments: number, deposit: Money, };
export type OrderTerms = { total: Money, 
/**
 * The least that the shop asks for.
 */
least: Money, valid_until: string, schedule: Array<Instalment>, };
export type PlaceOrder = { 
/**
 * The ticket on the screen; the same one sent twice is one order.
 */
cart: string, kind: OrderKind, days: number, 
/**
 * In how many parts the rest is brought. None: whenever she comes.
 */
payments: number, 
/**
 * Of what is left now: made by the screen.
 */
deposit: string, 
/**
 * Empty: nothing is left.
 */
tenders: Array<Tender>, approval: Approval | null, print: boolean, };
export type TakeDeposit = { 
/**
 * Made by the screen: the same deposit sent twice is one.
 */
id: string, order: string, tenders: Array<Tender>, print: boolean, };
export type CancelOrder = { 
/**
 * Made by the screen: the same cancellation sent twice is one.
 */
id: string, order: string, 
/**
 * What goes back: below zero.
 */
tenders: Array<Tender>, reason: string | null, approval: Approval | null, print: boolean, };
export type OrderState = "open" | "overdue" | "sold" | "cancelled";
export type OrderRow = { id: string, number: string, kind: OrderKind, at_ms: number, customer: string | null, valid_until: string, count: Quantity, total: Money, held: Money, left: Money, 
/**
 * What she is to bring next.
 */
next: Instalment | null, state: OrderState, };
export type OrderLine = { name: string, unit: Unit, quantity: Quantity, total: Money, };
export type OrderDocument = { id: string, number: string, at_ms: number, by: string, amount: Money, methods: Array<string>, };
export type OrderView = { row: OrderRow, by: string, phone: string, lines: Array<OrderLine>, 
/**
 * What is still to be brought, and when.
 */
schedule: Array<Instalment>, documents: Array<OrderDocument>, 
/**
 * The sale that took it up.
 */
sale: string | null, 
/**
 * How what is held is proposed to go back.
 */
give_back: Array<ProposedTender>, 
/**
 * What went back as store credit: the code.
 */
credit: Array<string>, };
export type OrderList = { 
/**
 * Whoever should have come first stands first.
 */
open: Array<OrderRow>, ended: Array<OrderRow>, 
/**
 * All that is held: what the shop owes to those who wait.
 */
owed: Money, };
export type CartCustomer = { id: string, name: string, warning: string, balance: Money, 
/**
 * Of credit. None: without limit.
 */
free: Money | null, overdue: Money, 
/**
 * None: the shop gives none.
 */
points: PointsHeld | null, };
export type ChooseCustomer = { customer: string | null, };
export type SearchCustomers = { text: string, };
export type CustomerRow = { id: string, name: string, phone: string, tax_id: string, active: boolean, balance: Money, };
export type CustomerSave = { 
/**
 * Made by the screen: the same customer sent twice is one.
 */
id: string, contact: Contact, fiscal: Fiscal, active: boolean, };
export type CustomerDoubts = { similar: Array<Lookalike>, tax_id: TaxIdDoubt | null, };
export type Lookalike = { row: CustomerRow, likeness: Likeness, };
export type CustomerView = { id: string, contact: Contact, fiscal: Fiscal, active: boolean, terms: AccountTerms | null, balance: Money, free: Money | null, overdue: Money, 
/**
 * None: the shop gives none.
 */
points: PointsHeld | null, open: Array<OpenCharge>, statement: Array<AccountMove>, visits: number, last_visit_ms: number | null, 
/**
 * What she bought last: it can be sold again.
 */
last_sale: string | null, favourites: Array<Favourite>, };
export type Favourite = { name: string, quantity: Quantity, };
export type OpenCharge = { sale: string, date: string, due: string | null, amount: Money, open: Money, overdue: boolean, };
export type AccountMove = { document: string, 
/**
 * `charge`, `return` or `payment`.
 */
kind: string, number: string, date: string, due: string | null, amount: Money, balance: Money, };
export type PayAccount = { 
/**
 * Made by the screen: the same payment sent twice is one.
 */
id: string, customer: string, tenders: Array<Tender>, 
/**
 * None: the oldest debts first.
 */
allocations: Array<Allocation> | null, print: boolean, };
export type AccountReceipt = { id: string, number: string, amount: Money, balance: Money, print_job: string | null, };
export type Debtor = { row: CustomerRow, not_due: Money, to_30: Money, to_60: Money, beyond: Money, oldest_due: string | null, };
export type TaxTotal = { code: string, name: string, rate: Rate, base: Money, amount: Money, };
export type ReturnReason = "damaged" | "expired" | "wrong_product" | "changed_mind" | "other";
export type ReturnedLine = { 
/**
 * Of the receipt. None: it came without one.
 */
number: string | null, reason: ReturnReason, restock: boolean, };
export type CartLine = { id: string, product: string | null, name: string, unit: Unit, quantity: Quantity, unit_price: UnitPrice, list_price: UnitPrice, 
/**
 * What the line adds before the ticket's own discount.
 */
amount: Money, discount: Discount | null, discount_amount: Money, note: string | null, 
/**
 * It is not printed.
 */
note_inside: boolean, 
/**
 * What the cashier should know of it; empty: nothing.
 */
warning: string, provisional: boolean, label: boolean, 
/**
 * It comes back: quantity and amount are below zero.
 */
returned: ReturnedLine | null, };
export type Cart = { id: string, lines: Array<CartLine>, discount: Discount | null, customer: CartCustomer | null, 
/**
 * The order that it takes up.
 */
order: CartOrder | null, 
/**
 * Somebody has to look at whoever buys.
 */
age_needed: AgeNeeded | null, 
/**
 * Articles, as a customer counts them.
 */
count: Quantity, subtotal: Money, discounts: Money, tax: Money, taxes: Array<TaxTotal>, total: Money, };
export type Scan = { code: string, quantity?: Quantity, };
export type ProductHit = { id: string, name: string, sku: string, barcode: string | null, unit: Unit, price: UnitPrice, category: string | null, icon: string, tint: string, 
/**
 * `null` where stock is not tracked.
 */
stock: Quantity | null, active: boolean, };
export type ScanAnswer = { "kind": "added", cart: Cart, line: string, } | { "kind": "choose", code: string, products: Array<ProductHit>, } | { "kind": "unknown", code: string, wrong_check_digit: boolean, } | { "kind": "inactive", product: ProductHit, } | { "kind": "receipt", sale: string, 
/**
 * Its code, where this till does not have the sale and the code is what tells of it.
 */
receipt: string | null, } | { "kind": "order", order: string, };
export type CartChanged = { cart: Cart, line: string, };
export type AddProduct = { product: string, quantity?: Quantity, };
export type FreeLine = { name: string, unit_price: UnitPrice, quantity: Quantity, tax_class: string, barcode: string | null, };
export type LineChange = { quantity?: Quantity, unit_price?: UnitPrice, discount?: Discount | null, note?: string | null, 
/**
 * Whether the note is for the shop alone.
 */
note_inside?: boolean, };
export type ChangeLine = { line: string, change: LineChange, 
/**
 * Of a price that she may not give alone.
 */
approval?: Approval, };
export type NameLine = { line: string, };
export type DiscountCart = { discount: Discount | null, 
/**
 * Of one that she may not give alone.
 */
approval?: Approval, };
export type DiscardCart = { reason: string | null, };
export type Quote = { tenders: Array<Tender>, };
export type ProposedTender = { method: string, amount: Money, };
export type Settlement = { total: Money, paid: Money, rounding: Money, due: Money, change: Money, hand_back: Array<HandBack>, quick_cash: Array<Money>, 
/**
 * Where money goes back: how, as it came.
 */
give_back: Array<ProposedTender>, refusal: Notice | null, 
/**
 * What a supervisor has to allow: said before a card is charged.
 */
to_allow: Notice | null, };
export type CompleteSale = { cart: string, tenders: Array<Tender>, print: boolean, 
/**
 * Of a supervisor, where something comes back that a cashier does not take back alone.
 */
approval: Approval | null, };
export type SaleDone = { id: string, number: string, short_number: string, total: Money, change: Money, hand_back: Array<HandBack>, print_job: string | null, drawer: boolean, 
/**
 * Points that she has earned, less those that she has spent.
 */
points: number, 
/**
 * Codes of store credit that it gives.
 */
credit: Array<string>, };
export type Pieces = { value: Money, pieces: number, };
export type CashRules = { 
/**
 * Whoever counts does not see what should be there until she has counted.
 */
blind: boolean, 
/**
 * A larger difference needs a supervisor. None: no difference does.
 */
difference_limit: Money | null, 
/**
 * Taking out more at once needs a supervisor. None: no amount does.
 */
cash_out_limit: Money | null, 
/**
 * Giving back more in one ticket needs a supervisor. None: no amount does.
 */
refund_limit?: Money | null, 
/**
 * What was sold longer ago comes back only with a supervisor. None: it is never too late.
 */
return_days?: number | null, 
/**
 * Of sales that this till knows only by their receipts, more comes back only with a supervisor. None: nothing comes back without.
 */
elsewhere_limit?: Money | null, 
/**
 * The least that is left for an order, of its total. Less needs a supervisor. None: nothing has to be.
 */
deposit_percent?: number | null, };
export type CashDirection = "in" | "out";
export type CashReason = "change" | "safe" | "supplier" | "expense" | "other";
export type Checked = { method: string, amount: Money, };
export type MethodSum = { method: string, count: number, amount: Money, };
export type CashSums = { opening: Money, 
/**
 * Taken for sales, less the change that was given.
 */
sales: Money, 
/**
 * Given back for what was returned.
 */
refunds?: Money, 
/**
 * Debts that were paid in cash.
 */
collected?: Money, 
/**
 * Gift cards that were paid in cash.
 */
issued?: Money, 
/**
 * Deposits that were left in cash, less those that went back.
 */
deposits?: Money, paid_in: Money, paid_out: Money, };
export type CountedCash = { pieces: Array<Pieces>, loose: Money, };
export type Approval = { user: string, secret: string, 
/**
 * She grants all such things for so long. None: this one alone.
 */
minutes?: number, reason?: string, };
export type OpenShift = { 
/**
 * Made by the screen: the same opening sent twice is one.
 */
shift: string, cash: CountedCash, 
/**
 * The first opening binds this till to count its drawer from now on.
 */
approval: Approval | null, };
export type MoveCash = { 
/**
 * Made by the screen: the same movement sent twice is one.
 */
id: string, direction: CashDirection, reason: CashReason, amount: Money, note: string | null, 
/**
 * Of what is paid to a supplier.
 */
supplier?: string, invoice?: string, approval: Approval | null, print: boolean, };
export type OpenDrawer = { 
/**
 * Made by the screen: the same press sent twice is one.
 */
id: string, note: string | null, };
export type CountShift = { 
/**
 * Made by the screen: the same count sent twice is one.
 */
id: string, shift: string, cash: CountedCash, checked: Array<Checked>, };
export type CloseShift = { shift: string, note: string | null, approval: Approval | null, print: boolean, };
export type DrawerState = { open: ShiftView | null, 
/**
 * A till that has never opened a shift sells without.
 */
used: boolean, 
/**
 * What the last count left. None: whoever counts blind opens blind too.
 */
carried: Money | null, rules: CashRules, };
export type ShiftView = { shift: string, till: string, opened_at_ms: number, opened_by: string, opening: Money, opening_difference: Money, 
/**
 * None: she counts blind and has not counted yet.
 */
totals: ShiftTotals | null, 
/**
 * That are not cash and have something to compare with a terminal or a bank.
 */
methods: Array<string>, counts: number, counted: CountView | null, moves: Array<MoveRow>, openings: number, };
export type ShiftTotals = { sales: number, total: Money, 
/**
 * What rounding the cash added to it.
 */
rounding: Money, methods: Array<MethodSum>, 
/**
 * Paid on account, which is no sale.
 */
collected: Array<MethodSum>, 
/**
 * Gift cards, which are no sale.
 */
issued: Array<MethodSum>, 
/**
 * Deposits less those that went back, which are no sale.
 */
deposits: Array<MethodSum>, cash: CashSums, expected: Money, };
export type Suspicion = "paid_otherwise" | "wrong_note" | "move_not_done" | "move_reversed" | "move_twice" | "ticket_discarded" | "line_removed" | "one_piece" | "digits_swapped";
export type Clue = { suspicion: Suspicion, amount: Money, 
/**
 * Of the sale, the payment of a debt, the deposit or the gift card.
 */
receipt: string | null, number: string | null, method: string | null, at_ms: number | null, };
export type CountView = { total: Money, pieces: Array<Pieces>, checked: Array<Checked>, expected: Money, difference: Money, first_difference: Money, 
/**
 * Something went through the drawer since.
 */
outdated: boolean, 
/**
 * A supervisor has to grant it.
 */
needs_approval: boolean, 
/**
 * Where a difference may come from, the likeliest first.
 */
clues: Array<Clue>, };
export type MoveRow = { id: string, at_ms: number, by: string, direction: CashDirection, reason: CashReason, amount: Money, note: string | null, supplier: string | null, invoice: string | null, };
export type CorrectTenders = { 
/**
 * Made by the screen: the same correction sent twice is one.
 */
id: string, sale: string, tenders: Array<Tender>, approval: Approval | null, };
export type ListZ = { 
/**
 * The shift of the last row that is known.
 */
after: string | null, };
export type ZList = { rows: Array<ZRow>, next: string | null, };
export type ZRow = { shift: string, number: string, till: string, business_date: string, total: Money, difference: Money, };
export type ZView = { row: ZRow, at_ms: number, opened_at_ms: number, opened_by: string, closed_by: string, totals: ShiftTotals, counted: Money, expected: Money, first_difference: Money, perpetual: Money, hash: string, image_png_base64: string, };
export type AgeNeeded = { age: number, 
/**
 * Whoever was born later is too young.
 */
born_by: string, };
export type CheckAge = { age: number, old_enough: boolean, };
export type ValueKind = "gift_card" | "voucher" | "credit";
export type FindValue = { code: string, };
export type ValueView = { id: string, 
/**
 * In groups, as it is on paper.
 */
code: string, kind: ValueKind, issued: Money, balance: Money, date: string, valid_until: string | null, expired: boolean, };
export type ValueList = { rows: Array<ValueView>, 
/**
 * All that is owed to whoever holds a code.
 */
owed: Money, };
export type IssueValue = { 
/**
 * Made by the screen: the same issue sent twice is one.
 */
id: string, kind: ValueKind, amount: Money, 
/**
 * Of a gift card; a voucher costs nothing.
 */
tenders: Array<Tender>, 
/**
 * None: it is good for ever.
 */
days: number | null, approval: Approval | null, print: boolean, };
export type MakeQuotation = { 
/**
 * The ticket on the screen; the same one sent twice is one offer.
 */
cart: string, days: number, print: boolean, };
export type QuotationState = "open" | "expired" | "taken";
export type QuotationRow = { id: string, number: string, at_ms: number, by: string, customer: string | null, valid_until: string, count: Quantity, total: Money, state: QuotationState, };
export type RunningGrant = { by: string, approved: Approved, until_ms: number, };
export type ActKind = "return" | "discount" | "price_change" | "removed_line" | "discarded_ticket" | "no_sale" | "cash_out" | "approval" | "corrected_tenders" | "reprint";
export type Approved = "sale" | "open_shift" | "move_cash" | "close_shift" | "correct_tenders" | "issue_voucher" | "place_order" | "cancel_order" | "lower_price";
export type Direction = "in" | "out";
export type AskActs = { from: string, to: string, };
export type AskActsOf = { person: string, kind: ActKind, from: string, to: string, };
export type PeopleActs = { rows: Array<PersonActs>, };
export type PersonActs = { person: string, name: string, sales: number, total: Money, acts: Array<ActSum>, 
/**
 * Between her comings and goings, where both are known.
 */
worked_ms: number, 
/**
 * She came and has not gone.
 */
here_since_ms: number | null, };
export type ActSum = { kind: ActKind, count: number, amount: Money, };
export type ActView = { at_ms: number, number: string | null, amount: Money, 
/**
 * Names of things, a note, a reason.
 */
text: string, 
/**
 * Who granted it.
 */
granted_by: string | null, 
/**
 * Of an approval: what was granted, and for how many minutes.
 */
approved: Approved | null, minutes: number | null, };
export type ClockState = { here_since_ms: number | null, };
export type Punch = { id: string, direction: Direction, };
export type FindReturnable = { id: string, receipt?: string, };
export type ReturnableLine = { line: string, name: string, unit: Unit, sold: Quantity, left: Quantity, 
/**
 * What all that is left is worth: what was paid for it.
 */
amount: Money, };
export type Returnable = { sale: string, number: string, business_date: string, 
/**
 * This till knows it only by its receipt.
 */
elsewhere: boolean, lines: Array<ReturnableLine>, };
export type ReturnHow = { reason: ReturnReason, 
/**
 * It can be sold again.
 */
restock: boolean, 
/**
 * Printed with the line; another reason says here which.
 */
note: string | null, };
export type ReturnLine = { line: string, quantity: Quantity, reason: ReturnReason, 
/**
 * It can be sold again.
 */
restock: boolean, 
/**
 * Printed with the line; another reason says here which.
 */
note: string | null, };
export type ReturnLines = { sale: string, receipt?: string, lines: Array<ReturnLine>, };
export type ReturnWithoutReceipt = { line: string, reason: ReturnReason, 
/**
 * It can be sold again.
 */
restock: boolean, 
/**
 * Printed with the line; another reason says here which.
 */
note: string | null, };
export type WaitingTicket = { id: string, 
/**
 * Who put it aside.
 */
owner: string, note: string | null, parked_at_ms: number, count: Quantity, total: Money, };
export type ParkTicket = { 
/**
 * The one on the screen, so that a second press does not put the next one aside.
 */
cart: string, note: string | null, };
export type Tickets = { cart: Cart, waiting: Array<WaitingTicket>, };
export type Repeated = { cart: Cart, 
/**
 * What was bought then and cannot be sold now, by name.
 */
missing: Array<string>, };
export type NameRecord = { id: string, };
export type ListReceipts = { 
/**
 * A number or a total; empty lists a day.
 */
text: string, date: string | null, after: string | null, };
export type ReceiptRow = { id: string, number: string, at_ms: number, business_date: string, cashier: string, total: Money, methods: Array<string>, items: Quantity, };
export type ReceiptList = { rows: Array<ReceiptRow>, next: string | null, 
/**
 * Of the day. None: whoever counts the drawer blind does not see it.
 */
total: Money | null, count: number, };
export type ReceiptView = { row: ReceiptRow, cart: Cart, tenders: Array<Tender>, change: Money, rounding: Money, copies: number, 
/**
 * Its shift is open: how it was paid can still be put right.
 */
correctable: boolean, 
/**
 * It was put right.
 */
corrected: boolean, 
/**
 * Something of it is left that may come back.
 */
returnable: boolean, text: string, image_png_base64: string, };
export type Tile = { low: boolean, id: string, name: string, sku: string, barcode: string | null, unit: Unit, price: UnitPrice, category: string | null, icon: string, tint: string, 
/**
 * `null` where stock is not tracked.
 */
stock: Quantity | null, active: boolean, };
export type Category = { id: string, name: string, icon: string, tint: string, };
export type CategorySave = { id: string | null, name: string, icon: string, tint: string, };
export type Product = { id: string, name: string, sku: string, barcodes: Array<string>, unit: Unit, price: UnitPrice, cost: UnitPrice | null, tax_class: string, category: string | null, favourite: boolean, active: boolean, stock: Quantity, track_stock: boolean, min_stock: Quantity | null, minimum_age: number | null, warning: string, };
export type ProductSave = { id: string | null, name: string, 
/**
 * Empty: the next free one.
 */
sku: string, barcodes: Array<string>, unit: Unit, price: UnitPrice, cost: UnitPrice | null, tax_class: string, category: string | null, favourite: boolean, active: boolean, track_stock: boolean, min_stock: Quantity | null, 
/**
 * Whoever is younger may not buy it.
 */
minimum_age: number | null, 
/**
 * What the cashier should know when she sells it.
 */
warning: string, 
/**
 * Of a new product, what is on the shelf.
 */
opening_stock: Quantity | null, };
export type SearchProducts = { text: string, limit: number, };
export type Favourites = { 
/**
 * `null`: the starred ones.
 */
category: string | null, };
export type ListProducts = { text: string, category: string | null, active: boolean | null, after: string | null, };
export type ProductList = { rows: Array<ProductHit>, next: string | null, total: number, };
export type ByCode = { code: string, };
export type Delimiter = "tab" | "semicolon" | "pipe" | "comma";
export type Encoding = "utf8" | "utf8_bom" | "utf16_le" | "utf16_be" | "windows1252";
export type DecimalMark = "point" | "comma";
export type ImportField = "barcode" | "name" | "price" | "cost" | "sku" | "tax" | "unit" | "category" | "stock";
export type ImportColumnMapping = { field: ImportField | null, decimal_mark: DecimalMark, };
export type ImportMapping = { delimiter: Delimiter, 
/**
 * Which of the rows that are not blank is the header, from 0; products begin below it. `None`: there is no header.
 */
header: number | null, columns: Array<ImportColumnMapping>, };
export type ImportColumn = { header: string, samples: Array<string>, };
export type ImportRow = { 
/**
 * Of the file, from 1, header included.
 */
line: number, barcode: string | null, name: string, sku: string | null, unit: Unit, price: UnitPrice, 
/**
 * The file says nothing about the price, so it is zero until the shop sets it.
 */
price_missing: boolean, cost: UnitPrice | null, tax_class: string, category: string | null, stock: Quantity | null, };
export type RowErrorCode = "barcode_check_digit" | "barcode_invalid" | "barcode_mangled" | "barcode_repeated" | "card_number" | "category_invalid" | "columns_too_many" | "cost_decimals" | "cost_invalid" | "cost_negative" | "field_too_long" | "name_required" | "name_too_long" | "price_decimals" | "price_invalid" | "price_missing" | "price_negative" | "row_too_long" | "sku_invalid" | "stock_decimals" | "stock_invalid" | "stock_not_whole" | "tax_unknown" | "unit_unknown";
export type RowError = { 
/**
 * Of the file, from 1, header included: what an editor shows.
 */
line: number, 
/**
 * From 0. `None`: the row as a whole.
 */
column: number | null, code: RowErrorCode, value: string, 
/**
 * Where a repeated barcode stands first.
 */
first_line: number | null, };
export type ImportPreview = { encoding: Encoding, mapping: ImportMapping, 
/**
 * One for each column of the mapping.
 */
columns: Array<ImportColumn>, 
/**
 * The first of the good rows, as they would be imported.
 */
first_rows: Array<ImportRow>, row_count: number, good_count: number, first_errors: Array<RowError>, error_counts: { [key in RowErrorCode]?: number }, 
/**
 * Rows that are imported all the same.
 */
warning_counts: { [key in RowErrorCode]?: number }, };
export type PreviewImport = { upload: string, 
/**
 * The file's name, for what its ending says.
 */
name: string, 
/**
 * `null`: guess.
 */
mapping: ImportMapping | null, };
export type StartImport = { upload: string, mapping: ImportMapping, };
export type ImportPhase = "idle" | "reading" | "arriving" | "failed";
export type ImportState = { phase: ImportPhase, done: number, of: number, 
/**
 * Rows of the last import that stayed out.
 */
left_out: number, error: string | null, };
export type Uploaded = { id: string, size: number, };
export type TestPrinter = { 
/**
 * `null`: the saved one.
 */
profile: PrinterProfile | null, };
export type PrinterState = "none" | "ready" | "off" | "unknown";
export type PrintJob = { id: string, state: "queued" | "sending" | "sent" | "confirmed" | "unknown" | "cancelled", title: string, receipt: string | null, error: string | null, copy: boolean, };
export type PrinterStatus = { state: PrinterState, waiting: number, 
/**
 * Slips that need a person.
 */
failed: Array<PrintJob>, };
export type Resolution = "retry" | "cancel" | "printed";
export type ResolveJob = { job: string, action: Resolution, };
export type Failure = { code: string, message: string, params: { [key in string]: string }, };
export type Verdict = "good" | "look" | "bad";
export type HealthGroup = "sales" | "copies" | "machine" | "versions";
export type ItemName = "journal" | "verified" | "witnessed" | "parked" | "imports" | "print_jobs" | "copies" | "disk_room" | "disk_encryption" | "disk" | "printer" | "clock" | "database" | "program" | "schema" | "sqlite" | "dictionary" | "device" | "uptime";
export type HealthWord = "never" | "unknown" | "unreadable" | "on" | "off" | "ready" | "none" | "fixed" | "removable" | "network" | "read_only";
export type HealthValue = { "kind": "count", "of": number } | { "kind": "bytes", "of": number } | { "kind": "instant", "of": number } | { "kind": "seconds", "of": number } | { "kind": "text", "of": string } | { "kind": "word", "of": HealthWord };
export type DetailName = "series" | "sequence" | "head" | "behind" | "place" | "log" | "zone" | "last_entry" | "row" | "jump" | "epoch" | "till" | "reason";
export type HealthDetail = { name: DetailName, value: HealthValue, };
export type HealthItem = { name: ItemName, group: HealthGroup, verdict: Verdict, value: HealthValue, 
/**
 * The finer points, for whoever wants them.
 */
details: Array<HealthDetail>, };
export type Health = { at_ms: number, items: Array<HealthItem>, };
export type HealthExport = { 
/**
 * Where the file is, for a person to find it.
 */
path: string, };
export type CopyPlaceKind = "till" | "folder" | "disk";
export type CopyPlace = { 
/**
 * None: the till's own folder.
 */
id: string | null, kind: CopyPlaceKind, name: string, 
/**
 * Where it is now, if it is here.
 */
path: string | null, 
/**
 * The newest verified full copy.
 */
full_at_ms: number | null, 
/**
 * When the newest entries were copied.
 */
entries_at_ms: number | null, 
/**
 * Full copies there.
 */
copies: number, bytes: number, 
/**
 * It lies on the disk of the data: what takes the one takes the other.
 */
same_disk: boolean, 
/**
 * Why the last attempt did not work.
 */
failure: Failure | null, };
export type CopyDisk = { name: string, path: string, };
export type CopyJobKind = "copy" | "drill";
export type CopyStep = "reading" | "checking" | "sending";
export type CopyJob = { kind: CopyJobKind, step: CopyStep, done: number, 
/**
 * 0: not known.
 */
of: number, };
export type CopyOutcomeKind = "copy" | "drill" | "restore";
export type CopyOutcome = { kind: CopyOutcomeKind, at_ms: number, failure: Failure | null, 
/**
 * Of a drill.
 */
recovered: Recovered | null, };
export type Recovered = { at_ms: number, 
/**
 * When the full copy was made that it began with.
 */
from_at_ms: number | null, 
/**
 * Full copies that were not good.
 */
passed_over: number, entries: number, sales: number, newest_receipt: string | null, newest_at_ms: number | null, missing_entries: number, missing_sales: number, 
/**
 * The folder that keeps the file that was replaced.
 */
set_aside: string | null, };
export type CopiesState = { 
/**
 * The till's own folder first.
 */
places: Array<CopyPlace>, job: CopyJob | null, 
/**
 * How the last one that somebody asked for ended, since the program was started.
 */
last: CopyOutcome | null, 
/**
 * Copies outside of the till's own folder are closed with a password.
 */
sealed: boolean, 
/**
 * Removable disks that are here and hold no copies of this till.
 */
disks: Array<CopyDisk>, recovery: Recovered | null, };
export type CopiesPassword = { password: string | null, };
export type AddCopyPlace = { path: string, };
export type PairedWith = { url: string, name: string, store: string, 
/**
 * The letter of this till's series.
 */
till: string, paired_at_ms: number, };
export type SyncFailure = { failure: Failure, 
/**
 * When it is tried again by itself.
 */
next_at_ms: number, };
export type SyncJob = { started_ms: number, completed_ms: number, pushed: number, received: number, 
/**
 * Entries that head office keeps and cannot make sense of.
 */
quarantined: number, failure: Failure | null, };
export type SyncState = { paired: PairedWith | null, running: boolean, 
/**
 * What is here alone.
 */
pending_entries: number, pending_sales: number, last_success_ms: number | null, failure: SyncFailure | null, 
/**
 * The newest first; rounds that had nothing to do are left out.
 */
jobs: Array<SyncJob>, };
export type PairHeadOffice = { address: string, 
/**
 * As head office said it.
 */
code: string, };
export type LeaveHeadOffice = { 
/**
 * Although something is here alone.
 */
insists: boolean, };

/** Name of each request, its arguments and its result. */
export type Requests = {
  "app.state": [null, AppState];
  "preferences.set": [PreferencesSet, AppState];
  "countries": [null, Array<CountryView>];
  "setup.get": [null, SetupDraft];
  "setup.save": [SetupDraft, SetupDraft];
  "setup.finish": [SetupFinish, AppState];
  "shop.get": [null, ShopDetails];
  "shop.save": [ShopSave, ShopDetails];
  "shop.logo": [SetLogo, ShopDetails];
  "users.tiles": [null, Array<UserTile>];
  "login": [Login, AppState];
  "lock": [null, AppState];
  "users.list": [null, Array<UserRow>];
  "users.save": [UserSave, UserTile];
  "users.erase": [NameRecord, null];
  "users.badge": [NameRecord, null];
  "users.unbadge": [NameRecord, null];
  "roles.list": [null, RoleList];
  "roles.save": [RoleSaved, RoleSaved];
  "sessions.get": [null, SessionRules];
  "sessions.save": [SessionRules, SessionRules];
  "cart.current": [null, Cart];
  "cart.scan": [Scan, ScanAnswer];
  "cart.add": [AddProduct, CartChanged];
  "cart.add_free": [FreeLine, CartChanged];
  "cart.line": [ChangeLine, Cart];
  "cart.remove": [NameLine, Cart];
  "cart.restore": [NameLine, Cart];
  "cart.discount": [DiscountCart, Cart];
  "cart.discard": [DiscardCart, Cart];
  "cart.repeat": [NameRecord, Repeated];
  "tickets.list": [null, Tickets];
  "tickets.park": [ParkTicket, Tickets];
  "tickets.resume": [NameRecord, Tickets];
  "cart.check_age": [CheckAge, Cart];
  "cart.return": [ReturnLines, Cart];
  "cart.return_without": [ReturnWithoutReceipt, Cart];
  "cart.customer": [ChooseCustomer, Cart];
  "returns.find": [FindReturnable, Returnable];
  "pay.quote": [Quote, Settlement];
  "sale.complete": [CompleteSale, SaleDone];
  "receipts.list": [ListReceipts, ReceiptList];
  "receipts.get": [NameRecord, ReceiptView];
  "receipts.correct": [CorrectTenders, ReceiptView];
  "receipts.reprint": [NameRecord, PrintJob];
  "customers.search": [SearchCustomers, Array<CustomerRow>];
  "customers.get": [NameRecord, CustomerView];
  "customers.doubts": [CustomerSave, CustomerDoubts];
  "customers.save": [CustomerSave, CustomerView];
  "customers.terms": [AccountTerms, CustomerView];
  "customers.erase": [NameRecord, null];
  "accounts.pay": [PayAccount, AccountReceipt];
  "accounts.print": [NameRecord, PrintJob];
  "accounts.debtors": [null, Array<Debtor>];
  "quotations.make": [MakeQuotation, QuotationRow];
  "quotations.list": [null, Array<QuotationRow>];
  "quotations.take": [NameRecord, Cart];
  "quotations.again": [NameRecord, Repeated];
  "quotations.print": [NameRecord, PrintJob];
  "values.find": [FindValue, ValueView];
  "values.list": [null, ValueList];
  "values.issue": [IssueValue, ValueView];
  "values.print": [NameRecord, PrintJob];
  "orders.terms": [AskOrder, OrderTerms];
  "orders.place": [PlaceOrder, OrderView];
  "orders.list": [null, OrderList];
  "orders.get": [NameRecord, OrderView];
  "orders.kept": [NameRecord, Quantity];
  "orders.deposit": [TakeDeposit, OrderView];
  "orders.take": [NameRecord, Cart];
  "orders.cancel": [CancelOrder, OrderView];
  "orders.print": [NameRecord, PrintJob];
  "points.get": [null, PointsState];
  "points.save": [PointsRules, PointsState];
  "approval.running": [null, Array<RunningGrant>];
  "approval.end": [null, null];
  "people.acts": [AskActs, PeopleActs];
  "people.acts_of": [AskActsOf, Array<ActView>];
  "clock.state": [null, ClockState];
  "clock.punch": [Punch, ClockState];
  "drawer.state": [null, DrawerState];
  "drawer.open": [OpenDrawer, DrawerState];
  "drawer.move": [MoveCash, DrawerState];
  "drawer.rules": [CashRules, DrawerState];
  "shift.open": [OpenShift, DrawerState];
  "shift.count": [CountShift, DrawerState];
  "shift.close": [CloseShift, ZRow];
  "shift.print": [null, PrintJob];
  "reports.list": [ListZ, ZList];
  "reports.get": [NameRecord, ZView];
  "reports.reprint": [NameRecord, PrintJob];
  "products.search": [SearchProducts, Array<ProductHit>];
  "products.favourites": [Favourites, Array<Tile>];
  "products.list": [ListProducts, ProductList];
  "products.get": [NameRecord, Product];
  "products.by_code": [ByCode, Array<ProductHit>];
  "products.save": [ProductSave, Product];
  "categories.list": [null, Array<Category>];
  "categories.save": [CategorySave, Category];
  "imports.preview": [PreviewImport, ImportPreview];
  "imports.start": [StartImport, ImportState];
  "imports.state": [null, ImportState];
  "imports.cancel": [null, ImportState];
  "copies.state": [null, CopiesState];
  "copies.make": [null, CopiesState];
  "copies.cancel": [null, CopiesState];
  "copies.drill": [CopiesPassword, CopiesState];
  "copies.restore": [CopiesPassword, null];
  "copies.add": [AddCopyPlace, CopiesState];
  "copies.remove": [NameRecord, CopiesState];
  "copies.seal": [CopiesPassword, CopiesState];
  "recovery.begin": [CopiesPassword, null];
  "sync.state": [null, SyncState];
  "sync.pair": [PairHeadOffice, SyncState];
  "sync.now": [null, SyncState];
  "sync.leave": [LeaveHeadOffice, SyncState];
  "health.get": [null, Health];
  "health.export": [null, HealthExport];
  "printer.get": [null, PrinterProfile];
  "printer.save": [PrinterProfile, PrinterProfile];
  "printer.test": [TestPrinter, null];
  "printer.status": [null, PrinterStatus];
  "print.resolve": [ResolveJob, PrinterStatus];
};
