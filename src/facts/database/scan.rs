//! The reading of rows from a database, as a step of a plan.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::{EquivalenceProperties, Partitioning, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, SendableRecordBatchStream,
};
use futures::{StreamExt, stream};

use super::digest::RowDigest;
use super::table::{Database, Statement};

/// Runs one statement and hashes the rows that it brings.
pub struct DatabaseScan {
    database: Arc<dyn Database>,
    statement: Statement,
    sources: BTreeSet<String>,
    properties: Arc<PlanProperties>,
    progress: Arc<Mutex<Progress>>,
}

/// What has come so far.
#[derive(Clone, Debug, Default)]
struct Progress {
    digest: RowDigest,
    complete: bool,
}

/// What a query took from a database with one statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken {
    /// The sources that it read.
    pub sources: BTreeSet<String>,
    /// The statement that the database ran.
    pub sql: String,
    /// How many rows came.
    pub rows: u64,
    /// The digest of the rows, whatever their order.
    pub digest: String,
    /// Whether all came; a query with a limit may stop before.
    pub complete: bool,
}

/// What each statement of a plan took, once the plan has run; in the order of statements.
pub fn taken(plan: &Arc<dyn ExecutionPlan>) -> Vec<Taken> {
    fn collect(plan: &Arc<dyn ExecutionPlan>, found: &mut BTreeSet<Taken>) {
        if let Some(scan) = plan.downcast_ref::<DatabaseScan>() {
            found.insert(scan.taken());
        }
        plan.children().into_iter().for_each(|child| collect(child, found));
    }
    let mut found = BTreeSet::new();
    collect(plan, &mut found);
    found.into_iter().collect()
}

impl DatabaseScan {
    /// A step that runs a statement.
    pub fn new(
        database: Arc<dyn Database>,
        statement: Statement,
        sources: BTreeSet<String>,
    ) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&statement.schema)),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self {
            database,
            statement,
            sources,
            properties: Arc::new(properties),
            progress: Arc::default(),
        }
    }

    fn taken(&self) -> Taken {
        let progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Taken {
            sources: self.sources.clone(),
            sql: self.statement.sql.clone(),
            rows: progress.digest.rows(),
            digest: progress.digest.hexadecimal(),
            complete: progress.complete,
        }
    }
}

impl fmt::Debug for DatabaseScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseScan {}", self.statement.sql)
    }
}

impl DisplayAs for DatabaseScan {
    fn fmt_as(&self, _t: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseScan: sql={}", self.statement.sql)
    }
}

impl ExecutionPlan for DatabaseScan {
    fn name(&self) -> &'static str {
        "DatabaseScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn with_new_children(
        self: Arc<Self>,
        _children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(
        &self,
        _partition: usize,
        _context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let progress = Arc::clone(&self.progress);
        *progress.lock().unwrap_or_else(PoisonError::into_inner) = Progress::default();
        let last = Arc::clone(&progress);
        let rows = self.database.run(self.statement.clone()).map(move |batch| {
            let batch = batch.map_err(DataFusionError::from)?;
            progress.lock().unwrap_or_else(PoisonError::into_inner).digest.add(&batch);
            Ok(batch)
        });
        // Polled only after the last row, and never after an error that ends the query.
        let end = stream::once(async move {
            last.lock().unwrap_or_else(PoisonError::into_inner).complete = true;
            None
        });
        let rows = rows.map(Some).chain(end).filter_map(|batch| async move { batch });
        let schema = Arc::clone(&self.statement.schema);
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}
