//! What stands for a cluster in a program that is built without: nothing.

use std::convert::Infallible;
use std::sync::Arc;

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::SessionState;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionConfig;

use super::Limits;
use super::fault::{Address, ClusterFault, QueryFailure};

/// A cluster that cannot be.
#[derive(Debug)]
pub struct Cluster(Infallible);

impl Cluster {
    /// Says how to build a program that can.
    #[expect(clippy::unused_async, reason = "the signature is that of the cluster")]
    pub async fn connect(url: &str, _limits: Limits) -> Result<Self, ClusterFault> {
        Address::parse(url)?;
        Err(ClusterFault::NotBuilt)
    }

    /// Never called.
    pub fn repeated(&self) -> usize {
        match self.0 {}
    }

    /// Never called.
    pub fn session(&self, _config: SessionConfig, _partitions: usize) -> SessionState {
        match self.0 {}
    }

    /// Never called.
    #[expect(clippy::unused_async, reason = "the signature is that of the cluster")]
    pub async fn collect(
        &self,
        _state: &SessionState,
        _plan: Arc<dyn ExecutionPlan>,
    ) -> Result<Vec<RecordBatch>, QueryFailure> {
        match self.0 {}
    }
}
