//! `mostradorctl`: what an auditor, a technician or a machine without a display needs of the program. No window, no WebKit.

mod copies;
mod doctor;
mod verify;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use app::platform::Folders;
use app::{App, Host};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "mostradorctl", version, about = "Mostrador without a window")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the till to a browser on this machine, and print its address
    Serve {
        #[arg(long, default_value_t = 7420)]
        port: u16,
        /// The built UI
        #[arg(long, default_value = "ui/dist")]
        ui: PathBuf,
    },
    /// Check the chain, signatures, numbers and projections of a database, and what others hold of it; name the first bad row
    Verify(verify::Verify),
    /// Set a new PIN for an owner, read from standard input, while the till is closed
    OwnerPin {
        /// Whose; needed where there are several owners, or none whose name can be read (then she is added)
        #[arg(long)]
        name: Option<String>,
    },
    /// Say how this machine's till is, also while it is open; the exit code is 1 when something is bad
    Doctor {
        /// Write what whoever helps needs to know to this zip file; nothing personal is in it
        #[arg(long)]
        export: Option<PathBuf>,
    },
    /// Copy the till, also while it sells: beside its data, and into a folder
    Backup {
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// List the copies beside the data, and those in a folder
    Copies {
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Put the till together again from its copies and from what its database still holds
    Restore {
        /// A further folder with copies
        #[arg(long)]
        from: Option<PathBuf>,
        /// Beside the live data, and taken away again
        #[arg(long)]
        drill: bool,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Print where this machine's till keeps its data
    Where,
}

fn main() -> anyhow::Result<ExitCode> {
    let command = Arguments::parse().command;
    // only a till that sells keeps a log
    if matches!(command, Command::Serve { .. }) {
        app::log::start(&Folders::usual().data);
    } else {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal()).init();
    }
    match command {
        Command::Serve { port, ui } => serve(port, ui).map(|()| ExitCode::SUCCESS),
        Command::Verify(asked) => verify::verify(&asked),
        Command::OwnerPin { name } => owner_pin(name.as_deref()).map(|()| ExitCode::SUCCESS),
        Command::Doctor { export } => doctor::run(export.as_deref()),
        Command::Backup { to } => copies::backup(to),
        Command::Copies { from } => copies::list(from),
        Command::Restore { from, drill, yes } => copies::restore(from, drill, yes),
        Command::Where => {
            let Folders { data, config } = Folders::usual();
            println!("data    {}\nkeys    {}", data.display(), config.display());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn serve(port: u16, ui: PathBuf) -> anyhow::Result<()> {
    if !ui.join("index.html").exists() {
        bail!("{} has no built UI: run `make ui` first", ui.display());
    }
    let host = Host::of_machine(&Folders::usual());
    match host.app() {
        // its page offers to put it together again
        Err(failure) if failure.code == "database_damaged" => eprintln!("{failure}"),
        opened => drop(opened?),
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let bound = web::bind(host, ui, port).await?;
        println!("Open this address once, in the browser of this machine:\n{}", bound.opening_address);
        tokio::select! {
            ended = bound.run() => ended,
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

/// Whoever can run programs here can also take the files away, so no old PIN is asked for; the journal keeps that it was done.
fn owner_pin(name: Option<&str>) -> anyhow::Result<()> {
    const UNCHANGED: &str = "no PIN was changed";
    let app = App::open(&Folders::usual(), Arc::default()).context(UNCHANGED)?;
    if std::io::stdin().is_terminal() {
        eprint!("New PIN (6 digits or more; it is shown as you type): ");
    }
    let mut pin = String::new();
    std::io::stdin().read_line(&mut pin)?;
    let owner = app.set_owner_pin(name, pin.trim()).context(UNCHANGED)?;
    println!("{owner} signs in with the new PIN. Nothing else was changed.");
    Ok(())
}
