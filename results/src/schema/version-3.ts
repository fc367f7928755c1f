/** From version 2 to version 3: what servers saw of the requests of a flow. Flows without servers have none. */
export const VERSION_3 = `
  CREATE TABLE request_audit (
    run_id                 INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    flow                   TEXT    NOT NULL,
    arrived                INTEGER NOT NULL,
    marked                 INTEGER NOT NULL,
    arrived_again          INTEGER NOT NULL,
    arrived_again_unmarked INTEGER NOT NULL,
    carried_out_again      INTEGER NOT NULL,
    PRIMARY KEY (run_id, flow)
  ) STRICT, WITHOUT ROWID;`
