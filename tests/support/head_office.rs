//! A head office of a scenario's own: the real server on a real port, before a database of its own in a real PostgreSQL.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use domain::Id;
use head_office::{Database, Office, Secret, database, router, tenants};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// One PostgreSQL for all scenarios of a process. It ends with the process, because its input does.
struct Cluster {
    _child: Child,
    folder: String,
}

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap().keep();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/local-postgres");
    let mut command = Command::new(script);
    command.arg(&folder).env("TEMPORARY", "1").env("POSTGRES_OPTIONS", options());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(child.stdout.as_mut().unwrap()).lines().next();
    if said.is_none() {
        let mut why = String::new();
        child.stderr.as_mut().unwrap().read_to_string(&mut why).unwrap();
        panic!("PostgreSQL does not start: {why}");
    }
    Cluster { _child: child, folder: folder.display().to_string() }
});

/// Scenarios are about what is said, not about a power cut of the database; a bench says otherwise.
fn options() -> String {
    let durable = if std::env::var_os("DURABLE").is_some() { "on" } else { "off" };
    format!("-c max_connections=300 -c shared_buffers=512MB -c max_wal_size=4GB -c fsync={durable}")
}

/// A database that nobody else uses.
#[derive(Debug, Clone)]
pub struct Databases {
    pub owner: String,
    pub app: String,
}

impl Databases {
    /// Where its PostgreSQL keeps everything.
    #[must_use]
    pub fn folder(&self) -> &str {
        &CLUSTER.folder
    }
}

#[must_use]
pub fn new_databases(runtime: &Runtime) -> Databases {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("office_{}", NEXT.fetch_add(1, Ordering::SeqCst));
    let folder = &CLUSTER.folder;
    let of = |user: &str, database: &str| format!("host={folder} user={user} dbname={database}");
    runtime.block_on(async {
        let client = database::connect(&of("owner", "postgres")).await.unwrap();
        client.batch_execute(&format!("create database {name}")).await.unwrap();
    });
    Databases { owner: of("owner", &name), app: of("head_office_app", &name) }
}

fn database_of(config: &str) -> String {
    config.rsplit_once("dbname=").unwrap().1.to_owned()
}

pub struct HeadOffice {
    pub runtime: Arc<Runtime>,
    pub databases: Databases,
    pub tenant: Id,
    secret: Secret,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
}

impl HeadOffice {
    /// With a tenant and its first store.
    #[must_use]
    pub fn new() -> Self {
        let runtime = Arc::new(Runtime::new().unwrap());
        let databases = new_databases(&runtime);
        let tenant = runtime.block_on(async {
            database::migrate(&databases.owner).await.unwrap();
            tenants::add(&mut database::connect(&databases.app).await.unwrap(), "Abarrotes Lupita", "Centro").await.unwrap()
        });
        let secret = Secret::of([7; 32]);
        let (address, stop) = serve(&runtime, &databases, &secret, SocketAddr::from(([127, 0, 0, 1], 0)));
        Self { runtime, databases, tenant, secret, address, stop: Some(stop) }
    }

    /// What its tokens are signed with: for a forger who has everything but that in his hand.
    #[must_use]
    pub fn token_secret(&self) -> [u8; 32] {
        self.secret.tokens()
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A copy of its database as it is now.
    #[must_use]
    pub fn copy(&mut self) -> Databases {
        self.stop();
        let (name, copy) = (database_of(&self.databases.owner), new_databases(&self.runtime));
        let target = database_of(&copy.owner);
        let elsewhere = self.databases.owner.replace(&name, "postgres");
        self.runtime.block_on(async {
            let client = database::connect(&elsewhere).await.unwrap();
            let away = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
            client.execute(away, &[&name]).await.unwrap();
            client.batch_execute(&format!("drop database {target}")).await.unwrap();
            client.batch_execute(&format!("create database {target} template {name}")).await.unwrap();
        });
        self.start();
        copy
    }

    /// Somebody puts the copy in place of the database.
    pub fn put_back(&mut self, copy: Databases) {
        self.stop();
        self.databases = copy;
        self.start();
    }

    /// It is away: nobody answers.
    pub fn stop(&mut self) {
        drop(self.stop.take());
        let gone = || std::net::TcpStream::connect(self.address).is_err();
        crate::wait_until("the server has gone", gone);
    }

    /// And back, at the same address.
    pub fn start(&mut self) {
        let (_, stop) = serve(&self.runtime, &self.databases, &self.secret, self.address);
        self.stop = Some(stop);
    }

    /// As an operator reads it to somebody.
    #[must_use]
    pub fn code(&self) -> String {
        self.code_of(self.tenant)
    }

    #[must_use]
    pub fn code_of(&self, tenant: Id) -> String {
        self.runtime.block_on(async {
            tenants::pairing_code(&mut database::connect(&self.databases.app).await.unwrap(), tenant, None).await.unwrap()
        })
    }

    #[must_use]
    pub fn add_tenant(&self, name: &str) -> Id {
        self.runtime.block_on(async { tenants::add(&mut database::connect(&self.databases.app).await.unwrap(), name, "1").await.unwrap() })
    }

    /// One number, as the owner of the database sees it.
    #[must_use]
    pub fn count(&self, sql: &str) -> i64 {
        self.runtime.block_on(async { database::connect(&self.databases.owner).await.unwrap().query_one(sql, &[]).await.unwrap().get(0) })
    }

    /// One text.
    #[must_use]
    pub fn text(&self, sql: &str) -> String {
        self.runtime.block_on(async { database::connect(&self.databases.owner).await.unwrap().query_one(sql, &[]).await.unwrap().get(0) })
    }

    /// As the owner of the database could.
    pub fn execute(&self, sql: &str) {
        self.runtime.block_on(async { database::connect(&self.databases.owner).await.unwrap().batch_execute(sql).await.unwrap() });
    }

    #[must_use]
    pub fn verify(&self) -> head_office::verify::Verified {
        self.runtime.block_on(async {
            head_office::verify::verify(&mut database::connect(&self.databases.app).await.unwrap(), self.tenant).await.unwrap()
        })
    }
}

impl Default for HeadOffice {
    fn default() -> Self {
        Self::new()
    }
}

fn serve(runtime: &Runtime, databases: &Databases, secret: &Secret, address: SocketAddr) -> (SocketAddr, oneshot::Sender<()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let database = Database::new(&databases.app).unwrap();
    let office = Office::new(database.clone(), secret);
    let address = runtime.block_on(async move {
        database.refuse_a_powerful_role().await.unwrap();
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let until = async move {
            let _ = stopped.await;
        };
        tokio::spawn(async move { axum::serve(listener, router(office)).with_graceful_shutdown(until).await });
        address
    });
    (address, stop)
}
