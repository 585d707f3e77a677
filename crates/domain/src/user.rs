//! Who may do what. A permission is an effect, not a button: whoever may lower a price may not do by discount what the price limit forbids.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Refusal;
use crate::units::{Money, Rate};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Cashier,
    Supervisor,
    Owner,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Cashier, Role::Supervisor, Role::Owner];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    Sell,
    /// Take back what was sold, within the owner's rules.
    TakeBack,
    /// Sell at another price than the list's, within [`discount_limit`].
    ChangePrice,
    ViewReceipts,
    ViewHealth,
    Reprint,
    ViewProducts,
    EditProducts,
    /// Know customers, write them down, and take what they pay on account.
    ServeCustomers,
    /// Open the drawer's shift, count it, close it, and move cash within the rules.
    CountDrawer,
    /// Grant what the rules do not let a cashier do alone.
    Approve,
    EditUsers,
    EditSettings,
}

impl Permission {
    pub const ALL: [Permission; 13] = [
        Permission::Sell,
        Permission::TakeBack,
        Permission::ChangePrice,
        Permission::ViewReceipts,
        Permission::ViewHealth,
        Permission::Reprint,
        Permission::ViewProducts,
        Permission::EditProducts,
        Permission::ServeCustomers,
        Permission::CountDrawer,
        Permission::Approve,
        Permission::EditUsers,
        Permission::EditSettings,
    ];

    #[must_use]
    fn is_granted(self, role: Role) -> bool {
        let least = match self {
            Self::Sell
            | Self::TakeBack
            | Self::ServeCustomers
            | Self::ViewReceipts
            | Self::Reprint
            | Self::ViewProducts
            | Self::CountDrawer => Role::Cashier,
            Self::ChangePrice | Self::EditProducts | Self::ViewHealth | Self::Approve => Role::Supervisor,
            Self::EditUsers | Self::EditSettings => Role::Owner,
        };
        role >= least
    }
}

/// A set of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u32);

impl Permissions {
    #[must_use]
    pub fn of(all: impl IntoIterator<Item = Permission>) -> Self {
        Self(all.into_iter().fold(0, |set, permission| set | Self::bit(permission)))
    }

    fn bit(permission: Permission) -> u32 {
        1 << permission as u32
    }

    #[must_use]
    pub fn has(self, permission: Permission) -> bool {
        self.0 & Self::bit(permission) != 0
    }
}

/// What somebody may do, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Powers {
    pub rank: Role,
    pub permissions: Permissions,
    /// The share of the list price that may be taken off, by whatever means (rule 37).
    pub discount: Rate,
    /// In place of what the shop's rules say.
    pub refund_limit: Option<Money>,
    /// The share of the cost below which nothing is sold.
    pub price_floor: Option<Rate>,
}

impl Powers {
    /// Of whoever has no role that the owner made.
    #[must_use]
    pub fn of(rank: Role) -> Self {
        let permissions = Permissions::of(Permission::ALL.into_iter().filter(|permission| permission.is_granted(rank)));
        let discount = match rank {
            Role::Cashier => Rate::of(100_000),
            Role::Supervisor => Rate::of(500_000),
            Role::Owner => Rate::WHOLE,
        };
        Self { rank, permissions, discount, refund_limit: None, price_floor: None }
    }

    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }
}

/// A PIN is short, so it must not be one of the first that anybody tries. Owners and supervisors need six digits (20 bits).
pub fn check_pin(pin: &str, role: Role) -> Result<(), Refusal> {
    let least = if role == Role::Cashier { 4 } else { 6 };
    if pin.chars().count() < least {
        return Err(Refusal::PinTooShort { least });
    }
    if pin.len() > 64 {
        return Err(Refusal::TooLarge);
    }
    let bytes = pin.as_bytes();
    let steps: Vec<i16> = bytes.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    let is_run = steps.iter().all(|&step| step == steps[0] && (-1..=1).contains(&step));
    if is_run || ["123123", "121212", "112233", "696969", "1212", "1122"].contains(&pin) { Err(Refusal::PinTooCommon) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::run("123456")]
    #[case::backwards("987654")]
    #[case::same("000000")]
    #[case::known("121212")]
    fn the_first_pins_anybody_tries_are_refused(#[case] pin: &str) {
        assert_eq!(check_pin(pin, Role::Owner), Err(Refusal::PinTooCommon));
    }

    #[test]
    fn those_who_can_do_more_need_longer_pins() {
        assert_eq!(check_pin("4071", Role::Cashier), Ok(()));
        assert_eq!(check_pin("4071", Role::Owner), Err(Refusal::PinTooShort { least: 6 }));
        assert_eq!(check_pin("407193", Role::Supervisor), Ok(()));
    }

    #[test]
    fn each_role_can_do_what_the_one_below_can() {
        for permission in Permission::ALL {
            let granted: Vec<bool> = Role::ALL.iter().map(|&role| permission.is_granted(role)).collect();
            assert!(granted.is_sorted(), "{permission:?}: {granted:?}");
            assert!(granted[2], "the owner may do everything");
        }
    }
}
