use domain::role::RoleSaved;
use domain::user::Permission;
use serde::Serialize;
use ts_rs::TS;

/// The roles that the owner has made, and what a role can be made of.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoleList {
    pub roles: Vec<RoleSaved>,
    /// What can be granted at the till, and in the back office.
    pub till: Vec<Permission>,
    pub back_office: Vec<Permission>,
}
