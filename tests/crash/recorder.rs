//! A VFS under the page sums, and an ear at the store's own files: they record every change below one folder, or refuse a call of it.

use std::io;
use std::os::raw::c_int;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;
use store::testing::disk::{self, Step};
use store::vfs::{self, Answer, Below, Layer};

use crate::plan::{Call, Plan};
use crate::promise::Told;

const NAME: &str = "recorder";

/// What happened to the disk, in order; and what the till promised meanwhile.
#[derive(Debug, Clone)]
pub enum Op {
    Create(PathBuf),
    Write(PathBuf, u64, Vec<u8>),
    Truncate(PathBuf, u64),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    MakeFolder(PathBuf),
    SyncFolder(PathBuf),
    /// The till answered.
    Told(Told),
}

#[derive(Default)]
struct Watched {
    root: Option<PathBuf>,
    ops: Vec<Op>,
    plan: Option<Plan>,
}

static WATCHED: Mutex<Watched> = Mutex::new(Watched { root: None, ops: Vec::new(), plan: None });

fn watched() -> MutexGuard<'static, Watched> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watched {
    fn is_below(&self, path: &Path) -> bool {
        self.root.as_ref().is_some_and(|root| path.starts_with(root))
    }
}

/// One recording, or one plan of refusals, at a time in this process.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    static BELOW: LazyLock<()> = LazyLock::new(|| {
        vfs::register(NAME, None, Recorder).expect("SQLite takes the recorder");
        disk::put_below(NAME);
        disk::watch(step);
    });
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    LazyLock::force(&BELOW);
    guard
}

/// From now on, whatever happens below `root` is recorded.
pub fn record(root: &Path) {
    *watched() = Watched { root: Some(root.to_owned()), ..Watched::default() };
}

/// Ends the recording.
pub fn recorded() -> Vec<Op> {
    std::mem::take(&mut *watched()).ops
}

pub fn note(told: Told) {
    watched().ops.push(Op::Told(told));
}

/// From now on, calls below `root` are counted, and refused as `plan` says.
pub fn refuse(root: &Path, plan: Plan) {
    *watched() = Watched { root: Some(root.to_owned()), plan: Some(plan), ..Watched::default() };
}

/// Ends the refusals. Answers how many calls there were of the plan's kind.
pub fn counted() -> u64 {
    std::mem::take(&mut *watched()).plan.map_or(0, |plan| plan.seen)
}

/// What becomes of a call, if it is not to happen; and otherwise its trace.
fn pass(path: &Path, call: Call, op: Option<impl FnOnce() -> Op>) -> Option<crate::plan::Fault> {
    let mut watched = watched();
    if !watched.is_below(path) {
        return None;
    }
    if let Some(plan) = &mut watched.plan {
        return plan.meets(call);
    }
    if let Some(op) = op {
        let op = op();
        watched.ops.push(op);
    }
    None
}

fn step(step: Step<'_>) -> io::Result<()> {
    let (path, call, op) = match step {
        Step::Create(path) => (path, Call::Write, Op::Create(path.to_owned())),
        Step::Write(path, at, bytes) => (path, Call::Write, Op::Write(path.to_owned(), at, bytes.to_owned())),
        Step::Sync(path) => (path, Call::Other, Op::Sync(path.to_owned())),
        Step::Rename(from, to) => (to, Call::Other, Op::Rename(from.to_owned(), to.to_owned())),
        Step::Remove(path) => (path, Call::Other, Op::Remove(path.to_owned())),
        Step::MakeFolder(path) => (path, Call::Write, Op::MakeFolder(path.to_owned())),
        Step::SyncFolder(path) => (path, Call::Other, Op::SyncFolder(path.to_owned())),
    };
    pass(path, call, Some(|| op)).map_or(Ok(()), |fault| Err(fault.error()))
}

struct Recorder;

pub struct Named {
    path: Option<PathBuf>,
    /// SQLite flushes the folder of a log or journal with its first flush.
    folder_is_due: bool,
}

impl Named {
    fn pass(&self, call: Call, op: impl FnOnce(PathBuf) -> Op) -> Option<crate::plan::Fault> {
        let path = self.path.as_ref()?;
        pass(path, call, Some(|| op(path.clone())))
    }

    fn refused(&self, call: Call, op: impl FnOnce(PathBuf) -> Op) -> Answer {
        self.pass(call, op).map_or(Ok(()), |fault| Err(fault.code(call)))
    }
}

impl Layer for Recorder {
    type File = Named;

    fn open(&self, path: Option<&Path>, flags: c_int) -> Answer<Named> {
        if let Some(path) = path.filter(|path| !path.exists())
            && let Some(fault) = pass(path, Call::Write, Some(|| Op::Create(path.to_owned())))
        {
            return Err(fault.code(Call::Write));
        }
        let is_log = flags & (ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL) != 0;
        Ok(Named { path: path.map(Path::to_owned), folder_is_due: is_log })
    }

    fn read(&self, file: &mut Named, below: &mut Below, buffer: &mut [u8], at: i64) -> Answer {
        let Some(path) = &file.path else { return below.read(buffer, at) };
        match pass(path, Call::Read, None::<fn() -> Op>) {
            Some(crate::plan::Fault::ShortRead) => {
                below.read(buffer, at)?;
                let half = buffer.len() / 2;
                buffer[half..].fill(0);
                Err(ffi::SQLITE_IOERR_SHORT_READ)
            }
            Some(fault) => Err(fault.code(Call::Read)),
            None => below.read(buffer, at),
        }
    }

    fn write(&self, file: &mut Named, below: &mut Below, bytes: &[u8], at: i64) -> Answer {
        file.refused(Call::Write, |path| Op::Write(path, u64::try_from(at).unwrap(), bytes.to_owned()))?;
        below.write(bytes, at)
    }

    fn truncate(&self, file: &mut Named, below: &mut Below, size: i64) -> Answer {
        file.refused(Call::Other, |path| Op::Truncate(path, u64::try_from(size).unwrap()))?;
        below.truncate(size)
    }

    fn sync(&self, file: &mut Named, below: &mut Below, flags: c_int) -> Answer {
        // the pages that were written are in the system's hands, as when a real disk refuses to flush them
        file.refused(Call::Other, Op::Sync)?;
        if std::mem::take(&mut file.folder_is_due) {
            file.pass(Call::Silent, |path| Op::SyncFolder(path.parent().unwrap().to_owned()));
        }
        below.sync(flags)
    }

    fn delete(&self, path: &Path, sync_folder: bool, delete: &dyn Fn() -> Answer) -> Answer {
        if path.exists()
            && let Some(fault) = pass(path, Call::Other, Some(|| Op::Remove(path.to_owned())))
        {
            return Err(fault.code(Call::Other));
        }
        if sync_folder {
            pass(path, Call::Silent, Some(|| Op::SyncFolder(path.parent().unwrap().to_owned())));
        }
        delete()
    }
}
