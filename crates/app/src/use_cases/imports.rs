//! Products from a file: a preview that changes nothing, then one bulk entry whose rows follow while the till sells.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Id;
use domain::country::Country;
use domain::entry::{CategorySaved, ProductSaved};
use domain::product::{Pricing, ProductFields};
use exchange::products::{self as csv, Mapping, ProductRow};
use exchange::{Fault, Unreadable};
use store::bulk::{self, Attachment, Row};
use store::read::products;
use store::{Lane, Store, StoreError};

use crate::events::EventSink;
use crate::messages::{ImportPhase, ImportPreview, ImportState, PreviewImport, StartImport};
use crate::use_cases::categories::TINTS;
use crate::{App, Caller, Failure};

/// The import that is under way, or how the last one ended.
#[derive(Debug, Default)]
pub struct Import {
    reading: AtomicBool,
    cancel: AtomicBool,
    done: AtomicI64,
    left_out: AtomicI64,
    error: Mutex<Option<String>>,
}

impl Import {
    fn error(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::SeqCst);
    }

    fn begin(&self) -> Result<(), Failure> {
        if self.reading.swap(true, Ordering::SeqCst) {
            return Err(Failure::new("import_running", "another import is being read"));
        }
        self.cancel.store(false, Ordering::SeqCst);
        self.done.store(0, Ordering::SeqCst);
        self.left_out.store(0, Ordering::SeqCst);
        *self.error() = None;
        Ok(())
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

fn opened(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|_| Failure::not_found("uploaded file"))
}

pub fn preview(app: &App, _: &Caller<'_>, asked: PreviewImport) -> Result<ImportPreview, Failure> {
    let file = opened(&app.upload_path(asked.upload))?;
    Ok(csv::preview(file, &asked.name, app.shop()?.country, asked.mapping.as_ref())?)
}

pub fn state(app: &App, _: &Caller<'_>, (): ()) -> Result<ImportState, Failure> {
    state_of(&app.store, &app.import)
}

fn state_of(store: &Store, import: &Import) -> Result<ImportState, Failure> {
    let arriving = store.read(|conn| bulk::progress(conn, &store.place().blobs()))?;
    let error = import.error().clone();
    let (phase, done, of) = match (import.reading.load(Ordering::SeqCst), arriving, &error) {
        (true, _, _) => (ImportPhase::Reading, import.done.load(Ordering::SeqCst), 0),
        (false, Some((done, of)), _) => (ImportPhase::Arriving, done, of),
        (false, None, Some(_)) => (ImportPhase::Failed, 0, 0),
        (false, None, None) => (ImportPhase::Idle, 0, 0),
    };
    Ok(ImportState { phase, done, of, left_out: import.left_out.load(Ordering::SeqCst), error })
}

pub fn cancel(app: &App, caller: &Caller<'_>, (): ()) -> Result<ImportState, Failure> {
    app.import.cancel();
    state(app, caller, ())
}

/// Answers at once; the file is read on a thread of its own, and events tell how far it is.
pub fn start(app: &App, caller: &Caller<'_>, asked: StartImport) -> Result<ImportState, Failure> {
    let path = app.upload_path(asked.upload);
    drop(opened(&path)?);
    app.may_write_extras()?;
    let shop = app.shop()?;
    // its products are not known yet, and would all be created once more
    if app.store.read(|conn| bulk::progress(conn, &app.store.place().blobs()))?.is_some() {
        return Err(Failure::new("import_running", "the last import is still arriving"));
    }
    let (actor, now) = (caller.user()?, app.now(&shop));
    let reader = Reader { store: Arc::clone(&app.store), import: Arc::clone(&app.import), country: shop.country, actor, now };
    reader.import.begin()?;
    in_the_background(move || {
        reader.run(&path, &asked.mapping);
        let _ = std::fs::remove_file(path);
    })?;
    let (store, import, events) = (Arc::clone(&app.store), Arc::clone(&app.import), Arc::clone(&app.events));
    in_the_background(move || report(&store, &import, &events))?;
    state(app, caller, ())
}

fn in_the_background(act: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let spawned = std::thread::Builder::new().name("import".to_owned()).spawn(act);
    spawned.map(drop).map_err(|error| Failure::new("internal", error.to_string()))
}

/// Tells the screens until the last row has arrived.
fn report(store: &Store, import: &Import, events: &EventSink) {
    while let Ok(state) = state_of(store, import) {
        events.emit("import.progress", &state);
        if !matches!(state.phase, ImportPhase::Reading | ImportPhase::Arriving) {
            break;
        }
        std::thread::sleep(Duration::from_millis(400));
    }
    events.emit("products.changed", &());
}

struct Reader {
    store: Arc<Store>,
    import: Arc<Import>,
    country: &'static Country,
    actor: Id,
    now: store::Now,
}

impl Reader {
    fn run(&self, path: &Path, mapping: &Mapping) {
        if let Err(failure) = self.read(path, mapping) {
            tracing::warn!(%failure, "An import failed; nothing was changed");
            *self.import.error() = Some(failure.code);
        }
        self.import.reading.store(false, Ordering::SeqCst);
    }

    fn read(&self, path: &Path, mapping: &Mapping) -> Result<(), Failure> {
        let mut gathered = Gathered::begin(&self.store)?;
        for row in csv::rows(opened(path)?, self.country, mapping)? {
            if self.import.cancel.load(Ordering::Relaxed) {
                return Err(Failure::new("import_cancelled", "the import was cancelled"));
            }
            match row {
                Ok(row) => gathered.take(&self.store, row)?,
                Err(Fault::Row(_)) => drop(self.import.left_out.fetch_add(1, Ordering::Relaxed)),
                Err(Fault::File(error)) => return Err(error.into()),
            }
            self.import.done.fetch_add(1, Ordering::Relaxed);
        }
        self.append(gathered)
    }

    /// One transaction: the new categories, the products that were known, the new ones.
    fn append(&self, gathered: Gathered) -> Result<(), Failure> {
        let Gathered { fresh, mut known, new_categories, .. } = gathered;
        known.sort_by_key(|row| row.product.id);
        known.dedup_by_key(|row| row.product.id);
        let mut edits = Attachment::begin(&self.store.place().blobs())?;
        known.iter().try_for_each(|row| edits.add(row))?;
        let entries = [edits.finish()?, fresh.finish()?];
        let (actor, now) = (self.actor, self.now);
        self.store.write(Lane::Bulk, move |tx| {
            for category in new_categories {
                tx.append(category, Some(actor), now)?;
            }
            for bulk in entries.into_iter().filter(|bulk| bulk.rows > 0) {
                tx.append(bulk, Some(actor), now)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(())
    }
}

/// What the file turned out to say. New products go straight into their attachment: there may be a million of them.
struct Gathered {
    fresh: Attachment,
    known: Vec<Row>,
    new_categories: Vec<CategorySaved>,
    categories: HashMap<String, Id>,
    next_sku: i64,
}

impl Gathered {
    fn begin(store: &Store) -> Result<Self, Failure> {
        let categories =
            store.read(products::categories)?.into_iter().map(|category| (category.name.to_lowercase(), category.id)).collect();
        Ok(Self {
            fresh: Attachment::begin(&store.place().blobs())?,
            known: Vec::new(),
            new_categories: Vec::new(),
            categories,
            next_sku: store.read(products::highest_sku)?.max(999) + 1,
        })
    }

    fn take(&mut self, store: &Store, row: ProductRow) -> Result<(), Failure> {
        let known = known(store, &row)?;
        let category = row.category.as_deref().map(|name| self.category(name));
        let is_known = known.is_some();
        let sku = row.sku.clone().or_else(|| (!is_known && row.barcode.is_none()).then(|| self.new_sku()));
        let pricing = Pricing { price: row.price, tax_class: row.tax_class };
        let fields = ProductFields {
            name: Some(row.name),
            sku,
            unit: Some(row.unit),
            // a file without prices must not take those that the shop has set
            pricing: Some(pricing).filter(|_| !(is_known && row.price_missing)),
            cost: row.cost.map(Some),
            category: category.map(Some),
            active: Some(true),
            track_stock: (!is_known).then_some(true),
            ..ProductFields::default()
        };
        let barcodes_added = row.barcode.filter(|_| !is_known).into_iter().collect();
        let opening = row.stock.filter(|_| !is_known).filter(|quantity| quantity.get() != 0);
        let product = ProductSaved { id: known.unwrap_or_else(Id::now_v7), fields, barcodes_added, barcodes_removed: vec![] };
        let row = Row { product, opening };
        if is_known {
            self.known.push(row);
            return Ok(());
        }
        Ok(self.fresh.add(&row)?)
    }

    fn new_sku(&mut self) -> String {
        self.next_sku += 1;
        (self.next_sku - 1).to_string()
    }

    fn category(&mut self, name: &str) -> Id {
        if let Some(id) = self.categories.get(&name.to_lowercase()) {
            return *id;
        }
        let id = Id::now_v7();
        let position = i64::try_from(self.categories.len()).unwrap_or(0);
        let tint = TINTS[self.categories.len() % TINTS.len()].to_owned();
        self.new_categories.push(CategorySaved { id, name: name.to_owned(), icon: "box".to_owned(), tint, position, active: true });
        self.categories.insert(name.to_lowercase(), id);
        id
    }
}

/// The product that a row is about: by its barcode, else by its SKU.
fn known(store: &Store, row: &ProductRow) -> Result<Option<Id>, Failure> {
    let found = match (&row.barcode, &row.sku) {
        (Some(code), _) => store.read(|conn| products::by_barcode(conn, code))?,
        (None, Some(sku)) => store.read(|conn| products::by_sku(conn, sku))?,
        (None, None) => Vec::new(),
    };
    Ok(found.first().map(|product| product.id))
}
