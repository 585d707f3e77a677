//! `head-office`: the server that tills report to, and what its operator does.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use domain::Id;
use head_office::{Database, Office, Secret, database, router, tenants, verify};
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(name = "head-office", version, about = "The server that tills report to")]
struct Arguments {
    /// How the database is reached, in libpq's words: `host=… user=head_office_app dbname=…`
    #[arg(
        long,
        global = true,
        env = "HEAD_OFFICE_DATABASE",
        default_value = "host=/var/run/postgresql user=head_office_app dbname=head_office"
    )]
    database: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers tills until it is stopped
    Serve {
        #[arg(long, env = "HEAD_OFFICE_LISTEN", default_value = "127.0.0.1:8686")]
        listen: SocketAddr,
        /// The secret that all instances share; made at the first start
        #[arg(long, env = "HEAD_OFFICE_SECRET", default_value = "head-office.secret")]
        secret: PathBuf,
    },
    /// Brings the database up to date; connects as its owner
    Migrate,
    /// Tenants: a shop, or a chain of them
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Tills, laptops and consoles
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Follows all chains of a tenant and names the first bad entry
    Verify { tenant: Id },
}

#[derive(Subcommand)]
enum TenantCommand {
    /// Adds a tenant with its first store, and says its id
    Add {
        name: String,
        #[arg(long, default_value = "1")]
        store: String,
    },
}

#[derive(Subcommand)]
enum DeviceCommand {
    /// Says a code that lets one device in; it holds for a quarter of an hour
    Pair {
        tenant: Id,
        /// Made if there is none of this name; without it, the first
        #[arg(long)]
        store: Option<String>,
    },
    /// Shuts a device out, named by its till's letter
    Revoke { tenant: Id, till: String },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Arguments { database, command } = Arguments::parse();
    match command {
        Command::Serve { listen, secret } => serve(&database, listen, &Secret::in_file(&secret)?).await,
        Command::Migrate => {
            println!("{} migrations applied", database::migrate(&database).await?);
            Ok(())
        }
        Command::Tenant(TenantCommand::Add { name, store }) => {
            println!("{}", tenants::add(&mut database::connect(&database).await?, &name, &store).await?);
            Ok(())
        }
        Command::Device(DeviceCommand::Pair { tenant, store }) => {
            println!("{}", tenants::pairing_code(&mut database::connect(&database).await?, tenant, store.as_deref()).await?);
            Ok(())
        }
        Command::Device(DeviceCommand::Revoke { tenant, till }) => {
            tenants::revoke(&mut database::connect(&database).await?, tenant, &till).await
        }
        Command::Verify { tenant } => {
            let verified = verify::verify(&mut database::connect(&database).await?, tenant).await?;
            println!("{} epochs, {} entries", verified.epochs, verified.entries);
            verified.first_bad.map_or(Ok(()), |bad| anyhow::bail!(bad))
        }
    }
}

async fn serve(database: &str, listen: SocketAddr, secret: &Secret) -> anyhow::Result<()> {
    let database = Database::new(database)?;
    database.refuse_a_powerful_role().await?;
    let listener = tokio::net::TcpListener::bind(listen).await?;
    println!("http://{}", listener.local_addr()?);
    let office = Office::new(database, secret);
    Ok(axum::serve(listener, router(office)).with_graceful_shutdown(stopped()).await?)
}

/// What is under way is answered first.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminated) = terminated {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}
