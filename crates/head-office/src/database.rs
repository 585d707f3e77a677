//! PostgreSQL: the pool, and transactions that see one tenant only.

use std::time::Duration;

use anyhow::Context;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use domain::Id;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls, Transaction};

use crate::problem::Problem;

mod embedded {
    refinery::embed_migrations!("../../migrations/head-office");
}

/// Somebody who waits longer is better told to come again.
const PATIENCE: Duration = Duration::from_secs(5);
/// No statement of a request takes longer.
const STATEMENT_TIMEOUT: &str = "set statement_timeout = '20s'; set idle_in_transaction_session_timeout = '30s'";
/// Beyond a dozen on a small machine they only wait for each other.
const CONNECTIONS: usize = 16;

#[derive(Clone)]
pub struct Database(Pool);

impl Database {
    /// `config` in libpq's words: `host=… user=… dbname=…`.
    pub fn new(config: &str) -> anyhow::Result<Self> {
        let config: Config = config.parse().context("the address of the database cannot be read")?;
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let limit = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move { client.batch_execute(STATEMENT_TIMEOUT).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .post_create(limit)
            .build()?;
        Ok(Self(pool))
    }

    pub async fn connection(&self) -> Result<Object, Problem> {
        self.0.get().await.map_err(|error| Problem::unavailable(&error))
    }

    /// The role that serves may not own what it reads, nor be let past its policies: then a forgotten `where` shows nobody's rows.
    pub async fn refuse_a_powerful_role(&self) -> anyhow::Result<()> {
        let client = self.0.get().await?;
        let sql =
            "select rolsuper or rolbypassrls or exists (select from pg_tables where schemaname = 'public' and tableowner = current_user)
                   from pg_roles where rolname = current_user";
        if client.query_one(sql, &[]).await?.get(0) {
            anyhow::bail!("this role owns the tables or is let past their policies: serve with `head_office_app`");
        }
        Ok(())
    }
}

/// Begins a transaction in which only this tenant exists.
pub async fn of_tenant(client: &mut Client, tenant: Id) -> Result<Transaction<'_>, Problem> {
    let tx = client.transaction().await?;
    tx.execute("select set_config('app.tenant', $1, true)", &[&tenant.to_string()]).await?;
    Ok(tx)
}

/// For commands, which hold one connection.
pub async fn connect(config: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(config, NoTls).await.context("the database cannot be reached")?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "The connection to the database ended");
        }
    });
    Ok(client)
}

fn is_missing(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<tokio_postgres::Error>();
    error.and_then(tokio_postgres::Error::code) == Some(&SqlState::INVALID_CATALOG_NAME)
}

async fn create(config: &str) -> anyhow::Result<()> {
    let mut elsewhere: Config = config.parse()?;
    let name = elsewhere.get_dbname().unwrap_or("head_office").replace('"', "");
    let (client, connection) = elsewhere.dbname("postgres").connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client.batch_execute(&format!("create database \"{name}\"")).await?)
}

/// One at a time, whoever else migrates: refinery takes no lock of its own.
const MIGRATION_LOCK: i64 = 0x6d6f_7374;

/// Makes the database where there is none, and brings its schema up to date, as its owner.
pub async fn migrate(config: &str) -> anyhow::Result<usize> {
    let mut client = match connect(config).await {
        Err(error) if is_missing(&error) => {
            create(config).await?;
            connect(config).await?
        }
        other => other?,
    };
    client.execute("select pg_advisory_lock($1)", &[&MIGRATION_LOCK]).await?;
    let report = embedded::migrations::runner().set_grouped(true).run_async(&mut client).await;
    client.execute("select pg_advisory_unlock($1)", &[&MIGRATION_LOCK]).await?;
    Ok(report.context("the schema could not be brought up to date")?.applied_migrations().len())
}
