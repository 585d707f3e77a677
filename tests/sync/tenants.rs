//! One tenant does not exist for another: by the policies of every table, by every key, and at every route (H13).

use domain::Id;
use scenarios::device::{Device, read};
use scenarios::head_office::HeadOffice;
use serde_json::json;

/// Of the catalogue, the names that a query finds.
fn names(office: &HeadOffice, sql: &str) -> Vec<String> {
    office.runtime.block_on(async {
        let client = head_office::database::connect(&office.databases.owner).await.unwrap();
        client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    })
}

const TABLES: &str = "select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'refinery_schema_history'";

#[test]
fn every_table_forces_its_policy_and_every_key_begins_with_the_tenant() {
    let office = HeadOffice::new();
    assert!(names(&office, TABLES).len() >= 12);
    let open = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                and relname <> 'refinery_schema_history' and not (relrowsecurity and relforcerowsecurity
                and exists (select from pg_policy where polrelid = pg_class.oid))";
    assert_eq!(names(&office, open), [""; 0], "these tables are open");
    let keys = "select conrelid::regclass || '.' || conname from pg_constraint c
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f') and a.attname <> 'tenant_id'
                and c.conrelid <> 'refinery_schema_history'::regclass";
    assert_eq!(names(&office, keys), [""; 0], "these keys do not begin with the tenant");
    let powers = "select rolname::text from pg_roles where rolname = 'head_office_app' and (rolsuper or rolbypassrls or rolcreaterole)
                  union select tablename from pg_tables where tableowner = 'head_office_app'";
    assert_eq!(names(&office, powers), [""; 0], "the role that serves has a power that it does not need");
}

#[test]
fn raw_sql_of_the_serving_role_sees_one_tenant_and_without_one_nothing() {
    let office = HeadOffice::new();
    let mut device = Device::paired(&office, office.tenant);
    device.write_some(2);
    assert_eq!(device.push_range(1, 3).0, 200);
    let other = office.add_tenant("Otra tienda");
    let tables = names(&office, TABLES);
    office.runtime.block_on(async {
        let mut client = head_office::database::connect(&office.databases.app).await.unwrap();
        for (tenant, own) in [(None, 0), (Some(other), 0), (Some(office.tenant), 1)] {
            let tx = client.transaction().await.unwrap();
            if let Some(tenant) = tenant {
                tx.execute("select set_config('app.tenant', $1, true)", &[&tenant.to_string()]).await.unwrap();
            }
            for table in &tables {
                let sql = format!("select count(*) from {table} where tenant_id = $1");
                let seen: i64 = tx.query_one(&sql, &[&office.tenant]).await.unwrap().get(0);
                assert!(seen == 0 || own == 1, "{table} shows {seen} rows to {tenant:?}");
            }
        }
        // the connection goes back to the pool with nothing of the last tenant on it
        let left: i64 = client.query_one("select count(*) from entries", &[]).await.unwrap().get(0);
        assert_eq!(left, 0);
        let tx = client.transaction().await.unwrap();
        tx.execute("select set_config('app.tenant', $1, true)", &[&other.to_string()]).await.unwrap();
        let foreign = "insert into stores (tenant_id, store_id, name) values ($1, $2, 'x')";
        assert!(tx.execute(foreign, &[&office.tenant, &Id::new_v4()]).await.is_err(), "nobody writes into another tenant");
    });
    office.runtime.block_on(async {
        let client = head_office::database::connect(&office.databases.app).await.unwrap();
        for sql in ["update entries set bytes = ''", "delete from entries", "delete from feed", "delete from forked_entries"] {
            assert!(client.execute(sql, &[]).await.is_err(), "history is only added to: {sql}");
        }
    });
}

/// Verb and path of each route, as the router has them; `{sha256}` is another tenant's attachment.
const ROUTES: &[(&str, &str)] = &[
    ("POST", "/pair"),
    ("POST", "/challenge"),
    ("POST", "/token"),
    ("POST", "/standing"),
    ("POST", "/push"),
    ("GET", "/pull"),
    ("GET", "/keys"),
    ("POST", "/keys"),
    ("PUT", "/blobs/{sha256}"),
    ("GET", "/blobs/{sha256}"),
    ("HEAD", "/blobs/{sha256}"),
];

#[test]
fn the_table_of_routes_is_the_routers() {
    let text = include_str!("../../crates/head-office/src/router.rs");
    let paths: std::collections::BTreeSet<&str> = text.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let known: std::collections::BTreeSet<&str> = ROUTES.iter().map(|(_, path)| *path).chain(["/health"]).collect();
    assert_eq!(paths, known, "a route that is new here is asked with other tenants' tokens too");
}

#[test]
fn another_tenants_token_finds_nothing_at_any_route() {
    let office = HeadOffice::new();
    let mut ours = Device::paired(&office, office.tenant);
    ours.write_some(3);
    assert_eq!(ours.push_range(1, 4).0, 200);
    let secret = "5e".repeat(32);
    let keys = json!({"sealing": {"person-1": secret}, "peppers": [secret]}).to_string();
    assert_eq!(ours.ask("POST", "keys", &ours.token, keys.into_bytes()).status(), 200);
    let sha256 = sha_of(b"our logo");
    assert_eq!(ours.ask("PUT", &format!("blobs/{sha256}"), &ours.token, b"our logo".to_vec()).status(), 204);

    let other = office.add_tenant("Otra tienda");
    let theirs = Device::paired(&office, other);
    let feed: String = names(&office, "select feed::text from tenants order by created_at limit 1").remove(0);
    for (method, path) in ROUTES.iter().filter(|(_, path)| !["/pair", "/challenge", "/token"].contains(path)) {
        let path = path.trim_start_matches('/').replace("{sha256}", &sha256);
        let path = if *method == "GET" && path == "pull" { format!("pull?feed={feed}&position=0") } else { path };
        let body = match (*method, path.as_str()) {
            ("POST", "push") => ours.range(1, 4).to_frame(),
            ("POST", "keys") => b"{}".to_vec(),
            ("POST", "standing") => b"{}".to_vec(),
            ("PUT", _) => b"their logo".to_vec(),
            _ => Vec::new(),
        };
        let response = theirs.ask(method, &path, &theirs.token, body);
        let status = response.status().as_u16();
        let said = response.bytes().unwrap();
        assert!([200, 204, 400, 403, 404].contains(&status), "{method} {path}: {status}");
        let shown = String::from_utf8_lossy(&said);
        assert!(!shown.contains(&secret) && !shown.contains("our logo"), "{method} {path} shows another tenant's: {shown}");
        if path.starts_with("pull") {
            assert_eq!(journal::wire::Page::from_frame(&said).unwrap().fed, []);
        }
    }
    let (_, standing) = read(theirs.ask("POST", "standing", &theirs.token, b"{}".to_vec()));
    assert_eq!(standing["epochs"], json!([]));
    assert_eq!(office.count("select count(*) from entries"), 4);
    // a device that knows the other tenant's id, and its own key
    let (status, _) = read(theirs.ask("POST", "token", "", token_request(&theirs, office.tenant)));
    assert_eq!(status, 401);
}

fn sha_of(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn token_request(device: &Device, tenant: Id) -> Vec<u8> {
    let (_, challenge) = read(device.ask("POST", "challenge", "", Vec::new()));
    let challenge = challenge["challenge"].as_str().unwrap().to_owned();
    serde_json::to_vec(&journal::wire::TokenRequest::sign(tenant, device.id, challenge, &device.key)).unwrap()
}
