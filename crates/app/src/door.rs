//! The door: the one way in. It knows every request, who may ask it, from which surface, and how large it may be; its answer to all else is no.

use domain::Id;
use domain::user::{Permission, Powers};
use serde_json::Value;

use crate::session::{Session, Standing};
use crate::{App, Failure, requests};

/// Where a request comes from. The customer display has events and no requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surface {
    Till,
    Owner,
    Display,
}

impl Surface {
    pub const ALL: [Surface; 3] = [Surface::Till, Surface::Owner, Surface::Display];
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody before the shop exists, and after that whoever may edit settings.
    SettingUp,
    /// Anybody, signed in or not.
    Anyone,
    SignedIn,
    May(Permission),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Query,
    Action,
    /// Answers at once; events tell how far it is.
    Job,
}

pub struct Request {
    pub name: &'static str,
    pub access: Access,
    pub surfaces: &'static [Surface],
    pub kind: Kind,
    pub limit_bytes: usize,
    pub(crate) run: fn(&App, &Caller<'_>, Value) -> Result<Value, Failure>,
    /// TypeScript of the arguments and of the result.
    pub(crate) types: fn(&ts_rs::Config) -> (String, String),
}

/// Whoever calls, as the transport knows them: never what the caller says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    pub token: &'a str,
    pub surface: Surface,
    pub(crate) standing: Standing,
}

impl<'a> Caller<'a> {
    #[must_use]
    pub fn new(token: &'a str, surface: Surface) -> Self {
        Self { token, surface, standing: Standing::Nobody }
    }

    pub(crate) fn user(&self) -> Result<Id, Failure> {
        Ok(self.session()?.user)
    }

    pub(crate) fn powers(&self) -> Result<Powers, Failure> {
        Ok(self.session()?.powers)
    }

    pub(crate) fn session(&self) -> Result<Session, Failure> {
        match self.standing {
            Standing::SignedIn(session) => Ok(session),
            Standing::Locked => Err(Failure::new("session_locked", "the screen is locked")),
            Standing::Nobody => Err(Failure::new("session_expired", "nobody is signed in here")),
        }
    }
}

/// What screens ask by themselves, when an event tells them to: no sign that anybody is there.
const BY_ITSELF: [&str; 4] = ["printer.status", "imports.state", "copies.state", "sync.state"];

impl App {
    pub fn call(&self, caller: Caller<'_>, name: &str, arguments: Value) -> Result<Value, Failure> {
        let request = requests::find(name).ok_or_else(|| Failure::new("unknown_request", format!("there is no request {name}")))?;
        let span = tracing::info_span!("request", name, surface = ?caller.surface);
        let _entered = span.enter();
        let answer = self.admit(request, caller, &arguments).and_then(|caller| (request.run)(self, &caller, arguments));
        if let Err(failure) = &answer {
            // the message may quote what was typed, and the log keeps nothing of that
            tracing::info!(code = failure.code, "Refused {name}");
        }
        answer
    }

    fn admit<'a>(&self, request: &Request, caller: Caller<'a>, arguments: &Value) -> Result<Caller<'a>, Failure> {
        let caller = self.known(caller);
        if !request.surfaces.contains(&caller.surface) {
            return Err(Failure::new("not_permitted", "this surface has no such request"));
        }
        match request.access {
            Access::Anyone => {}
            Access::SettingUp => self.admit_setting_up(&caller)?,
            Access::SignedIn => drop(caller.session()?),
            Access::May(permission) => may(permission, caller.powers()?)?,
        }
        // measured last: nobody who may not ask makes the door work
        if arguments.to_string().len() > request.limit_bytes {
            return Err(Failure::new("too_large", "the request is larger than it can be"));
        }
        if request.access != Access::Anyone && !BY_ITSELF.contains(&request.name) {
            self.sessions.touch(caller.token, (self.uptime)());
        }
        Ok(caller)
    }

    /// Signs her in at this place.
    pub(crate) fn sign_in<'a>(&self, caller: &Caller<'a>, session: Session) -> Caller<'a> {
        self.sessions.start(caller.token, session, (self.uptime)());
        Caller { standing: Standing::SignedIn(session), ..*caller }
    }

    /// The caller with its session, if it has one.
    pub(crate) fn known<'a>(&self, caller: Caller<'a>) -> Caller<'a> {
        Caller { standing: self.sessions.find(caller.token, (self.uptime)()), ..caller }
    }

    fn admit_setting_up(&self, caller: &Caller<'_>) -> Result<(), Failure> {
        if self.store.read(store::read::shop::shop)?.is_none() { Ok(()) } else { may(Permission::EditSettings, caller.powers()?) }
    }
}

pub(crate) fn may(permission: Permission, powers: Powers) -> Result<(), Failure> {
    if powers.may(permission) { Ok(()) } else { Err(Failure::new("not_permitted", format!("she may not {permission:?}"))) }
}
