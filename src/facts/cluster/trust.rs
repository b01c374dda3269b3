//! Which answers of a cluster may be believed when a node has died.
//!
//! A scheduler of Ballista 55.0.0 that rolls a running stage back, since the output that it reads is
//! lost, runs the whole stage again, but keeps the output of those tasks that had already ended
//! (`update_stage_output_links` only ever adds). So rows come twice. In the last stage the client
//! sees that: a part of the answer is listed twice. In a stage that reads other stages and is read by
//! one, nobody sees it, and sums are silently wrong. Stages that read tables alone are never rolled
//! back.
//!
//! So plans are made with few stages, an answer with a part twice is asked for again, and where a
//! plan has a stage in the middle, an answer counts only when a second job gives the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use ballista_core::serde::protobuf::PartitionLocation;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::joins::{HashJoinExec, SortMergeJoinExec};
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::union::UnionExec;
use datafusion::prelude::SessionConfig;

/// Settings for plans with few stages: large tables are read in parts, and each part is reduced to
/// groups and matches where it is read; the rest is one task. Answers for a report are small.
pub fn few_stages(mut config: SessionConfig) -> SessionConfig {
    let optimizer = &mut config.options_mut().optimizer;
    optimizer.repartition_aggregations = false;
    optimizer.repartition_joins = false;
    optimizer.repartition_windows = false;
    optimizer.repartition_sorts = false;
    config
}

/// Whether a stage of the plan may both read a stage and be read by one.
pub fn has_middle_stage(plan: &Arc<dyn ExecutionPlan>) -> bool {
    boundaries(plan) > 1
}

/// How many times at most a row crosses from one stage to another. What the scheduler may cut counts
/// as cut.
fn boundaries(plan: &Arc<dyn ExecutionPlan>) -> usize {
    let all = plan.is::<CoalescePartitionsExec>()
        || plan.is::<SortPreservingMergeExec>()
        || plan.is::<RepartitionExec>()
        || plan.is::<UnionExec>();
    // The build side of a join becomes a stage of its own.
    let first = plan.is::<HashJoinExec>() || plan.is::<SortMergeJoinExec>();
    let children = plan.children().into_iter().enumerate();
    let crossed =
        children.map(|(index, child)| boundaries(child) + usize::from(all || first && index == 0));
    crossed.max().unwrap_or(0)
}

/// Whether each part of an answer is listed once.
pub fn are_distinct(parts: &[PartitionLocation]) -> bool {
    let ids = parts.iter().map(|part| part.partition_id.as_ref().map(|id| id.partition_id));
    ids.collect::<BTreeSet<_>>().len() == parts.len()
}

/// Whether two answers have the same rows, in whatever order.
pub fn are_same(one: &[RecordBatch], other: &[RecordBatch]) -> Result<bool, DataFusionError> {
    Ok(sorted_rows(one)? == sorted_rows(other)?)
}

fn sorted_rows(batches: &[RecordBatch]) -> Result<Vec<Vec<String>>, DataFusionError> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().map(|column| {
                ScalarValue::try_from_array(column, row).map(|value| format!("{value:?}"))
            });
            rows.push(cells.collect::<Result<Vec<_>, _>>()?);
        }
    }
    rows.sort();
    Ok(rows)
}
