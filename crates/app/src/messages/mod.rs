//! What crosses the door, by area. TypeScript is generated from these types; money is a plain number because the domain bounds it.

mod acts;
mod copies;
mod customers;
mod health;
mod imports;
mod orders;
mod people;
mod printer;
mod products;
mod quotations;
mod receipts;
mod returns;
mod roles;
mod selling;
mod shifts;
mod shop;
mod tickets;
mod values;

pub use acts::*;
pub use copies::*;
pub use customers::*;
pub use health::*;
pub use imports::*;
pub use orders::*;
pub use people::*;
pub use printer::*;
pub use products::*;
pub use quotations::*;
pub use receipts::*;
pub use returns::*;
pub use roles::*;
pub use selling::*;
pub use shifts::*;
pub use shop::*;
pub use tickets::*;
pub use values::*;
