//! A scheduler and executors as processes: this very binary, called again with a role.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

const HOST: &str = "127.0.0.1";

/// A process that ends with its owner: by `drop`, and by the end of its input if the owner is
/// killed.
pub struct Node {
    child: Child,
    /// What it is, for messages.
    pub name: String,
}

/// A scheduler and its executors.
pub struct Nodes {
    pub scheduler: Node,
    pub executors: Vec<Node>,
    pub port: u16,
    policy: &'static str,
    folder: tempfile::TempDir,
    begun: usize,
}

/// Runs a role, if this process has been started for one.
pub fn play(arguments: &[String]) -> bool {
    let port = |index: usize| arguments[index].parse::<u16>().expect("a port");
    match arguments.first().map(String::as_str) {
        Some("scheduler") => {
            end_with_owner();
            run(scheduler(port(2), policy(&arguments[1])));
        }
        Some("executor") => {
            end_with_owner();
            let ports = [port(2), port(3), port(4)];
            run(executor(ports, policy(&arguments[1]), &arguments[5]));
        }
        _ => return false,
    }
    true
}

/// A stock scheduler, but that it calls itself ready only with two executors.
async fn scheduler(
    port: u16,
    scheduling_policy: TaskSchedulingPolicy,
) -> Result<(), ballista_core::error::BallistaError> {
    let config = SchedulerConfig {
        external_host: HOST.to_owned(),
        bind_host: HOST.to_owned(),
        bind_port: port,
        min_ready_executors: 2,
        scheduling_policy,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, SocketAddr::from((Ipv4Addr::LOCALHOST, port)), Arc::new(config)).await
}

/// A stock executor with two cores.
async fn executor(
    [port, grpc_port, scheduler_port]: [u16; 3],
    task_scheduling_policy: TaskSchedulingPolicy,
    folder: &str,
) -> Result<(), ballista_core::error::BallistaError> {
    let config = ExecutorProcessConfig {
        external_host: Some(HOST.to_owned()),
        port,
        grpc_port,
        scheduler_host: HOST.to_owned(),
        scheduler_port,
        scheduler_connect_timeout_seconds: 20,
        vcores: 2,
        task_scheduling_policy,
        work_dir: Some(folder.to_owned()),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await
}

fn run(role: impl Future<Output = Result<(), ballista_core::error::BallistaError>>) {
    let runtime = tokio::runtime::Runtime::new().expect("an event loop");
    if let Err(error) = runtime.block_on(role) {
        eprintln!("a node failed: {error}");
        std::process::exit(1);
    }
}

fn policy(name: &str) -> TaskSchedulingPolicy {
    match name {
        "pull-staged" => TaskSchedulingPolicy::PullStaged,
        _ => TaskSchedulingPolicy::PushStaged,
    }
}

fn end_with_owner() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
}

impl Nodes {
    /// Starts a scheduler and two executors, and waits for them. With `push-staged`, as a scheduler does
    /// if not told otherwise, it hands out work; with `pull-staged` the executors ask for it.
    pub fn start(policy: &'static str) -> Self {
        println!("cluster: a scheduler and two executors, {policy}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let scheduler = Node::start("scheduler", &["scheduler", policy, &port.to_string()]);
        let mut nodes = Self { scheduler, executors: Vec::new(), port, policy, folder, begun: 0 };
        nodes.wait_until("the scheduler listens", |nodes| nodes.readiness().is_some());
        nodes.add_executor();
        nodes.add_executor();
        nodes.wait_until("the scheduler is ready", |nodes| nodes.readiness() == Some(200));
        nodes
    }

    /// Starts one more executor.
    pub fn add_executor(&mut self) {
        self.begun += 1;
        let name = format!("executor {}", self.begun);
        let folder = self.folder.path().join(format!("executor-{}", self.begun));
        std::fs::create_dir(&folder).expect("a folder for the executor");
        let ports = [free_port(), free_port(), self.port].map(|port| port.to_string());
        let [port, grpc_port, scheduler] = &ports;
        let arguments =
            ["executor", self.policy, port, grpc_port, scheduler, &folder.to_string_lossy()];
        self.executors.push(Node::start(&name, &arguments));
        let port = port.parse::<u16>().expect("a port");
        // It hands out results only after it has registered.
        self.wait_until(&format!("{name} is registered"), |_| {
            TcpStream::connect((HOST, port)).is_ok()
        });
    }

    /// A folder that all nodes and the client share.
    pub fn shared(&self) -> &Path {
        self.folder.path()
    }

    pub fn url(&self) -> String {
        format!("df://{HOST}:{}", self.port)
    }

    /// Waits for a state of the nodes, 30 seconds at most.
    pub fn wait_until(&mut self, what: &str, mut state: impl FnMut(&mut Self) -> bool) {
        let begin = Instant::now();
        while !state(self) {
            assert!(begin.elapsed() < Duration::from_secs(30), "it is not so that {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
        println!("  {what} after {:.1?}", begin.elapsed());
    }

    /// The status of the scheduler's own page about its readiness: 200 with enough executors.
    pub fn readiness(&self) -> Option<u16> {
        let mut stream = TcpStream::connect((HOST, self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split(' ').nth(1)?.parse().ok()
    }
}

impl Node {
    fn start(name: &str, arguments: &[&str]) -> Self {
        let binary = std::env::current_exe().expect("the path of this binary");
        let child = Command::new(binary)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("this binary starts again");
        Self { child, name: name.to_owned() }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The processor time that it has used, in ticks, where the system tells.
    pub fn work(&self) -> u64 {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        // Fields behind the name in parentheses: user time is the 12th, system time the 13th.
        let fields = text.rsplit(')').next().unwrap_or("").split_whitespace();
        fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind((HOST, 0)).expect("a free port");
    listener.local_addr().expect("the port is bound").port()
}
