//! Progress and timings. Only the command line knows the time.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::{Observer, Stage};

/// Measures the stages and shows the present one where somebody watches.
pub struct Progress {
    spinner: Option<ProgressBar>,
    current: Option<(Stage, Option<String>, Instant)>,
    times: BTreeMap<(Stage, Option<String>), Duration>,
}

impl Progress {
    /// Starts without a stage.
    pub fn new(watched: bool) -> Self {
        let spinner = watched.then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg}");
            let spinner = ProgressBar::new_spinner();
            spinner.enable_steady_tick(Duration::from_millis(100));
            match style {
                Ok(style) => spinner.with_style(style),
                Err(_) => spinner,
            }
        });
        Self { spinner, current: None, times: BTreeMap::new() }
    }

    /// Seconds of each stage, all editions together, in one line.
    pub fn summary(&self) -> String {
        let mut stages: BTreeMap<Stage, Duration> = BTreeMap::new();
        for ((stage, _), time) in &self.times {
            *stages.entry(*stage).or_default() += *time;
        }
        let parts: Vec<String> = stages
            .iter()
            .map(|(stage, time)| format!("{} {:.2}", stage.name(), time.as_secs_f64()))
            .collect();
        let total: Duration = self.times.values().sum();
        format!("seconds: {} = {:.2}", parts.join(", "), total.as_secs_f64())
    }

    /// Seconds of each stage and edition, a line each.
    pub fn details(&self) -> Vec<String> {
        let line = |((stage, edition), time): (&(Stage, Option<String>), &Duration)| {
            let edition = edition.as_deref().unwrap_or("");
            format!("  {:<9} {:<10} {:>8.3} s", stage.name(), edition, time.as_secs_f64())
        };
        self.times.iter().map(line).collect()
    }
}

impl Observer for Progress {
    fn begins(&mut self, stage: Stage, edition: Option<&str>) {
        self.ends();
        if let Some(spinner) = &self.spinner {
            let of = edition.map(|edition| format!(" ({edition})")).unwrap_or_default();
            spinner.set_message(format!("{}{of}", stage.name()));
        }
        self.current = Some((stage, edition.map(str::to_owned), Instant::now()));
    }

    fn ends(&mut self) {
        if let Some((stage, edition, start)) = self.current.take() {
            *self.times.entry((stage, edition)).or_default() += start.elapsed();
        }
        if let Some(spinner) = &self.spinner {
            spinner.set_message("");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
    }
}
