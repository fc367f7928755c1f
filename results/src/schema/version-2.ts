/**
 * From version 1 to version 2: runs of any lab, with their scenario, faults, path samples, expectations and tags.
 *
 * A CHECK cannot be taken from a table. `run`, whose one allowed two networks only, is therefore made anew: new table, rows over, old table
 * away, new one renamed. References by name from other tables then mean the new one; `migrations.ts` sees to it that no row is lost with
 * the old one, and checks every reference.
 *
 * An identity tells a run from all others, in whatever database it is. Runs of version 1 have none yet: theirs is made of what is in them, so
 * that two copies of one database give the same run the same identity.
 */
export const VERSION_2 = `
  CREATE TABLE run_of_version_2 (
    run_id              INTEGER PRIMARY KEY AUTOINCREMENT,
    identity            TEXT    NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    scenario            TEXT    NOT NULL,
    scenario_text       TEXT,
    profile             TEXT    NOT NULL,
    network             TEXT    NOT NULL,
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

  INSERT INTO run_of_version_2
  SELECT run_id,
    printf('%s %s %s %s %.17g %s %s', started_at_utc, scenario, profile, network, seed, cpu_model,
      ROW_NUMBER() OVER (PARTITION BY started_at_utc, scenario, profile, network, seed, cpu_model ORDER BY run_id)),
    scenario, NULL, profile, network, seed, planned_duration_ms, cut_at_ms, restore_at_ms, started_at_utc, capture_file, parameters,
    cpu_model, cores, memory_mib, kernel, node_version, platform, architecture, git_commit, git_dirty, sigbed_version,
    last_written_at_utc, finished_at_utc, outcome, verdict, reasons
  FROM run ORDER BY run_id;

  -- The number of a run that was deleted is never given again.
  DELETE FROM sqlite_sequence WHERE name = 'run_of_version_2';
  INSERT INTO sqlite_sequence (name, seq) SELECT 'run_of_version_2', seq FROM sqlite_sequence WHERE name = 'run';

  DROP TABLE run;
  ALTER TABLE run_of_version_2 RENAME TO run;

  ALTER TABLE interval_sample ADD COLUMN histogram BLOB;
  ALTER TABLE failover_measure ADD COLUMN drained_ms REAL;

  CREATE TABLE run_tag (
    run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    tag    TEXT    NOT NULL,
    PRIMARY KEY (run_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_tag_by_tag ON run_tag (tag);

  CREATE TABLE run_fault (
    run_id  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    at_ms   REAL    NOT NULL,
    text    TEXT    NOT NULL,
    effect  TEXT    NOT NULL CHECK (effect IN ('breaks', 'mends')),
    PRIMARY KEY (run_id, ordinal)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE expectation (
    run_id  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text    TEXT    NOT NULL,
    met     INTEGER CHECK (met IN (0, 1)),
    seen    TEXT    NOT NULL,
    PRIMARY KEY (run_id, ordinal)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE processor_time (
    run_id    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    node      TEXT    NOT NULL,
    user_ms   REAL    NOT NULL,
    system_ms REAL    NOT NULL,
    PRIMARY KEY (run_id, node)
  ) STRICT, WITHOUT ROWID;

  -- A path by its number within the run, so that a sample of it, ten a second, need not spell it out.
  CREATE TABLE sampled_path (
    run_id         INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    path           INTEGER NOT NULL,
    node           TEXT    NOT NULL,
    association    TEXT    NOT NULL,
    local_address  TEXT    NOT NULL,
    remote_address TEXT    NOT NULL,
    PRIMARY KEY (run_id, path),
    UNIQUE (run_id, node, association, local_address, remote_address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE path_sample (
    run_id                 INTEGER NOT NULL,
    path                   INTEGER NOT NULL,
    ordinal                INTEGER NOT NULL,
    at_ms                  REAL    NOT NULL,
    state                  TEXT    NOT NULL CHECK (state IN ('unconfirmed', 'active', 'potentially-failed', 'inactive')),
    carries_data           INTEGER NOT NULL CHECK (carries_data IN (0, 1)),
    rto_ms                 REAL    NOT NULL,
    smoothed_round_trip_ms REAL,
    congestion_window      INTEGER NOT NULL,
    outstanding_octets     INTEGER NOT NULL,
    PRIMARY KEY (run_id, path, ordinal),
    FOREIGN KEY (run_id, path) REFERENCES sampled_path ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;`
