//! How many pushes are worked on at once. After an outage hundreds of tills come back together: a few are served at a time, no tenant takes all
//! the places, and whoever finds none within a moment is told when to come again. Nobody loses anything: a till keeps what is not acknowledged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Id;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::problem::Problem;

/// Twice the cores of a small machine: one waits for its disk while another is verified.
const PLACES: usize = 4;
const PLACES_OF_A_TENANT: usize = 2;
const LONGEST_WAIT: Duration = Duration::from_millis(400);

#[derive(Clone)]
pub struct Admission {
    places: Arc<Semaphore>,
    tenants: Arc<Mutex<HashMap<Id, Arc<Semaphore>>>>,
}

impl Default for Admission {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), tenants: Arc::default() }
    }
}

/// Given back when it is dropped.
pub struct Place {
    _of_tenant: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Admission {
    pub async fn enter(&self, tenant: Id) -> Result<Place, Problem> {
        let of_tenant = Arc::clone(self.tenants.lock().unwrap_or_else(PoisonError::into_inner).entry(tenant).or_insert_with(new_tenant));
        let both = async {
            let of_tenant = of_tenant.acquire_owned().await.ok()?;
            let of_all = Arc::clone(&self.places).acquire_owned().await.ok()?;
            Some(Place { _of_tenant: of_tenant, _of_all: of_all })
        };
        timeout(LONGEST_WAIT, both).await.ok().flatten().ok_or_else(Problem::busy)
    }
}

fn new_tenant() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(PLACES_OF_A_TENANT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_tenant_takes_some_places_and_leaves_others_theirs() {
        let (admission, busy, calm) = (Admission::default(), Id::from_u128(1), Id::from_u128(2));
        let mut held = Vec::new();
        for _ in 0..PLACES_OF_A_TENANT {
            held.push(admission.enter(busy).await.unwrap_or_else(|problem| panic!("{problem:?}")));
        }
        assert_eq!(admission.enter(busy).await.err().map(|problem| problem.code), Some("busy"));
        assert!(admission.enter(calm).await.is_ok(), "another tenant finds a place");
        held.pop();
        assert!(admission.enter(busy).await.is_ok(), "and so does this one when one is free again");
    }
}
