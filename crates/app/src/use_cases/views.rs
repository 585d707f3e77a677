//! Stored and computed things as the screen shows them.

use domain::Quantity;
use domain::cart::Cart;
use domain::country::Country;
use domain::product::articles;
use domain::refund::Returned;
use domain::sale::SaleCompleted;
use domain::ticket::{TaxSum, Ticket};
use store::Store;
use store::read::products::{self, Product};

use crate::Failure;
use crate::messages::{CartLineView, CartView, ProductHit, ReturnedView, TaxTotal};

fn taxes(country: &Country, taxes: &[TaxSum]) -> Vec<TaxTotal> {
    let view = |tax: &TaxSum| TaxTotal {
        name: country.tax_name(&tax.code).to_owned(),
        code: tax.code.clone(),
        rate: tax.rate,
        base: tax.base,
        amount: tax.amount,
    };
    taxes.iter().map(view).collect()
}

fn returned(returned: &Returned, country: &Country) -> ReturnedView {
    let number = returned.of.as_ref().map(|of| of.number.short(&country.number));
    ReturnedView { number, reason: returned.reason, restock: returned.restock }
}

pub fn cart(cart: &Cart, country: &Country) -> Result<CartView, Failure> {
    let ticket = cart.ticket(country)?;
    let Ticket { subtotal, discounts, tax, total, .. } = ticket;
    let lines = cart.lines.iter().zip(&ticket.lines).map(|(line, result)| CartLineView {
        id: line.id,
        product: line.product,
        name: line.name.clone(),
        unit: line.unit,
        quantity: line.quantity,
        unit_price: line.unit_price,
        list_price: line.list_price,
        amount: result.list - result.line_discount - result.promotion,
        discount: line.discount,
        discount_amount: result.line_discount,
        note: line.note.clone(),
        note_inside: line.note_inside,
        warning: line.warning.clone(),
        provisional: line.product.is_none(),
        label: line.printed.is_some(),
        returned: line.returned.as_ref().map(|it| returned(it, country)),
    });
    Ok(CartView {
        id: cart.id,
        lines: lines.collect(),
        discount: cart.discount,
        customer: None,
        order: None,
        age_needed: None,
        count: cart.lines.iter().map(|line| articles(line.unit, line.quantity)).sum(),
        subtotal,
        discounts,
        tax,
        taxes: taxes(country, &ticket.taxes),
        total,
    })
}

/// A sale in the shape of its cart. `notes` are its lines' notes, opened.
pub fn sold(sale: &SaleCompleted, country: &Country, notes: &[Option<String>]) -> CartView {
    let lines = sale.lines.iter().zip(notes).map(|(line, note)| CartLineView {
        id: line.id,
        product: line.product,
        name: line.name.clone(),
        unit: line.unit,
        quantity: line.quantity,
        unit_price: line.unit_price,
        list_price: line.list_price,
        amount: line.list - line.line_discount,
        discount: line.discount,
        discount_amount: line.line_discount,
        note: note.clone(),
        note_inside: line.note_inside,
        warning: String::new(),
        provisional: line.product.is_none(),
        label: line.printed.is_some(),
        returned: line.returned.as_ref().map(|it| returned(it, country)),
    });
    CartView {
        id: sale.id,
        lines: lines.collect(),
        discount: sale.discount,
        customer: None,
        order: None,
        age_needed: None,
        count: sale.lines.iter().map(|line| articles(line.unit, line.quantity)).sum(),
        subtotal: sale.subtotal,
        discounts: sale.discounts,
        tax: sale.tax,
        taxes: taxes(country, &sale.taxes),
        total: sale.total,
    }
}

/// What a product without a category looks like.
const PLAIN: (&str, &str) = ("box", "oliva");

pub fn hits(store: &Store, products: Vec<Product>) -> Result<Vec<ProductHit>, Failure> {
    let categories = store.read(products::categories)?;
    let hit = |product: Product| {
        let category = product.category.and_then(|id| categories.iter().find(|category| category.id == id));
        let (icon, tint) = category.map_or(PLAIN, |category| (&category.icon, &category.tint));
        ProductHit {
            id: product.id,
            icon: icon.to_owned(),
            tint: tint.to_owned(),
            category: category.map(|category| category.name.clone()),
            name: product.name,
            sku: product.sku,
            barcode: product.barcode,
            unit: product.unit,
            price: product.price,
            stock: product.track_stock.then_some(product.stock),
            active: product.active,
        }
    };
    Ok(products.into_iter().map(hit).collect())
}

/// At or below what the shop wants to keep, or below three where it did not say.
pub fn is_low(product: &Product) -> bool {
    product.track_stock && product.stock <= product.min_stock.unwrap_or(Quantity::of(3000)) && product.stock > Quantity::ZERO
}
