//! A layer between SQLite and the operating system's files. SQLite calls C functions; here they are turned into a Rust trait, once, for the
//! page sums of the product and for the tests that record, refuse and cut.

#![allow(unsafe_code, reason = "SQLite asks a VFS for C functions over raw pointers; each one here only unwraps them")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr::{null, null_mut};

use rusqlite::ffi;

/// A result code of SQLite other than `SQLITE_OK`.
pub type Code = c_int;
pub type Answer<T = ()> = Result<T, Code>;

/// What a layer does with a file. Everything that it does not say goes straight through.
pub trait Layer: Send + Sync + 'static {
    /// What it remembers of an open file.
    type File: Send;

    /// `path` is none for a temporary file; `flags` are those of `xOpen`.
    fn open(&self, path: Option<&Path>, flags: c_int) -> Answer<Self::File>;

    fn read(&self, _file: &mut Self::File, below: &mut Below, buffer: &mut [u8], at: i64) -> Answer {
        below.read(buffer, at)
    }

    fn write(&self, _file: &mut Self::File, below: &mut Below, bytes: &[u8], at: i64) -> Answer {
        below.write(bytes, at)
    }

    fn truncate(&self, _file: &mut Self::File, below: &mut Below, size: i64) -> Answer {
        below.truncate(size)
    }

    fn sync(&self, _file: &mut Self::File, below: &mut Below, flags: c_int) -> Answer {
        below.sync(flags)
    }

    /// `delete` does it. `sync_folder`: SQLite wants the folder flushed too.
    fn delete(&self, _path: &Path, _sync_folder: bool, delete: &dyn Fn() -> Answer) -> Answer {
        delete()
    }
}

/// The same file in the VFS below.
pub struct Below {
    memory: Box<[u64]>,
}

impl Below {
    fn of_size(bytes: c_int) -> Self {
        let words = usize::try_from(bytes).unwrap_or(0).div_ceil(8);
        Self { memory: vec![0; words].into_boxed_slice() }
    }

    fn file(&mut self) -> *mut ffi::sqlite3_file {
        self.memory.as_mut_ptr().cast()
    }

    fn with(&mut self, act: impl FnOnce(*mut ffi::sqlite3_file, &ffi::sqlite3_io_methods) -> Option<c_int>) -> c_int {
        let file = self.file();
        // SAFETY: it was opened by the VFS below, which set its methods
        let methods = unsafe { &*(*file).pMethods };
        act(file, methods).unwrap_or(ffi::SQLITE_IOERR)
    }

    pub fn read(&mut self, buffer: &mut [u8], at: i64) -> Answer {
        let length = length(buffer.len());
        answer(self.with(|file, methods| methods.xRead.map(|it| unsafe { it(file, buffer.as_mut_ptr().cast(), length, at) })))
    }

    pub fn write(&mut self, bytes: &[u8], at: i64) -> Answer {
        let length = length(bytes.len());
        answer(self.with(|file, methods| methods.xWrite.map(|it| unsafe { it(file, bytes.as_ptr().cast(), length, at) })))
    }

    pub fn truncate(&mut self, size: i64) -> Answer {
        answer(self.with(|file, methods| methods.xTruncate.map(|it| unsafe { it(file, size) })))
    }

    pub fn sync(&mut self, flags: c_int) -> Answer {
        answer(self.with(|file, methods| methods.xSync.map(|it| unsafe { it(file, flags) })))
    }

    pub fn size(&mut self) -> Answer<i64> {
        let mut size = 0;
        answer(self.with(|file, methods| methods.xFileSize.map(|it| unsafe { it(file, &raw mut size) }))).map(|()| size)
    }
}

fn length(bytes: usize) -> c_int {
    c_int::try_from(bytes).unwrap_or(c_int::MAX)
}

fn answer(code: c_int) -> Answer {
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) }
}

fn code(answer: Answer) -> c_int {
    answer.err().unwrap_or(ffi::SQLITE_OK)
}

struct Registered<L: Layer> {
    vfs: ffi::sqlite3_vfs,
    below: *mut ffi::sqlite3_vfs,
    methods: ffi::sqlite3_io_methods,
    layer: L,
}

struct Opened<L: Layer> {
    registered: &'static Registered<L>,
    state: L::File,
    below: Below,
}

/// What SQLite holds of an open file: its methods, and ours.
#[repr(C)]
struct Handle<L: Layer> {
    base: ffi::sqlite3_file,
    opened: *mut Opened<L>,
}

/// Registers `layer` under `name`, over the VFS `below` (none: the system's). It stays for the life of the process.
pub fn register<L: Layer>(name: &str, below: Option<&str>, layer: L) -> Answer {
    let below = below.map(|name| CString::new(name).map_err(|_| ffi::SQLITE_MISUSE)).transpose()?;
    let below = unsafe { ffi::sqlite3_vfs_find(below.as_ref().map_or(null(), |name| name.as_ptr())) };
    let name = CString::new(name).map_err(|_| ffi::SQLITE_MISUSE)?.into_raw();
    if below.is_null() {
        return Err(ffi::SQLITE_NOTFOUND);
    }
    let registered =
        Box::leak(Box::new(Registered { vfs: vfs_over::<L>(unsafe { &*below }, name), below, methods: methods::<L>(), layer }));
    registered.vfs.pAppData = (&raw mut *registered).cast();
    answer(unsafe { ffi::sqlite3_vfs_register(&raw mut registered.vfs, 0) })
}

fn vfs_over<L: Layer>(below: &ffi::sqlite3_vfs, name: *const c_char) -> ffi::sqlite3_vfs {
    ffi::sqlite3_vfs {
        iVersion: 2,
        szOsFile: length(size_of::<Handle<L>>()),
        mxPathname: below.mxPathname,
        pNext: null_mut(),
        zName: name,
        pAppData: null_mut(),
        xOpen: Some(open::<L>),
        xDelete: Some(delete::<L>),
        xAccess: Some(access::<L>),
        xFullPathname: Some(full_pathname::<L>),
        // these do not look at the VFS that they are asked through
        xDlOpen: below.xDlOpen,
        xDlError: below.xDlError,
        xDlSym: below.xDlSym,
        xDlClose: below.xDlClose,
        xRandomness: below.xRandomness,
        xSleep: below.xSleep,
        xCurrentTime: below.xCurrentTime,
        xGetLastError: below.xGetLastError,
        xCurrentTimeInt64: below.xCurrentTimeInt64,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

fn methods<L: Layer>() -> ffi::sqlite3_io_methods {
    ffi::sqlite3_io_methods {
        // 2: with shared memory for the log's index, without mapped pages, which no layer would see
        iVersion: 2,
        xClose: Some(close::<L>),
        xRead: Some(read::<L>),
        xWrite: Some(write::<L>),
        xTruncate: Some(truncate::<L>),
        xSync: Some(sync::<L>),
        xFileSize: Some(file_size::<L>),
        xLock: Some(lock::<L>),
        xUnlock: Some(unlock::<L>),
        xCheckReservedLock: Some(check_reserved_lock::<L>),
        xFileControl: Some(file_control::<L>),
        xSectorSize: Some(sector_size::<L>),
        xDeviceCharacteristics: Some(device_characteristics::<L>),
        xShmMap: Some(shm_map::<L>),
        xShmLock: Some(shm_lock::<L>),
        xShmBarrier: Some(shm_barrier::<L>),
        xShmUnmap: Some(shm_unmap::<L>),
        xFetch: None,
        xUnfetch: None,
    }
}

type Vfs = *mut ffi::sqlite3_vfs;
type File = *mut ffi::sqlite3_file;

unsafe fn registered<L: Layer>(vfs: Vfs) -> &'static Registered<L> {
    unsafe { &*(*vfs).pAppData.cast() }
}

unsafe fn opened<'a, L: Layer>(file: File) -> &'a mut Opened<L> {
    unsafe { &mut *(*file.cast::<Handle<L>>()).opened }
}

unsafe fn path<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() { None } else { unsafe { CStr::from_ptr(name) }.to_str().ok().map(Path::new) }
}

unsafe extern "C" fn open<L: Layer>(vfs: Vfs, name: *const c_char, file: File, flags: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives memory of szOsFile bytes, and closes only a file whose methods are set
    unsafe {
        let handle = file.cast::<Handle<L>>();
        (*handle).base.pMethods = null();
        let registered = registered::<L>(vfs);
        let state = match registered.layer.open(path(name), flags) {
            Ok(state) => state,
            Err(code) => return code,
        };
        let mut below = Below::of_size((*registered.below).szOsFile);
        let Some(open) = (*registered.below).xOpen else { return ffi::SQLITE_CANTOPEN };
        let code = open(registered.below, name, below.file(), flags, out);
        if code == ffi::SQLITE_OK {
            (*handle).opened = Box::into_raw(Box::new(Opened { registered, state, below }));
            (*handle).base.pMethods = &raw const registered.methods;
        }
        code
    }
}

unsafe extern "C" fn close<L: Layer>(file: File) -> c_int {
    // SAFETY: made by `open`, and closed once
    let mut opened = unsafe { Box::from_raw((*file.cast::<Handle<L>>()).opened) };
    opened.below.with(|file, methods| methods.xClose.map(|it| unsafe { it(file) }))
}

unsafe extern "C" fn read<L: Layer>(file: File, buffer: *mut c_void, amount: c_int, at: i64) -> c_int {
    let Opened { registered, state, below } = unsafe { opened::<L>(file) };
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast(), usize::try_from(amount).unwrap_or(0)) };
    code(registered.layer.read(state, below, buffer, at))
}

unsafe extern "C" fn write<L: Layer>(file: File, bytes: *const c_void, amount: c_int, at: i64) -> c_int {
    let Opened { registered, state, below } = unsafe { opened::<L>(file) };
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast(), usize::try_from(amount).unwrap_or(0)) };
    code(registered.layer.write(state, below, bytes, at))
}

unsafe extern "C" fn truncate<L: Layer>(file: File, size: i64) -> c_int {
    let Opened { registered, state, below } = unsafe { opened::<L>(file) };
    code(registered.layer.truncate(state, below, size))
}

unsafe extern "C" fn sync<L: Layer>(file: File, flags: c_int) -> c_int {
    let Opened { registered, state, below } = unsafe { opened::<L>(file) };
    code(registered.layer.sync(state, below, flags))
}

unsafe extern "C" fn delete<L: Layer>(vfs: Vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let registered = unsafe { registered::<L>(vfs) };
    let delete = || {
        let delete = unsafe { (*registered.below).xDelete };
        answer(delete.map_or(ffi::SQLITE_IOERR, |it| unsafe { it(registered.below, name, sync_folder) }))
    };
    match unsafe { path(name) } {
        Some(path) => code(registered.layer.delete(path, sync_folder != 0, &delete)),
        None => code(delete()),
    }
}

/// A method of the file below, asked as it is.
macro_rules! straight_through {
    ($($name:ident: $method:ident($($argument:ident: $type:ty),*);)*) => {$(
        unsafe extern "C" fn $name<L: Layer>(file: File, $($argument: $type),*) -> c_int {
            let below = &mut unsafe { opened::<L>(file) }.below;
            below.with(|file, methods| methods.$method.map(|it| unsafe { it(file, $($argument),*) }))
        }
    )*};
}

straight_through! {
    file_size: xFileSize(size: *mut i64);
    lock: xLock(level: c_int);
    unlock: xUnlock(level: c_int);
    check_reserved_lock: xCheckReservedLock(out: *mut c_int);
    file_control: xFileControl(operation: c_int, argument: *mut c_void);
    sector_size: xSectorSize();
    device_characteristics: xDeviceCharacteristics();
    shm_map: xShmMap(region: c_int, size: c_int, extend: c_int, out: *mut *mut c_void);
    shm_lock: xShmLock(offset: c_int, count: c_int, flags: c_int);
    shm_unmap: xShmUnmap(delete: c_int);
}

unsafe extern "C" fn shm_barrier<L: Layer>(file: File) {
    let below = &mut unsafe { opened::<L>(file) }.below;
    below.with(|file, methods| {
        if let Some(barrier) = methods.xShmBarrier {
            unsafe { barrier(file) };
        }
        Some(ffi::SQLITE_OK)
    });
}

unsafe extern "C" fn access<L: Layer>(vfs: Vfs, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    let below = unsafe { registered::<L>(vfs) }.below;
    unsafe { (*below).xAccess }.map_or(ffi::SQLITE_IOERR, |it| unsafe { it(below, name, flags, out) })
}

unsafe extern "C" fn full_pathname<L: Layer>(vfs: Vfs, name: *const c_char, length: c_int, out: *mut c_char) -> c_int {
    let below = unsafe { registered::<L>(vfs) }.below;
    unsafe { (*below).xFullPathname }.map_or(ffi::SQLITE_CANTOPEN, |it| unsafe { it(below, name, length, out) })
}
