//! What can be wrong with a cluster, in words.

use std::fmt;

/// The port of a scheduler, where none is written.
const PORT: u16 = 50050;

/// Where a scheduler listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name or a number; an IPv6 address in brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// Why a query has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryFailure {
    /// The query itself fails, and would fail anywhere: the words of the engine.
    Query(String),
    /// The cluster failed, so that nothing is known of the query.
    Cluster(ClusterFault),
}

/// Why a cluster cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterFault {
    /// This program has been built without clusters.
    NotBuilt,
    /// The URL is none of a cluster.
    Url(String),
    /// Nobody listens.
    Away {
        /// The scheduler.
        address: Address,
        /// The words of the operating system.
        reason: String,
    },
    /// Someone listens, who is no Ballista scheduler.
    Stranger(Address),
    /// The scheduler is of another version: its words, which name both.
    Version(String),
    /// The tables of a query are too large for a message.
    TooLarge {
        /// What the plan with its tables takes, in bytes.
        bytes: usize,
        /// What it may take.
        limit: usize,
    },
    /// The cluster cannot run the query, although the embedded engine could.
    Refused(String),
    /// The cluster failed each time.
    Failed {
        /// How often the query was submitted.
        attempts: u32,
        /// The last words.
        words: String,
    },
    /// No answer in time.
    Slow {
        /// The limit, in seconds.
        seconds: u64,
    },
}

impl Address {
    /// Reads `df://host:port`; the port may be absent.
    pub fn parse(url: &str) -> Result<Self, ClusterFault> {
        let fault = || ClusterFault::Url(url.to_owned());
        let rest = url.strip_prefix("df://").ok_or_else(fault)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        // A colon inside brackets is of an IPv6 address.
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => {
                (host, port.parse().ok().filter(|port| *port != 0).ok_or_else(fault)?)
            }
            _ => (rest, PORT),
        };
        let is_number = host.starts_with('[') && host.ends_with(']');
        let is_name = !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !is_number && !is_name {
            return Err(fault());
        }
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Display for ClusterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBuilt => f.write_str(
                "this recto asks no cluster: build it with `cargo build --release --features cluster`",
            ),
            Self::Url(url) => {
                write!(f, "`{url}` is no address of a cluster: write `df://host:port`")
            }
            Self::Away { address, reason } => {
                write!(f, "no cluster answers at {address}: {reason}")
            }
            Self::Stranger(address) => {
                write!(f, "what answers at {address} is no Ballista scheduler")
            }
            Self::Version(words) => write!(f, "the cluster is of another version: {words}"),
            Self::TooLarge { bytes, limit } => write!(
                f,
                "the tables of a query take {}, and a message to the cluster {} at most: \
                 keep large tables as Parquet on storage that the nodes share",
                mebibytes(*bytes),
                mebibytes(*limit)
            ),
            Self::Refused(words) => write!(f, "the cluster cannot run the query: {words}"),
            Self::Failed { attempts: 1, words } => write!(f, "the cluster failed: {words}"),
            Self::Failed { attempts, words } => {
                write!(f, "the cluster failed {attempts} times: {words}")
            }
            Self::Slow { seconds } => {
                write!(f, "the cluster has not answered within {seconds} seconds")
            }
        }
    }
}

impl std::error::Error for ClusterFault {}

impl fmt::Display for QueryFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(words) => f.write_str(words),
            Self::Cluster(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for QueryFailure {}

impl From<ClusterFault> for QueryFailure {
    fn from(fault: ClusterFault) -> Self {
        Self::Cluster(fault)
    }
}

fn mebibytes(bytes: usize) -> String {
    let tenths = bytes * 10 / (1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}
