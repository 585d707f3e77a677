//! What a shop calls a role of its own: which permissions, in two blocks, and how far they reach.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::product::clean_name;
use crate::units::{Money, Rate};
use crate::user::{Permission, Permissions, Powers, Role};
use crate::{Id, Refusal};

/// A permission is of the till or of the back office. Whoever signs in may sell and see products; who works in the shop is the owner's alone.
pub const TILL: [Permission; 7] = [
    Permission::TakeBack,
    Permission::ChangePrice,
    Permission::ViewReceipts,
    Permission::Reprint,
    Permission::ServeCustomers,
    Permission::CountDrawer,
    Permission::Approve,
];
pub const BACK_OFFICE: [Permission; 3] = [Permission::EditProducts, Permission::ViewHealth, Permission::EditSettings];
const EVERYBODY: [Permission; 2] = [Permission::Sell, Permission::ViewProducts];

/// A role that the owner has made. Its rank says how long a PIN has to be, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoleSaved {
    pub id: Id,
    pub name: String,
    pub rank: Role,
    /// Beyond those that everybody has.
    pub permissions: Vec<Permission>,
    /// The share of the list price that may be taken off, by whatever means (rule 37).
    pub discount: Rate,
    /// Giving back more in one ticket needs a supervisor. None: as the shop's rules say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_limit: Option<Money>,
    /// The share of the cost below which nothing is sold. None: no cost is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_floor: Option<Rate>,
    pub active: bool,
}

/// Nobody asks for ten times what it cost.
const HIGHEST_FLOOR: i64 = 10 * 1_000_000;

impl RoleSaved {
    /// As it is kept. A role of a cashier's rank opens nothing that needs a longer PIN.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.name = clean_name(&self.name)?;
        self.permissions.sort_unstable();
        self.permissions.dedup();
        let is_free = |permission: &Permission| TILL.contains(permission) || BACK_OFFICE.contains(permission);
        let needs_rank = |permission: &Permission| *permission == Permission::Approve || BACK_OFFICE.contains(permission);
        if self.rank == Role::Owner || !self.permissions.iter().all(is_free) {
            return Err(Refusal::FieldInvalid { field: "permissions" });
        }
        if self.rank == Role::Cashier && self.permissions.iter().any(needs_rank) {
            return Err(Refusal::FieldInvalid { field: "rank" });
        }
        if self.discount.get() < 0 || self.discount > Rate::WHOLE {
            return Err(Refusal::FieldInvalid { field: "discount" });
        }
        if self.refund_limit.is_some_and(Money::is_negative) {
            return Err(Refusal::FieldInvalid { field: "refund_limit" });
        }
        if self.price_floor.is_some_and(|floor| !(0..=HIGHEST_FLOOR).contains(&floor.get())) {
            return Err(Refusal::FieldInvalid { field: "price_floor" });
        }
        Ok(self)
    }

    #[must_use]
    pub fn powers(&self) -> Powers {
        let permissions = Permissions::of(self.permissions.iter().chain(&EVERYBODY).copied());
        Powers { rank: self.rank, permissions, discount: self.discount, refund_limit: self.refund_limit, price_floor: self.price_floor }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn role(rank: Role, permissions: &[Permission]) -> RoleSaved {
        RoleSaved {
            id: Id::nil(),
            name: " Encargada ".to_owned(),
            rank,
            permissions: permissions.to_vec(),
            discount: Rate::of(200_000),
            refund_limit: None,
            price_floor: None,
            active: true,
        }
    }

    #[test]
    fn every_permission_is_in_one_block() {
        let mut all: Vec<_> = TILL.into_iter().chain(BACK_OFFICE).chain(EVERYBODY).chain([Permission::EditUsers]).collect();
        all.sort_unstable();
        let mut known = Permission::ALL;
        known.sort_unstable();
        assert_eq!(all, known);
    }

    #[rstest]
    #[case::a_cashier_who_approves(role(Role::Cashier, &[Permission::Approve]), "rank")]
    #[case::a_cashier_in_the_back_office(role(Role::Cashier, &[Permission::EditSettings]), "rank")]
    #[case::another_owner(role(Role::Owner, &[]), "permissions")]
    #[case::who_works_here(role(Role::Supervisor, &[Permission::EditUsers]), "permissions")]
    #[case::more_than_all(RoleSaved { discount: Rate::of(1_000_001), ..role(Role::Cashier, &[]) }, "discount")]
    #[case::less_than_nothing(RoleSaved { refund_limit: Some(Money::of(-1)), ..role(Role::Cashier, &[]) }, "refund_limit")]
    fn a_role_that_cannot_be_is_refused(#[case] role: RoleSaved, #[case] field: &'static str) {
        assert_eq!(role.checked(), Err(Refusal::FieldInvalid { field }));
    }

    #[test]
    fn a_role_may_what_it_names_and_what_everybody_may() {
        let powers = role(Role::Supervisor, &[Permission::CountDrawer]).checked().unwrap().powers();
        let may: Vec<_> = Permission::ALL.into_iter().filter(|permission| powers.may(*permission)).collect();
        assert_eq!(may, [Permission::Sell, Permission::ViewProducts, Permission::CountDrawer]);
    }
}
