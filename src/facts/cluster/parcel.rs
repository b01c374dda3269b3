//! A physical plan as bytes, with the tables that it reads.

use std::sync::Arc;

use ballista_core::serde::BallistaPhysicalExtensionCodec;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::DataFusionError;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::physical_plan::AsExecutionPlan;
use datafusion_proto::protobuf::PhysicalPlanNode;

/// Encodes a plan as stock nodes read it.
pub fn pack(plan: Arc<dyn ExecutionPlan>) -> Result<Vec<u8>, DataFusionError> {
    let plan = without_unread_columns(plan)?;
    let codec = BallistaPhysicalExtensionCodec::default();
    let node = PhysicalPlanNode::try_from_physical_plan(plan, &codec)?;
    let mut bytes = Vec::new();
    node.try_encode(&mut bytes)?;
    Ok(bytes)
}

/// A scan of a table in memory carries the whole table and says which columns it wants; here it
/// carries only those.
fn without_unread_columns(
    plan: Arc<dyn ExecutionPlan>,
) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let narrowed = plan.transform_up(|node| {
        let Some(scan) = node.downcast_ref::<DataSourceExec>() else {
            return Ok(Transformed::no(node));
        };
        let Some(source) = scan.data_source().downcast_ref::<MemorySourceConfig>() else {
            return Ok(Transformed::no(node));
        };
        let Some(columns) = source.projection() else { return Ok(Transformed::no(node)) };
        // A declared order speaks of columns by their old places, and a limit is lost.
        if !source.sort_information().is_empty() || scan.fetch().is_some() {
            return Ok(Transformed::no(node));
        }
        let project = |batch: &RecordBatch| batch.project(columns);
        let partitions = source.partitions().iter();
        let partitions =
            partitions.map(|batches| batches.iter().map(project).collect::<Result<Vec<_>, _>>());
        let partitions = partitions.collect::<Result<Vec<_>, _>>()?;
        let narrow = MemorySourceConfig::try_new(&partitions, scan.schema(), None)?;
        Ok(Transformed::yes(DataSourceExec::from_data_source(narrow) as Arc<dyn ExecutionPlan>))
    })?;
    Ok(narrowed.data)
}
