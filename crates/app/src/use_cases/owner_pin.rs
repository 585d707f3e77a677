//! A new PIN for an owner, set by whoever can run programs on the machine while the till is closed: the way in after a restore on a machine
//! without keys, where no PIN can be checked. It is a fact without an actor.

use domain::Id;
use domain::product::clean_name;
use domain::user::Role;
use store::read::users::User;
use store::{Lane, read};

use crate::use_cases::users;
use crate::{App, Failure};

impl App {
    /// Answers the name of the owner who can sign in now. An owner of that name is made only where no owner's name can be read.
    pub fn set_owner_pin(&self, name: Option<&str>, pin: &str) -> Result<String, Failure> {
        let now = self.now(&self.shop()?);
        let (id, name) = self.owner_called(name)?;
        let hash = users::checked_hash(self, pin, Role::Owner)?;
        let shown = name.clone();
        self.store.write(Lane::Interactive, move |tx| {
            users::append(tx, &users::Edit { hash: Some(&hash), ..users::Edit::of_owner(id, &name) }, None, now)
        })?;
        self.delays.forget(id);
        self.sessions.end_of_user(id);
        Ok(shown)
    }

    fn owner_called(&self, name: Option<&str>) -> Result<(Id, String), Failure> {
        let is_readable_owner = |user: &User| user.active && user.role == Role::Owner && !user.name.is_empty();
        let owners: Vec<User> = self.store.read(read::users::all)?.into_iter().filter(is_readable_owner).collect();
        match (name, &owners[..]) {
            (None, [only]) => Ok((only.id, only.name.clone())),
            (Some(name), []) => Ok((Id::now_v7(), clean_name(name)?)),
            (Some(name), owners) => {
                owners.iter().find(|owner| owner.name == name).map(|owner| (owner.id, owner.name.clone())).ok_or_else(|| unclear(owners))
            }
            (None, owners) => Err(unclear(owners)),
        }
    }
}

fn unclear(owners: &[User]) -> Failure {
    let names: Vec<&str> = owners.iter().map(|owner| owner.name.as_str()).collect();
    Failure::new("owner_unclear", format!("say with --name whose PIN it is; owners here: {}", names.join(", ")))
        .with("owners", names.join(", "))
}
