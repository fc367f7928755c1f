/** What version 1 is made of. Released: never edited. */
export const VERSION_1 = `CREATE TABLE run (
     run_id              INTEGER PRIMARY KEY AUTOINCREMENT,
     scenario            TEXT    NOT NULL,
     profile             TEXT    NOT NULL,
     network             TEXT    NOT NULL CHECK (network IN ('loopback', 'simulated')),
     seed                REAL    NOT NULL,
     planned_duration_ms REAL    NOT NULL CHECK (planned_duration_ms >= 0),
     cut_at_ms           REAL,
     restore_at_ms       REAL,
     started_at_utc      TEXT    NOT NULL,
     capture_file        TEXT,
     parameters          TEXT    NOT NULL CHECK (json_type(parameters) = 'object'),
     cpu_model           TEXT    NOT NULL,
     cores               INTEGER NOT NULL,
     memory_mib          REAL    NOT NULL,
     kernel              TEXT    NOT NULL,
     node_version        TEXT    NOT NULL,
     platform            TEXT    NOT NULL,
     architecture        TEXT    NOT NULL,
     git_commit          TEXT,
     git_dirty           INTEGER NOT NULL CHECK (git_dirty IN (0, 1)),
     sigbed_version      TEXT    NOT NULL,
     last_written_at_utc TEXT    NOT NULL,
     finished_at_utc     TEXT,
     outcome             TEXT    CHECK (outcome IN ('completed', 'interrupted', 'failed')),
     verdict             TEXT    CHECK (verdict IN ('pass', 'fail')),
     reasons             TEXT    NOT NULL DEFAULT '[]' CHECK (json_type(reasons) = 'array'),
     CHECK ((outcome IS NULL) = (finished_at_utc IS NULL))
   ) STRICT;

   CREATE TABLE offered_flow (
     run_id             INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow               TEXT    NOT NULL,
     offered_per_second REAL    NOT NULL CHECK (offered_per_second >= 0),
     ordinal            INTEGER NOT NULL,
     PRIMARY KEY (run_id, flow)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE interval_sample (
     run_id     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow       TEXT    NOT NULL,
     from_ms    REAL    NOT NULL,
     to_ms      REAL    NOT NULL CHECK (to_ms > from_ms),
     offered    INTEGER NOT NULL,
     delivered  INTEGER NOT NULL,
     p50_us     REAL    NOT NULL,
     p99_us     REAL    NOT NULL,
     maximum_us REAL    NOT NULL,
     late_sends INTEGER NOT NULL,
     PRIMARY KEY (run_id, flow, from_ms)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE path_event (
     run_id         INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     ordinal        INTEGER NOT NULL,
     at_ms          REAL    NOT NULL,
     node           TEXT    NOT NULL,
     association    TEXT    NOT NULL,
     local_address  TEXT    NOT NULL,
     remote_address TEXT    NOT NULL,
     state          TEXT    NOT NULL CHECK (state IN ('unconfirmed', 'active', 'potentially-failed', 'inactive')),
     reason         TEXT    NOT NULL,
     rto_ms         REAL    NOT NULL,
     PRIMARY KEY (run_id, ordinal)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE run_event (
     run_id  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     ordinal INTEGER NOT NULL,
     at_ms   REAL    NOT NULL,
     node    TEXT    NOT NULL,
     kind    TEXT    NOT NULL,
     detail  TEXT    NOT NULL,
     PRIMARY KEY (run_id, ordinal)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE phase_latency (
     run_id    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow      TEXT    NOT NULL,
     phase     TEXT    NOT NULL CHECK (phase IN ('before', 'during', 'after')),
     histogram BLOB    NOT NULL,
     PRIMARY KEY (run_id, flow, phase)
   ) STRICT;

   CREATE TABLE flow_audit (
     run_id     INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow       TEXT    NOT NULL,
     offered    INTEGER NOT NULL,
     delivered  INTEGER NOT NULL,
     lost       INTEGER NOT NULL,
     duplicated INTEGER NOT NULL,
     reordered  INTEGER NOT NULL,
     corrupted  INTEGER NOT NULL,
     refused    INTEGER NOT NULL,
     PRIMARY KEY (run_id, flow)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE failover_measure (
     run_id                           INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     ordinal                          INTEGER NOT NULL,
     flow                             TEXT    NOT NULL,
     node                             TEXT    NOT NULL,
     association                      TEXT    NOT NULL,
     cut_at_ms                        REAL    NOT NULL,
     first_delivery_on_alternate_ms   REAL,
     potentially_failed_ms            REAL,
     inactive_ms                      REAL,
     active_again_ms                  REAL,
     rto_at_cut_ms                    REAL    NOT NULL,
     computed_first_delivery_ms       REAL    NOT NULL,
     computed_potentially_failed_ms   REAL    NOT NULL,
     computed_inactive_ms             REAL,
     tolerance_ms                     REAL    NOT NULL,
     verdict                          TEXT    NOT NULL CHECK (verdict IN ('pass', 'fail', 'not-measured')),
     PRIMARY KEY (run_id, ordinal)
   ) STRICT, WITHOUT ROWID;`
