//! A page that answers everything with itself, as a hotel's network does before somebody signs in.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub struct Portal(Arc<AtomicBool>);

/// In the place of a server that has gone.
#[must_use]
pub fn at(address: SocketAddr) -> Portal {
    let listener = TcpListener::bind(address).unwrap();
    let ends: Arc<AtomicBool> = Arc::default();
    let asked = Arc::clone(&ends);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            if asked.load(Ordering::SeqCst) {
                return;
            }
            let _ = stream.read(&mut [0; 8192]);
            let page = "<html>Bienvenido al Hotel Lupita</html>";
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                page.len()
            );
        }
    });
    Portal(ends)
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
