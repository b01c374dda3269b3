//! Queries as authors write them, and such as fail.

/// Queries on the tables in memory.
pub const SMALL: [&str; 66] = [
    // Types of columns, nulls, names.
    "SELECT * FROM policies",
    "SELECT \"省份\", \"Premium\", \"agent-id\" FROM policies WHERE \"省份\" = '广东'",
    "SELECT * FROM nobody",
    "SELECT count(*), sum(rate), max(\"姓名\") FROM nobody",
    "SELECT id AS \"编号\", start, active FROM policies WHERE start >= DATE '2019-01-01' ORDER BY id",
    "SELECT id FROM policies WHERE active",
    "SELECT id FROM policies WHERE active IS NULL OR NOT active ORDER BY 1",
    // Counting.
    "SELECT count(*) FROM policies",
    "SELECT count(1) AS value FROM generated",
    "SELECT count(\"Premium\"), count(DISTINCT \"省份\"), count(*) FROM policies",
    "SELECT count(*) FILTER (WHERE active) FROM policies",
    // Exact arithmetic.
    "SELECT sum(\"Premium\"), min(\"Premium\"), max(\"Premium\") FROM policies",
    "SELECT avg(\"Premium\") FROM policies",
    "SELECT avg(rate) FROM agents",
    "SELECT avg(n) FROM generated",
    "SELECT avg(amount), sum(amount) FROM generated",
    "SELECT 7 / 2, -7 / 2, 7 % 2, 7.0 / 2, 1 / 3.0",
    "SELECT 0.1 + 0.2, 0.1 * 0.2, 1.005 * 100, 12345678901234567890.12 - 0.01",
    "SELECT sum(id) / count(*) FROM policies",
    "SELECT 100.0 * count(*) FILTER (WHERE active) / count(*) FROM policies",
    "SELECT CAST(sum(id) AS DECIMAL(20, 4)) / 3 FROM policies",
    "SELECT round(\"Premium\" / 3, 2), floor(\"Premium\"), abs(\"Premium\") FROM policies",
    "SELECT \"Premium\" * rate FROM policies JOIN agents ON \"agent-id\" = agents.id",
    "SELECT stddev(n), median(n) FROM generated",
    // Groups.
    "SELECT \"省份\", sum(\"Premium\") FROM policies GROUP BY \"省份\"",
    "SELECT period, count(*) AS n FROM policies GROUP BY period HAVING count(*) > 1 ORDER BY period",
    "SELECT \"group\", count(*), sum(amount), avg(amount), min(n) FROM generated GROUP BY \"group\" ORDER BY 1",
    "SELECT n % 10 AS digit, \"group\", sum(amount) FROM generated GROUP BY 1, 2",
    "SELECT period, \"省份\", count(*) FROM policies GROUP BY ROLLUP (period, \"省份\")",
    "SELECT DISTINCT \"group\" FROM generated",
    // Order and limits.
    "SELECT n, amount FROM generated ORDER BY amount DESC NULLS LAST, n LIMIT 5",
    "SELECT \"省份\" FROM policies ORDER BY \"省份\" NULLS FIRST LIMIT 3 OFFSET 1",
    "SELECT n FROM generated ORDER BY n LIMIT 3 OFFSET 11998",
    // Joins.
    "SELECT p.id, a.\"姓名\" FROM policies p JOIN agents a ON p.\"agent-id\" = a.id ORDER BY p.id",
    "SELECT p.id, a.\"Team\" FROM policies p LEFT JOIN agents a ON p.\"agent-id\" = a.id",
    "SELECT p.id, a.id FROM policies p FULL JOIN agents a ON p.\"agent-id\" = a.id",
    "SELECT count(*) FROM policies CROSS JOIN agents",
    "SELECT a.id, b.id FROM policies a JOIN policies b ON a.id < b.id AND a.period = b.period",
    "SELECT count(*), sum(a.n) FROM generated a JOIN generated b ON a.n = b.n + 1 WHERE b.\"group\" = '丁'",
    // Subqueries.
    "SELECT id FROM policies WHERE \"Premium\" > (SELECT avg(\"Premium\") FROM policies)",
    "SELECT (SELECT count(*) FROM policies) - (SELECT count(*) FROM agents) AS value",
    "SELECT \"姓名\", (SELECT sum(\"Premium\") FROM policies p WHERE p.\"agent-id\" = a.id) FROM agents a",
    "SELECT (SELECT id FROM policies WHERE id = 3), (SELECT \"省份\" FROM policies WHERE id = 5)",
    "SELECT (SELECT id FROM policies WHERE id > 99) AS value",
    "SELECT id FROM policies WHERE \"省份\" = (SELECT \"省份\" FROM policies WHERE id = 1)",
    "SELECT id FROM policies WHERE start < (SELECT start FROM policies WHERE active AND id = 4)",
    "SELECT id FROM agents WHERE id IN (SELECT \"agent-id\" FROM policies)",
    "SELECT id FROM agents WHERE id NOT IN (SELECT \"agent-id\" FROM policies)",
    "SELECT id FROM agents WHERE id NOT IN (SELECT \"agent-id\" FROM policies WHERE \"agent-id\" IS NOT NULL)",
    "SELECT id FROM agents a WHERE EXISTS (SELECT 1 FROM policies p WHERE p.\"agent-id\" = a.id AND active)",
    "SELECT id FROM agents a WHERE NOT EXISTS (SELECT 1 FROM policies p WHERE p.\"agent-id\" = a.id)",
    // Common table expressions and unions.
    "WITH halves AS (SELECT period, sum(\"Premium\") AS total FROM policies GROUP BY period) \
     SELECT max(total) FROM halves",
    "WITH a AS (SELECT id FROM agents), b AS (SELECT id FROM policies) SELECT count(*) FROM a, b WHERE a.id = b.id",
    "SELECT id FROM policies UNION SELECT id FROM agents",
    "SELECT id, 'policy' AS kind FROM policies UNION ALL SELECT id, 'agent' FROM agents ORDER BY kind, id",
    "SELECT id FROM policies EXCEPT SELECT id FROM agents",
    "SELECT id FROM policies INTERSECT SELECT \"agent-id\" FROM policies",
    // Windows.
    "SELECT id, sum(\"Premium\") OVER (ORDER BY id) FROM policies",
    "SELECT id, row_number() OVER (PARTITION BY \"省份\" ORDER BY id), lag(id) OVER (ORDER BY id) FROM policies",
    "SELECT \"省份\", rank() OVER (ORDER BY sum(\"Premium\") DESC NULLS LAST) FROM policies GROUP BY \"省份\"",
    // Text, dates, cases.
    "SELECT upper(\"Team\"), length(\"姓名\"), coalesce(\"姓名\", '无'), \"姓名\" || '先生' FROM agents",
    "SELECT id FROM policies WHERE \"省份\" LIKE '%东' OR \"省份\" LIKE '𠮷_'",
    "SELECT date_part('year', start), count(*) FROM policies GROUP BY 1",
    "SELECT CASE WHEN active THEN '是' WHEN NOT active THEN '否' END, count(*) FROM policies GROUP BY 1",
    "SELECT max(start), min(start), max(\"省份\"), bool_and(active) FROM policies",
    "VALUES (1, '一'), (2, NULL)",
];

/// Queries that fail: when planned, and when run.
pub const WRONG: [&str; 12] = [
    "SELECT id FROM Policies",
    "SELECT premium FROM policies",
    "SELEC id FROM policies",
    "SELECT id + \"省份\" FROM policies",
    "SELECT 1 / (id - id) FROM policies",
    "SELECT CAST(\"省份\" AS BIGINT) FROM policies",
    "SELECT \"Premium\" / (id - 1) FROM policies",
    "SELECT (SELECT id FROM policies) FROM agents",
    "SELECT id FROM agents WHERE \"姓名\" = (SELECT \"省份\" FROM policies)",
    "SELECT (SELECT start FROM policies), (SELECT active FROM policies WHERE id = 1)",
    "SELECT 1 + (SELECT \"Premium\" FROM policies WHERE id < 3)",
    "SELECT max(id) FROM policies WHERE active = (SELECT active FROM policies)",
];

/// Queries on the large table alone and with the small ones.
pub const LARGE: [&str; 12] = [
    "SELECT count(*), sum(amount), avg(amount), min(id), max(id) FROM events",
    "SELECT place, count(*), sum(amount) FROM events GROUP BY place",
    "SELECT key, sum(amount) AS total FROM events GROUP BY key ORDER BY total DESC, key LIMIT 10",
    "SELECT count(DISTINCT key), count(DISTINCT place) FROM events",
    "SELECT a.\"Team\", sum(e.amount) FROM events e JOIN agents a ON e.key = a.id GROUP BY a.\"Team\"",
    "SELECT count(*) FROM events e LEFT JOIN policies p ON e.place = p.\"省份\" WHERE p.id IS NULL",
    "SELECT count(*) FROM events WHERE key NOT IN (SELECT id FROM policies)",
    "SELECT count(*) FROM events WHERE amount > (SELECT avg(amount) FROM events)",
    "SELECT place, key, amount FROM (SELECT *, row_number() OVER (PARTITION BY place ORDER BY amount DESC, id) AS r \
     FROM events) WHERE r <= 2",
    "SELECT count(*) FROM (SELECT id FROM events WHERE key < 10 UNION SELECT n FROM generated)",
    "SELECT x.key, x.n, y.n FROM (SELECT key, count(*) AS n FROM events GROUP BY key) x \
     JOIN (SELECT n AS key, count(*) AS n FROM generated GROUP BY 1) y ON x.key = y.key ORDER BY 1 LIMIT 20",
    "SELECT 100.0 * sum(amount) FILTER (WHERE place = '广东') / sum(amount) FROM events",
];
