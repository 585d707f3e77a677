//! A line that breaks: what is asked is cut on its way, or what is answered, or all of the answer is lost.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

pub struct Proxy {
    pub address: SocketAddr,
    fate: Arc<Fate>,
}

/// The same breaks come again with the seed, as far as what is asked does.
struct Fate {
    seed: u64,
    /// Of a hundred pieces so many break the line.
    percent: AtomicU64,
    pieces: AtomicU64,
    broken: AtomicU64,
}

#[derive(Clone, Copy)]
enum Break {
    None,
    /// So many bytes of the piece go through.
    Asked(usize),
    /// All of it arrives; of the answer so many bytes do.
    Answered(usize),
}

impl Fate {
    fn of_next(&self) -> Break {
        let n = self.pieces.fetch_add(1, Ordering::SeqCst);
        let roll = (self.seed ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        if roll % 100 >= self.percent.load(Ordering::SeqCst) {
            return Break::None;
        }
        self.broken.fetch_add(1, Ordering::SeqCst);
        let somewhere = usize::try_from((roll >> 10) % 600).unwrap();
        match (roll >> 7) % 3 {
            0 => Break::Asked(somewhere),
            1 => Break::Answered(0),
            _ => Break::Answered(somewhere),
        }
    }
}

impl Proxy {
    #[must_use]
    pub fn before(server: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let fate = Arc::new(Fate { seed, percent: AtomicU64::new(0), pieces: AtomicU64::new(0), broken: AtomicU64::new(0) });
        let theirs = Arc::clone(&fate);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if let Ok(server) = TcpStream::connect(server) {
                    join(client, server, &theirs);
                }
            }
        });
        Self { address, fate }
    }

    pub fn break_percent(&self, percent: u64) {
        self.fate.percent.store(percent, Ordering::SeqCst);
    }

    #[must_use]
    pub fn broken(&self) -> u64 {
        self.fate.broken.load(Ordering::SeqCst)
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn join(client: TcpStream, server: TcpStream, fate: &Arc<Fate>) {
    let (client_too, server_too) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    // of the answer, how many bytes still go through
    let left = Arc::new(AtomicUsize::new(usize::MAX));
    let (fate, answered) = (Arc::clone(fate), Arc::clone(&left));
    thread::spawn(move || {
        carry(client, server, |piece| match fate.of_next() {
            Break::None => piece,
            Break::Asked(bytes) => bytes.min(piece.saturating_sub(1)),
            Break::Answered(bytes) => {
                left.store(bytes, Ordering::SeqCst);
                piece
            }
        });
    });
    thread::spawn(move || {
        carry(server_too, client_too, |piece| {
            let left = answered.load(Ordering::SeqCst);
            if left == usize::MAX { piece } else { left.min(piece.saturating_sub(1)) }
        });
    });
}

/// Until one side ends, or less of a piece may go through than there is: then both are cut.
fn carry(mut from: TcpStream, mut to: TcpStream, may: impl Fn(usize) -> usize) {
    let mut piece = [0; 16_384];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        let part = may(read);
        if to.write_all(&piece[..part]).is_err() || part < read {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
