//! Jobs on a Ballista cluster: submitted, watched, fetched, and submitted again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ballista_core::BALLISTA_VERSION;
use ballista_core::client::BallistaClient;
use ballista_core::extension::SessionConfigExt;
use ballista_core::optimizer::ballista_default_optimizer_rules;
use ballista_core::serde::protobuf::execute_query_params::Query;
use ballista_core::serde::protobuf::get_job_status_result::FlightProxy;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use ballista_core::serde::protobuf::{
    CancelJobParams, ExecuteQueryParams, GetJobStatusParams, KeyValuePair, PartitionLocation,
    SuccessfulJob, execute_query_result,
};
use ballista_core::utils::{GrpcClientConfig, create_grpc_client_endpoint};
use ballista_core::version;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::{
    SendableRecordBatchStream, SessionState, session_state::SessionStateBuilder,
};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionConfig;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::Semaphore;
use tokio::time::{Duration, Instant, sleep, timeout};
use tonic::transport::Channel;

use super::Limits;
use super::failure::Failure;
use super::fault::{Address, ClusterFault, QueryFailure};
use super::one_row::OneRow;
use super::parcel::pack;
use super::trust::{are_distinct, are_same, few_stages, has_middle_stage};

/// The largest message that stock nodes take.
const MESSAGE: usize = 16 * 1024 * 1024;
/// The largest plan, and the sum of all plans under way. A scheduler puts the plans of all jobs
/// that it has for a node into one message, and takes a node for dead that refuses it.
const PLANS: usize = MESSAGE / 2;
/// Plans are counted in these many bytes.
const UNIT: usize = 1024;
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a scheduler may know nothing of a job that it has accepted.
const UNKNOWN: Duration = Duration::from_secs(10);
/// How often a job's state is asked for, at first and at last.
const POLL: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(50));
/// The first pause after a failure; the next ones double.
const PAUSE: Duration = Duration::from_millis(200);

/// A cluster that answers queries.
pub struct Cluster {
    address: Address,
    scheduler: SchedulerGrpcClient<Channel>,
    limits: Limits,
    plans: Semaphore,
    repeated: AtomicUsize,
}

/// The jobs of a query that have been submitted and not ended.
#[derive(Default)]
struct Jobs(Mutex<Vec<String>>);

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cluster").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Cluster {
    /// Finds the scheduler behind `df://host:port`.
    ///
    /// # Errors
    /// When the URL is none of a cluster, or no scheduler answers there.
    pub async fn connect(url: &str, limits: Limits) -> Result<Self, ClusterFault> {
        let address = Address::parse(url)?;
        let away = |reason: String| ClusterFault::Away { address: address.clone(), reason };
        let config = GrpcClientConfig {
            connect_timeout_seconds: CONNECT.as_secs(),
            ..GrpcClientConfig::default()
        };
        let endpoint = create_grpc_client_endpoint(format!("http://{address}"), Some(&config))
            .map_err(|error| away(root(&error)))?;
        let channel = match timeout(CONNECT, endpoint.connect()).await {
            Ok(channel) => channel.map_err(|error| away(root(&error)))?,
            Err(_) => return Err(away("the connection times out".to_owned())),
        };
        let mut scheduler = SchedulerGrpcClient::new(channel)
            .max_encoding_message_size(MESSAGE)
            .max_decoding_message_size(MESSAGE);
        // A scheduler knows no such job, and says so; others do not understand the question.
        let question = GetJobStatusParams { job_id: "recto".to_owned() };
        match timeout(CONNECT, scheduler.get_job_status(question)).await {
            Ok(Ok(_)) => {}
            Ok(Err(status)) if status.code() == tonic::Code::Unavailable => {
                return Err(away(status.message().to_owned()));
            }
            _ => return Err(ClusterFault::Stranger(address)),
        }
        let plans = Semaphore::new(PLANS / UNIT);
        Ok(Self { address, scheduler, limits, plans, repeated: AtomicUsize::new(0) })
    }

    /// How often a query had to be submitted again so far.
    pub fn repeated(&self) -> usize {
        self.repeated.load(Ordering::Relaxed)
    }

    /// A session whose plans the nodes can run, with the settings of an embedded one. Tables are
    /// registered with it as with any other.
    ///
    /// `partitions` is into how many parts the nodes cut large tables. With 1 a query is one task
    /// on one node, which is best for tables in memory.
    pub fn session(&self, config: SessionConfig, partitions: usize) -> SessionState {
        let config = few_stages(config)
            .upgrade_for_ballista()
            .with_ballista_job_name("recto")
            // A node asks a dead one three times, and waits three seconds in between by default.
            .set_u64("ballista.client.io_retry_wait_time_ms", 500)
            .with_target_partitions(partitions);
        let mut rules = ballista_default_optimizer_rules();
        rules.insert(0, Arc::new(OneRow));
        SessionStateBuilder::new()
            .with_config(config)
            .with_default_features()
            .with_optimizer_rules(rules)
            .build()
    }

    /// Runs a plan that a [`Self::session`] has made.
    ///
    /// # Errors
    /// When the query itself fails, or when the cluster does so each time.
    pub async fn collect(
        &self,
        state: &SessionState,
        plan: Arc<dyn ExecutionPlan>,
    ) -> Result<Vec<RecordBatch>, QueryFailure> {
        let in_doubt = has_middle_stage(&plan);
        let plan = pack(plan).map_err(|error| ClusterFault::Refused(error.strip_backtrace()))?;
        let bytes = plan.len();
        if bytes > PLANS {
            return Err(ClusterFault::TooLarge { bytes, limit: PLANS }.into());
        }
        let entries = state.config_options().entries().into_iter();
        let request = ExecuteQueryParams {
            query: Some(Query::PhysicalPlan(plan)),
            settings: entries.map(|e| KeyValuePair { key: e.key, value: e.value }).collect(),
            session_id: state.session_id().to_owned(),
            operation_id: String::new(),
        };
        let permits = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        let _admitted = self.plans.acquire_many(permits).await;
        let jobs = Jobs::default();
        let answer = async {
            if in_doubt {
                self.confirm(&request, &jobs).await
            } else {
                self.insist(&request, &jobs).await
            }
        };
        let answer = timeout(self.limits.time, answer).await;
        self.cancel(&jobs).await;
        answer.unwrap_or_else(|_| {
            Err(ClusterFault::Slow { seconds: self.limits.time.as_secs() }.into())
        })
    }

    /// Asks until two jobs in a row agree.
    async fn confirm(
        &self,
        request: &ExecuteQueryParams,
        jobs: &Jobs,
    ) -> Result<Vec<RecordBatch>, QueryFailure> {
        let mut answer = self.insist(request, jobs).await?;
        for _ in 1..self.limits.attempts.max(2) {
            let other = self.insist(request, jobs).await?;
            let same = are_same(&answer, &other);
            if same.map_err(|error| ClusterFault::Refused(error.strip_backtrace()))? {
                return Ok(answer);
            }
            answer = other;
        }
        let words = "it answers differently each time".to_owned();
        Err(ClusterFault::Failed { attempts: self.limits.attempts, words }.into())
    }

    /// Submits a query until it is answered, or fails for a reason of its own.
    async fn insist(
        &self,
        request: &ExecuteQueryParams,
        jobs: &Jobs,
    ) -> Result<Vec<RecordBatch>, QueryFailure> {
        let mut attempts = 1;
        let mut running = FuturesUnordered::new();
        running.push(self.attempt(request, jobs, Duration::ZERO));
        let mut last = None;
        loop {
            let Ok(ended) = timeout(self.limits.patience, running.next()).await else {
                if running.len() < 2 && attempts < self.limits.attempts {
                    running.push(self.attempt(request, jobs, Duration::ZERO));
                    attempts += 1;
                    self.repeated.fetch_add(1, Ordering::Relaxed);
                }
                continue;
            };
            let words = match ended.expect("an attempt runs, else the loop has ended") {
                Ok(batches) => return Ok(batches),
                Err(Failure::Query(words)) => return Err(QueryFailure::Query(words)),
                Err(Failure::Perhaps(words)) if last.as_ref() == Some(&words) => {
                    return Err(QueryFailure::Query(words));
                }
                Err(Failure::ManyRows) => {
                    let words = format!("the answer has more than {} rows", self.limits.rows);
                    return Err(QueryFailure::Query(words));
                }
                Err(Failure::Refused(words)) => return Err(ClusterFault::Refused(words).into()),
                Err(Failure::Version(words)) => return Err(ClusterFault::Version(words).into()),
                Err(Failure::TooLarge) => {
                    let bytes = plan_size(request);
                    return Err(ClusterFault::TooLarge { bytes, limit: bytes - 1 }.into());
                }
                Err(Failure::Cluster(words) | Failure::Perhaps(words)) => words,
            };
            if attempts < self.limits.attempts {
                let pause = PAUSE * 2_u32.saturating_pow(attempts - 1);
                running.push(self.attempt(request, jobs, pause));
                attempts += 1;
                self.repeated.fetch_add(1, Ordering::Relaxed);
            } else if running.is_empty() {
                return Err(ClusterFault::Failed { attempts, words }.into());
            }
            last = Some(words);
        }
    }

    /// Submits a query once, waits for it and fetches its answer.
    async fn attempt(
        &self,
        request: &ExecuteQueryParams,
        jobs: &Jobs,
        pause: Duration,
    ) -> Result<Vec<RecordBatch>, Failure> {
        sleep(pause).await;
        let job = self.submit(request).await?;
        jobs.begin(&job);
        let (ended, proxy) = self.watch(&job).await?;
        jobs.end(&job);
        self.fetch(ended?, proxy.as_ref()).await
    }

    async fn submit(&self, request: &ExecuteQueryParams) -> Result<String, Failure> {
        let mut request = tonic::Request::new(request.clone());
        version::insert_version_header(request.metadata_mut());
        let answer = self.scheduler.clone().execute_query(request).await;
        let answer = answer.map_err(|status| Failure::of_call(&status))?;
        let other = version::version_from_metadata(answer.metadata());
        version::check_compatibility(Some(BALLISTA_VERSION), other).map_err(Failure::Version)?;
        match answer.into_inner().result {
            Some(execute_query_result::Result::Success(accepted)) => Ok(accepted.job_id),
            Some(execute_query_result::Result::Failure(failure)) => {
                Err(Failure::Refused(format!("{failure:?}")))
            }
            None => Err(Failure::Cluster("the scheduler's answer is empty".to_owned())),
        }
    }

    /// Waits until a job has ended, well or badly. The outer error is that of the watch.
    async fn watch(
        &self,
        job: &str,
    ) -> Result<(Result<SuccessfulJob, Failure>, Option<FlightProxy>), Failure> {
        let mut known = Instant::now();
        let (mut pause, longest) = POLL;
        loop {
            let question = GetJobStatusParams { job_id: job.to_owned() };
            let answer = self.scheduler.clone().get_job_status(question).await;
            let answer = answer.map_err(|status| Failure::Cluster(status.message().to_owned()))?;
            let answer = answer.into_inner();
            match answer.status.and_then(|status| status.status) {
                Some(Status::Successful(ended)) => return Ok((Ok(ended), answer.flight_proxy)),
                Some(Status::Failed(failed)) => {
                    return Ok((Err(Failure::of_job(&failed.error)), None));
                }
                Some(Status::Queued(_) | Status::Running(_)) => known = Instant::now(),
                None if known.elapsed() > UNKNOWN => {
                    let words = "the scheduler has forgotten the query".to_owned();
                    return Err(Failure::Cluster(words));
                }
                None => {}
            }
            sleep(pause).await;
            pause = (pause * 2).min(longest);
        }
    }

    async fn fetch(
        &self,
        job: SuccessfulJob,
        proxy: Option<&FlightProxy>,
    ) -> Result<Vec<RecordBatch>, Failure> {
        if !are_distinct(&job.partition_location) {
            return Err(Failure::Cluster("a part of the answer comes twice".to_owned()));
        }
        let mut batches = Vec::new();
        let mut rows = 0;
        for location in job.partition_location {
            let mut stream = self.open(location, proxy).await?;
            while let Some(batch) = stream.next().await {
                let batch = batch.map_err(|error| Failure::Cluster(error.strip_backtrace()))?;
                rows += batch.num_rows();
                if rows > self.limits.rows {
                    return Err(Failure::ManyRows);
                }
                batches.push(batch);
            }
        }
        Ok(batches)
    }

    /// Asks the node that has a part of an answer, or the scheduler where that speaks for its
    /// nodes.
    async fn open(
        &self,
        location: PartitionLocation,
        proxy: Option<&FlightProxy>,
    ) -> Result<SendableRecordBatchStream, Failure> {
        let incomplete = || Failure::Cluster("the scheduler names no node".to_owned());
        let layout = location.layout();
        let node = location.executor_meta.ok_or_else(incomplete)?;
        let part = location.partition_id.ok_or_else(incomplete)?.into();
        let port = u16::try_from(node.port).map_err(|_| incomplete())?;
        let Address { host, port: at } = match proxy {
            Some(FlightProxy::Local(true)) => self.address.clone(),
            Some(FlightProxy::External(address)) => {
                Address::parse(&format!("df://{address}")).map_err(|_| incomplete())?
            }
            _ => Address { host: node.host.clone(), port },
        };
        let client = BallistaClient::try_new(&host, at, MESSAGE, false, None, 1, 0, 0, 0);
        let Ok(client) = timeout(CONNECT, client).await else {
            return Err(Failure::Cluster(format!("{host}:{at} does not answer")));
        };
        let failed =
            |error: ballista_core::error::BallistaError| Failure::Cluster(error.to_string());
        let mut client = client.map_err(failed)?;
        client
            .fetch_partition_proxied(
                &node.id,
                &part,
                location.file_id,
                layout,
                &node.host,
                port,
                true,
            )
            .await
            .map_err(failed)
    }

    /// Ends the jobs that nobody waits for any longer.
    async fn cancel(&self, jobs: &Jobs) {
        for job_id in jobs.take() {
            let mut scheduler = self.scheduler.clone();
            // A scheduler that does not listen has lost the job as well.
            let _ = timeout(CONNECT, scheduler.cancel_job(CancelJobParams { job_id })).await;
        }
    }
}

impl Jobs {
    fn begin(&self, job: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(job.to_owned());
    }

    fn end(&self, job: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| other != job);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn plan_size(request: &ExecuteQueryParams) -> usize {
    match &request.query {
        Some(Query::PhysicalPlan(plan)) => plan.len(),
        _ => 0,
    }
}

/// The innermost cause, which says more than "transport error".
fn root(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
