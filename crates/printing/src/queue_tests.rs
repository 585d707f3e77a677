use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use super::*;
use crate::profile::Driver;

#[derive(Default)]
struct Memory {
    jobs: Mutex<Vec<Job>>,
    marks: Mutex<Vec<(JobState, Option<String>)>>,
}

impl Jobs for Memory {
    fn next(&self) -> Option<Job> {
        let waiting = |job: &&Job| matches!(job.state, JobState::Queued | JobState::Sending);
        self.jobs.lock().unwrap().iter().find(waiting).cloned()
    }

    fn mark(&self, id: Id, state: JobState, error: Option<String>) -> Result<(), NotStored> {
        let mut jobs = self.jobs.lock().unwrap();
        let job = jobs.iter_mut().find(|job| job.id == id).unwrap();
        (job.state, job.error) = (state, error.clone());
        self.marks.lock().unwrap().push((state, error));
        Ok(())
    }
}

impl Memory {
    fn with(state: JobState, age: Duration) -> Arc<Self> {
        let job = Job { id: Id::from_u128(1), state, bytes: b"hola".to_vec(), age, error: None };
        Arc::new(Self { jobs: Mutex::new(vec![job]), ..Self::default() })
    }

    fn state(&self) -> JobState {
        self.jobs.lock().unwrap()[0].state
    }

    fn error(&self) -> Option<String> {
        self.jobs.lock().unwrap()[0].error.clone()
    }
}

fn queue(jobs: &Arc<Memory>, driver: Driver) -> PrintQueue {
    let jobs: Arc<dyn Jobs> = Arc::<Memory>::clone(jobs);
    PrintQueue::start(jobs, Arc::new(move || PrinterProfile { driver: driver.clone(), ..PrinterProfile::default() }), Arc::new(|| {}))
}

fn network(port: u16) -> Driver {
    Driver::Network { host: "127.0.0.1".to_owned(), port }
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "waited too long until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn printed(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_printer_that_was_off_prints_once_when_it_is_on() {
    let off = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = off.local_addr().unwrap();
    drop(off);
    let jobs = Memory::with(JobState::Queued, Duration::ZERO);
    let queue = queue(&jobs, network(address.port()));
    until("the job has its error", || jobs.error().as_deref() == Some("printer_unreachable"));
    assert_eq!((jobs.state(), queue.condition()), (JobState::Queued, Condition::Off));

    let on = TcpListener::bind(address).unwrap();
    let (stream, _) = on.accept().unwrap();
    let bytes = printed(stream);
    until("the job is sent", || jobs.state() == JobState::Sent);
    assert_eq!(bytes.windows(4).filter(|window| window == b"hola").count(), 1);
    assert_eq!(queue.condition(), Condition::Ready);
    queue.wake();
    thread::sleep(Duration::from_millis(100));
    on.set_nonblocking(true).unwrap();
    assert!(on.accept().is_err(), "nothing is left to print");
    let states: Vec<JobState> = jobs.marks.lock().unwrap().iter().map(|mark| mark.0).collect();
    assert_eq!(states, [JobState::Queued, JobState::Sending, JobState::Sent], "one error is stored once, however often it comes");
}

#[test]
fn t11_a_crash_while_sending_asks_a_person() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    printer.set_nonblocking(true).unwrap();
    let jobs = Memory::with(JobState::Sending, Duration::ZERO);
    let _queue = queue(&jobs, network(printer.local_addr().unwrap().port()));
    until("the job is unknown", || jobs.state() == JobState::Unknown);
    assert_eq!(jobs.error().as_deref(), Some(ERROR_CRASHED));
    assert!(printer.accept().is_err(), "nothing went to the printer");
}

#[test]
fn t11_a_printer_that_dies_under_a_job_does_not_get_it_again() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let jobs = Memory::with(JobState::Queued, Duration::ZERO);
    let _queue = queue(&jobs, network(printer.local_addr().unwrap().port()));
    let (mut stream, _) = printer.accept().unwrap();
    stream.read_exact(&mut [0; 5]).unwrap();
    drop(stream);
    until("the job is unknown", || jobs.state() == JobState::Unknown);
    printer.set_nonblocking(true).unwrap();
    thread::sleep(SHORTEST_DELAY + Duration::from_millis(200));
    assert!(printer.accept().is_err(), "no second attempt");
}

#[test]
fn t12_old_jobs_do_not_print_by_surprise() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    printer.set_nonblocking(true).unwrap();
    let jobs = Memory::with(JobState::Queued, OLDEST + Duration::from_secs(1));
    let _queue = queue(&jobs, network(printer.local_addr().unwrap().port()));
    until("the job is unknown", || jobs.state() == JobState::Unknown);
    assert_eq!(jobs.error().as_deref(), Some(ERROR_TOO_OLD));
    assert!(printer.accept().is_err(), "nothing went to the printer");
}

#[test]
fn a_shop_without_a_printer_has_no_jobs_that_wait() {
    let jobs = Memory::with(JobState::Queued, Duration::ZERO);
    let _queue = queue(&jobs, Driver::None);
    until("the job is cancelled", || jobs.state() == JobState::Cancelled);
}

#[test]
fn jobs_print_in_order_and_each_wake_finds_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let jobs = Arc::new(Memory::default());
    let queue = queue(&jobs, Driver::File { path: path.to_str().unwrap().to_owned() });
    for number in 1..=20_u8 {
        let job = Job { id: Id::from_u128(number.into()), state: JobState::Queued, bytes: vec![number], age: Duration::ZERO, error: None };
        jobs.jobs.lock().unwrap().push(job);
        queue.wake();
    }
    until("all are sent", || jobs.jobs.lock().unwrap().iter().all(|job| job.state == JobState::Sent));
    assert_eq!(std::fs::read(path).unwrap(), (1..=20).collect::<Vec<u8>>());
}

#[test]
fn states_have_names_that_can_be_read_back() {
    assert!(JobState::ALL.into_iter().all(|state| JobState::parse(state.name()) == Some(state)));
    assert_eq!(JobState::parse("printed"), None);
}

/// Fresh when it is picked, old once the printer has answered.
struct Ageing(Arc<Memory>, std::sync::atomic::AtomicBool);

impl Jobs for Ageing {
    fn next(&self) -> Option<Job> {
        let is_old = self.1.swap(true, std::sync::atomic::Ordering::SeqCst);
        let age = if is_old { OLDEST + Duration::from_secs(1) } else { Duration::ZERO };
        self.0.next().map(|job| Job { age, ..job })
    }

    fn mark(&self, id: Id, state: JobState, error: Option<String>) -> Result<(), NotStored> {
        self.0.mark(id, state, error)
    }
}

#[test]
fn a_job_that_grows_too_old_before_the_printer_answers_asks() {
    let printer = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = printer.local_addr().unwrap().port();
    let memory = Memory::with(JobState::Queued, Duration::ZERO);
    let jobs = Arc::new(Ageing(Arc::clone(&memory), false.into()));
    let profile = move || PrinterProfile { driver: network(port), ..PrinterProfile::default() };
    let _queue = PrintQueue::start(jobs, Arc::new(profile), Arc::new(|| {}));
    until("it asks", || memory.state() == JobState::Unknown);
    assert_eq!(memory.error().as_deref(), Some(ERROR_TOO_OLD));
    let mut received = Vec::new();
    printer.accept().unwrap().0.read_to_end(&mut received).unwrap();
    // it was asked how it is, and no more
    assert!(!received.windows(4).any(|bytes| bytes == b"hola"), "{received:?}");
}
