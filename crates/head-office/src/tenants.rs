//! What an operator does: tenants, stores, and codes that let a device in.

use anyhow::Context;
use domain::Id;
use tokio_postgres::Client;

use crate::codes;
use crate::database::of_tenant;

/// A new tenant with its first store.
pub async fn add(client: &mut Client, name: &str, store: &str) -> anyhow::Result<Id> {
    let tenant = Id::now_v7();
    let tx = of_tenant(client, tenant).await?;
    tx.execute("insert into tenants (tenant_id, name, feed) values ($1, $2, $3)", &[&tenant, &name, &Id::new_v4()]).await?;
    tx.execute("insert into stores (tenant_id, store_id, name) values ($1, $2, $3)", &[&tenant, &Id::now_v7(), &store]).await?;
    tx.commit().await?;
    Ok(tenant)
}

/// A code for a device of this store; the store is made if there is none of that name.
pub async fn pairing_code(client: &mut Client, tenant: Id, store: Option<&str>) -> anyhow::Result<String> {
    let tx = of_tenant(client, tenant).await?;
    tx.query_opt("select from tenants where tenant_id = $1", &[&tenant]).await?.context("there is no such tenant")?;
    let store: Id = match store {
        Some(name) => {
            let sql = "insert into stores (tenant_id, store_id, name) values ($1, $2, $3) on conflict (tenant_id, name) do update set name = excluded.name
                       returning store_id";
            tx.query_one(sql, &[&tenant, &Id::now_v7(), &name]).await?.get(0)
        }
        None => {
            let first = "select store_id from stores where tenant_id = $1 order by store_id limit 1";
            tx.query_opt(first, &[&tenant]).await?.context("the tenant has no store")?.get(0)
        }
    };
    let code = codes::new();
    let sql =
        "insert into pairing_codes (tenant_id, code_hash, store_id, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4))";
    tx.execute(sql, &[&tenant, &codes::hash(&code).as_slice(), &store, &codes::LASTS_MINUTES]).await?;
    tx.execute("delete from pairing_codes where tenant_id = $1 and expires_at < now() - interval '1 day'", &[&tenant]).await?;
    tx.commit().await?;
    Ok(code)
}

/// From now on it is told that it is not paired; what it sold before stays.
pub async fn revoke(client: &mut Client, tenant: Id, till: &str) -> anyhow::Result<()> {
    let tx = of_tenant(client, tenant).await?;
    let sql = "update devices set revoked_at = now() where tenant_id = $1 and till = $2 and revoked_at is null";
    anyhow::ensure!(tx.execute(sql, &[&tenant, &till]).await? == 1, "there is no such device");
    tx.commit().await?;
    Ok(())
}
