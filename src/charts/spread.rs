//! Moves labels apart along a line, each as little as possible.

/// A run of labels that touch, moved as one.
struct Cluster {
    /// Where the run starts.
    start: f64,
    /// Length of the run.
    length: f64,
    /// How many labels it holds.
    count: usize,
    /// Sum over the labels of where the run would start if the label alone decided.
    wished_starts: f64,
}

/// The centres of labels with the given `(wished centre, length)`, in their order, so that none
/// overlap and all lie between `low` and `high`. When they do not fit, they start at `low` and end
/// beyond `high`.
pub(super) fn spread(labels: &[(f64, f64)], low: f64, high: f64) -> Vec<f64> {
    let latest_start = |length: f64| (high - length).max(low);
    let mut clusters: Vec<Cluster> = Vec::new();
    for &(center, length) in labels {
        let start = center - length / 2.0;
        let mut cluster = Cluster { start, length, count: 1, wished_starts: start };
        cluster.start = start.clamp(low, latest_start(length));
        while clusters.last().is_some_and(|last| last.start + last.length > cluster.start) {
            let Some(last) = clusters.pop() else { break };
            cluster = last.joined(&cluster);
            cluster.start = cluster.start.clamp(low, latest_start(cluster.length));
        }
        clusters.push(cluster);
    }
    centers(&clusters, labels)
}

fn centers(clusters: &[Cluster], labels: &[(f64, f64)]) -> Vec<f64> {
    let mut centers = Vec::with_capacity(labels.len());
    let mut lengths = labels.iter().map(|(_, length)| length);
    for cluster in clusters {
        let mut position = cluster.start;
        for length in lengths.by_ref().take(cluster.count) {
            centers.push(position + length / 2.0);
            position += length;
        }
    }
    centers
}

impl Cluster {
    /// This run followed by another, at the place that moves their labels least in the mean.
    fn joined(self, next: &Cluster) -> Cluster {
        #[allow(clippy::cast_precision_loss, reason = "a chart has few labels")]
        let (own, other) = (self.count as f64, next.count as f64);
        let wished_starts = self.wished_starts + next.wished_starts - self.length * other;
        Cluster {
            start: wished_starts / (own + other),
            length: self.length + next.length,
            count: self.count + next.count,
            wished_starts,
        }
    }
}
