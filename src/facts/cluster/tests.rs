use super::{Address, ClusterFault};

#[test]
fn an_address_is_read() {
    let read = |url| Address::parse(url).map(|address| address.to_string());
    for (url, address) in [
        ("df://localhost:50050", "localhost:50050"),
        ("df://10.0.0.7:50051/", "10.0.0.7:50051"),
        ("df://scheduler.example", "scheduler.example:50050"),
        ("df://[::1]:6000", "[::1]:6000"),
        ("df://[::1]", "[::1]:50050"),
    ] {
        assert_eq!(read(url), Ok(address.to_owned()));
    }
    for url in [
        "http://localhost:50050",
        "localhost:50050",
        "df://",
        "df://:50050",
        "df://host:",
        "df://host:0",
        "df://host:99999",
        "df://host:50050/path",
        "df://user@host",
        "df://主机:1",
    ] {
        assert_eq!(read(url), Err(ClusterFault::Url(url.to_owned())));
    }
}

#[test]
fn a_fault_says_what_to_do() {
    let fault = ClusterFault::Url("http://node".to_owned());
    assert_eq!(
        fault.to_string(),
        "`http://node` is no address of a cluster: write `df://host:port`"
    );
    let fault = ClusterFault::TooLarge { bytes: 9 * 1024 * 1024 + 600_000, limit: 8_388_608 };
    assert_eq!(
        fault.to_string(),
        "the tables of a query take 9.5 MiB, and a message to the cluster 8.0 MiB at most: keep \
         large tables as Parquet on storage that the nodes share"
    );
}

#[cfg(feature = "cluster")]
#[test]
fn failures_are_told_apart() {
    use super::failure::Failure;

    let job = |error: &str| {
        Failure::of_job(&format!(
            "Job failed due to stage 1 failed: Task failed due to runtime execution error: {error}\n"
        ))
    };
    let query = |words: &str| Failure::Query(words.to_owned());
    let cluster = |words: &str| Failure::Cluster(words.to_owned());
    assert_eq!(job("ArrowError(DivideByZero)"), query("Divide by zero error"));
    assert_eq!(
        job(
            "DataFusionError(Context(\"c\", ArrowError(CastError(\"Cannot cast string 'a \\\"b\\\"'\"), None)))"
        ),
        query("Cast error: Cannot cast string 'a \"b\"'")
    );
    assert_eq!(
        job("DataFusionError(Execution(\"index out of range\"))"),
        Failure::Perhaps("index out of range".to_owned())
    );
    assert_eq!(
        job("DataFusionError(ResourcesExhausted(\"no memory\"))"),
        cluster("DataFusionError(ResourcesExhausted(\"no memory\"))")
    );
    assert_eq!(
        Failure::of_job(
            "Job failed due to stage 2 failed: Stage 2 has failed 4 times, most recent"
        ),
        cluster("Job failed due to stage 2 failed: Stage 2 has failed 4 times, most recent")
    );
    assert_eq!(
        Failure::of_job("Error planning job x: General(\"no\")"),
        Failure::Refused("Error planning job x: General(\"no\")".to_owned())
    );
}
