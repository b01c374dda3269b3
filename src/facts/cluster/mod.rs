//! The queries of a report on an existing Ballista cluster (`--engine df://host:port`).
//!
//! # Design
//!
//! The report is planned here and runs there: the SQL is parsed, checked and optimised by the same
//! engine as without a cluster, and what travels is the physical plan, so a name or a type can mean
//! nothing else on the nodes. The nodes are stock; nothing of ours runs on them.
//!
//! Small tables travel inside the plan, as Arrow, with only the columns that the query reads. Large
//! ones are Parquet files on storage that all nodes share, see `tables.rs`. The other way, a
//! logical plan, has no node for tables in memory but `VALUES`: an expression a cell, optimised
//! twice, four times the bytes.
//!
//! A verdict must not depend on the health of a node. So a failure is either the query's own (a
//! division by zero), which the author reads, or the cluster's, which is tried again and at last
//! stops the check; see `failure.rs`. Nor may it depend on how a scheduler recovers; see `trust.rs`.

mod fault;

#[cfg(feature = "cluster")]
mod client;
#[cfg(feature = "cluster")]
mod failure;
#[cfg(feature = "cluster")]
mod one_row;
#[cfg(feature = "cluster")]
mod parcel;
#[cfg(feature = "cluster")]
pub mod tables;
#[cfg(feature = "cluster")]
mod trust;

#[cfg(not(feature = "cluster"))]
mod absent;

#[cfg(test)]
mod tests;

pub use fault::{Address, ClusterFault, QueryFailure};

#[cfg(not(feature = "cluster"))]
pub use absent::Cluster;
#[cfg(feature = "cluster")]
pub use client::Cluster;

use tokio::time::Duration;

/// How long and how often a cluster is asked, and how much it may answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a query may take, with all attempts.
    pub time: Duration,
    /// After which time a query is submitted once more, in case that its node has gone silently: a
    /// stock scheduler misses a node only after three minutes, or when it gives it new work. The
    /// first answer counts; at most two copies run at a time.
    pub patience: Duration,
    /// How often a query is submitted at most.
    pub attempts: u32,
    /// How many rows an answer may have.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_mins(10),
            patience: Duration::from_secs(30),
            attempts: 6,
            rows: 1_000_000,
        }
    }
}
