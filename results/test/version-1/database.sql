PRAGMA foreign_keys=OFF;
PRAGMA application_id=1397178948;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE run (
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
INSERT INTO run VALUES(1,'two-homed-failover','telecom','simulated',7.0,2000.0,500.0,1500.0,'2025-01-07T03:45:53.940Z',NULL,'{"rtoInitialMs":120,"rtoMinMs":120,"rtoMaxMs":800,"maxBurst":4,"validCookieLifeMs":60000,"associationMaxRetrans":8,"pathMaxRetrans":3,"maxInitRetransmits":8,"heartbeatIntervalMs":1000,"heartbeatMaxBurst":1,"sackDelayMs":20,"potentiallyFailed":true,"potentiallyFailedMaxRetrans":0,"primarySwitchoverMaxRetrans":null,"pathMtu":1500,"outboundStreams":32,"inboundStreams":2048,"autocloseMs":0,"receiveBufferOctets":1048576,"sendBufferOctets":4194304,"largestMessageOctets":262144}','AMD EPYC',2,24104.0,'Linux 6.1.0','20.20.2','linux','x64','b2af4496c2538cb186114d0a994d553c8e455f85',0,'0.1.0','2025-01-07T03:45:54.027Z','2025-01-07T03:45:54.027Z','completed','pass','[]');
INSERT INTO run VALUES(2,'two-homed-failover','rfc9260','simulated',8.0,3000.0,500.0,1000.0,'2025-01-07T03:45:54.907Z',NULL,'{"rtoInitialMs":1000,"rtoMinMs":1000,"rtoMaxMs":60000,"maxBurst":4,"validCookieLifeMs":60000,"associationMaxRetrans":10,"pathMaxRetrans":5,"maxInitRetransmits":8,"heartbeatIntervalMs":30000,"heartbeatMaxBurst":1,"sackDelayMs":200,"potentiallyFailed":true,"potentiallyFailedMaxRetrans":0,"primarySwitchoverMaxRetrans":null,"pathMtu":1500,"outboundStreams":32,"inboundStreams":2048,"autocloseMs":0,"receiveBufferOctets":1048576,"sendBufferOctets":4194304,"largestMessageOctets":262144}','AMD EPYC',2,24104.0,'Linux 6.1.0','20.20.2','linux','x64','b2af4496c2538cb186114d0a994d553c8e455f85',0,'0.1.0','2025-01-07T03:45:54.961Z','2025-01-07T03:45:54.961Z','completed',NULL,'["no failover was measured"]');
INSERT INTO run VALUES(3,'two-homed-failover','telecom','simulated',9.0,2000.0,500.0,1500.0,'2025-01-07T03:45:55.900Z',NULL,'{"rtoInitialMs":120,"rtoMinMs":120,"rtoMaxMs":800,"maxBurst":4,"validCookieLifeMs":60000,"associationMaxRetrans":8,"pathMaxRetrans":3,"maxInitRetransmits":8,"heartbeatIntervalMs":1000,"heartbeatMaxBurst":1,"sackDelayMs":20,"potentiallyFailed":true,"potentiallyFailedMaxRetrans":0,"primarySwitchoverMaxRetrans":null,"pathMtu":1500,"outboundStreams":32,"inboundStreams":2048,"autocloseMs":0,"receiveBufferOctets":1048576,"sendBufferOctets":4194304,"largestMessageOctets":262144}','AMD EPYC',2,24104.0,'Linux 6.1.0','20.20.2','linux','x64','b2af4496c2538cb186114d0a994d553c8e455f85',0,'0.1.0','2025-01-07T03:45:55.971Z',NULL,NULL,NULL,'[]');
CREATE TABLE offered_flow (
     run_id             INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow               TEXT    NOT NULL,
     offered_per_second REAL    NOT NULL CHECK (offered_per_second >= 0),
     ordinal            INTEGER NOT NULL,
     PRIMARY KEY (run_id, flow)
   ) STRICT, WITHOUT ROWID;
INSERT INTO offered_flow VALUES(1,'diameter',10.0,1);
INSERT INTO offered_flow VALUES(1,'m3ua',40.0,0);
INSERT INTO offered_flow VALUES(2,'m3ua',20.0,0);
INSERT INTO offered_flow VALUES(3,'m3ua',20.0,0);
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
INSERT INTO interval_sample VALUES(1,'diameter',0.0,100.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',100.0,200.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',200.0,300.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',300.0,400.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',400.0,500.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',500.0,600.0,1,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',600.0,700.0,1,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',700.0,800.0,1,3,140287.0,240200.0,240200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',800.0,900.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',900.0,1000.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1000.0,1100.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1100.0,1200.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1200.0,1300.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1300.0,1400.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1400.0,1500.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1500.0,1600.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1600.0,1700.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1700.0,1800.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1800.0,1900.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'diameter',1900.0,2000.0,1,1,200.0,200.0,200.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',0.0,100.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',100.0,200.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',200.0,300.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',300.0,400.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',400.0,500.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',500.0,600.0,4,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',600.0,700.0,4,8,20111.0,120100.0,120100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',700.0,800.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',800.0,900.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',900.0,1000.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1000.0,1100.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1100.0,1200.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1200.0,1300.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1300.0,1400.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1400.0,1500.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1500.0,1600.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1600.0,1700.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1700.0,1800.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1800.0,1900.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(1,'m3ua',1900.0,2000.0,4,4,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',0.0,100.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',100.0,200.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',200.0,300.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',300.0,400.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',400.0,500.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',500.0,600.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',600.0,700.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',700.0,800.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',800.0,900.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',900.0,1000.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1000.0,1100.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1100.0,1200.0,2,12,300543.0,600300.0,600300.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1200.0,1300.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1300.0,1400.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1400.0,1500.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1500.0,1600.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1600.0,1700.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1700.0,1800.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1800.0,1900.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',1900.0,2000.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2000.0,2100.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2100.0,2200.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2200.0,2300.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2300.0,2400.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2400.0,2500.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2500.0,2600.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2600.0,2700.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2700.0,2800.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2800.0,2900.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(2,'m3ua',2900.0,3000.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',0.0,100.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',100.0,200.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',200.0,300.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',300.0,400.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',400.0,500.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',500.0,600.0,2,0,0.0,0.0,0.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',600.0,700.0,2,4,20111.0,120100.0,120100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',700.0,800.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',800.0,900.0,2,2,100.0,100.0,100.0,0);
INSERT INTO interval_sample VALUES(3,'m3ua',900.0,1000.0,2,2,100.0,100.0,100.0,0);
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
INSERT INTO path_event VALUES(1,0,-119999.5,'east','m3ua','127.0.2.2','127.0.2.1','active','confirmed by HEARTBEAT ACK',120.0);
INSERT INTO path_event VALUES(1,1,-119994.10000000000582,'east','diameter','127.0.2.2','127.0.2.1','active','confirmed by HEARTBEAT ACK',120.0);
INSERT INTO path_event VALUES(1,2,620.0,'west','diameter','127.0.1.1','127.0.1.2','potentially-failed','T3-rtx expired',240.0);
INSERT INTO path_event VALUES(1,3,620.0,'west','m3ua','127.0.1.1','127.0.1.2','potentially-failed','T3-rtx expired',240.0);
INSERT INTO path_event VALUES(1,4,740.10000000000002273,'east','diameter','127.0.1.2','127.0.1.1','potentially-failed','T3-rtx expired',240.0);
INSERT INTO path_event VALUES(1,5,1194.7482475057242936,'east','m3ua','127.0.1.2','127.0.1.1','potentially-failed','HEARTBEAT unanswered',240.0);
INSERT INTO path_event VALUES(1,6,1914.9482475057241118,'east','m3ua','127.0.1.2','127.0.1.1','active','HEARTBEAT ACK',120.0);
INSERT INTO path_event VALUES(2,0,-119999.5,'east','m3ua','127.0.2.2','127.0.2.1','active','confirmed by HEARTBEAT ACK',1000.0);
INSERT INTO path_event VALUES(3,0,-119999.5,'east','m3ua','127.0.2.2','127.0.2.1','active','confirmed by HEARTBEAT ACK',120.0);
INSERT INTO path_event VALUES(3,1,620.0,'west','m3ua','127.0.1.1','127.0.1.2','potentially-failed','T3-rtx expired',240.0);
INSERT INTO path_event VALUES(3,2,1210.960406062751872,'east','m3ua','127.0.1.2','127.0.1.1','potentially-failed','HEARTBEAT unanswered',240.0);
INSERT INTO path_event VALUES(3,3,1931.16040606275169,'east','m3ua','127.0.1.2','127.0.1.1','active','HEARTBEAT ACK',120.0);
CREATE TABLE run_event (
     run_id  INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     ordinal INTEGER NOT NULL,
     at_ms   REAL    NOT NULL,
     node    TEXT    NOT NULL,
     kind    TEXT    NOT NULL,
     detail  TEXT    NOT NULL,
     PRIMARY KEY (run_id, ordinal)
   ) STRICT, WITHOUT ROWID;
INSERT INTO run_event VALUES(1,0,-119999.69999999999709,'east','communication-up','m3ua');
INSERT INTO run_event VALUES(1,1,-119999.60000000000581,'west','communication-up','m3ua');
INSERT INTO run_event VALUES(1,2,-119999.5,'east','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(1,3,-119999.5,'east','as-state-change','AS 100 AS-DOWN -> AS-INACTIVE (an ASP is up)');
INSERT INTO run_event VALUES(1,4,-119999.39999999999417,'west','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(1,5,-119999.39999999999417,'west','notify-received','NTFY status 1/2');
INSERT INTO run_event VALUES(1,6,-119999.30000000000291,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(1,7,-119999.30000000000291,'east','as-state-change','AS 100 AS-INACTIVE -> AS-ACTIVE (enough ASPs are active)');
INSERT INTO run_event VALUES(1,8,-119999.19999999999709,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(1,9,-119999.19999999999709,'west','notify-received','NTFY status 1/3');
INSERT INTO run_event VALUES(1,10,-119994.60000000000582,'west','diameter-state-change','Closed -> Wait-Conn-Ack');
INSERT INTO run_event VALUES(1,11,-119994.30000000000291,'east','communication-up','diameter');
INSERT INTO run_event VALUES(1,12,-119994.19999999999708,'west','diameter-state-change','Wait-Conn-Ack -> Wait-I-CEA');
INSERT INTO run_event VALUES(1,13,-119994.19999999999708,'west','communication-up','diameter');
INSERT INTO run_event VALUES(1,14,-119994.10000000000582,'east','diameter-state-change','Closed -> R-Open');
INSERT INTO run_event VALUES(1,15,-119994.10000000000582,'east','diameter-watchdog-state-change','watchdog INITIAL -> OKAY');
INSERT INTO run_event VALUES(1,16,-119994.10000000000582,'east','diameter-open','capabilities exchanged with mme.west.sigbed.test');
INSERT INTO run_event VALUES(1,17,-119994.0,'west','diameter-state-change','Wait-I-CEA -> I-Open');
INSERT INTO run_event VALUES(1,18,-119994.0,'west','diameter-watchdog-state-change','watchdog INITIAL -> OKAY');
INSERT INTO run_event VALUES(1,19,-119994.0,'west','diameter-open','capabilities exchanged with eir.east.sigbed.test');
INSERT INTO run_event VALUES(1,20,0.0,'lab','traffic-start','m3ua 40/s, diameter 10/s');
INSERT INTO run_event VALUES(1,21,500.0,'lab','path-cut','path 1 is cut in both directions');
INSERT INTO run_event VALUES(1,22,620.0,'west','data-path-change','diameter data goes 127.0.2.1 - 127.0.2.2');
INSERT INTO run_event VALUES(1,23,620.0,'west','data-path-change','m3ua data goes 127.0.2.1 - 127.0.2.2');
INSERT INTO run_event VALUES(1,24,740.10000000000002273,'east','data-path-change','diameter data goes 127.0.2.2 - 127.0.2.1');
INSERT INTO run_event VALUES(1,25,1194.7482475057242936,'east','data-path-change','m3ua data goes 127.0.2.2 - 127.0.2.1');
INSERT INTO run_event VALUES(1,26,1500.0,'lab','path-restored','path 1 is back');
INSERT INTO run_event VALUES(1,27,1914.9482475057241118,'east','data-path-change','m3ua data goes 127.0.1.2 - 127.0.1.1');
INSERT INTO run_event VALUES(1,28,2000.0,'lab','traffic-end','completed');
INSERT INTO run_event VALUES(1,29,2000.0,'west','diameter-state-change','I-Open -> Closing');
INSERT INTO run_event VALUES(1,30,2000.0,'west','diameter-watchdog-state-change','watchdog OKAY -> INITIAL');
INSERT INTO run_event VALUES(1,31,2000.0999999999999089,'east','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(1,32,2000.0999999999999089,'east','as-state-change','AS 100 AS-ACTIVE -> AS-PENDING (the last active ASP is gone)');
INSERT INTO run_event VALUES(1,33,2000.0999999999999089,'east','diameter-disconnect-requested','DPR: DO_NOT_WANT_TO_TALK_TO_YOU');
INSERT INTO run_event VALUES(1,34,2000.0999999999999089,'east','diameter-state-change','R-Open -> Closing');
INSERT INTO run_event VALUES(1,35,2000.0999999999999089,'east','diameter-watchdog-state-change','watchdog OKAY -> INITIAL');
INSERT INTO run_event VALUES(1,36,2000.1999999999998181,'west','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(1,37,2000.1999999999998181,'west','notify-received','NTFY status 1/4');
INSERT INTO run_event VALUES(1,38,2000.1999999999998181,'west','diameter-state-change','Closing -> Closed');
INSERT INTO run_event VALUES(1,39,2000.1999999999998181,'west','diameter-closed','closed: stopped');
INSERT INTO run_event VALUES(1,40,2000.2999999999997271,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(1,41,2000.2999999999997271,'east','peer-shutdown','diameter');
INSERT INTO run_event VALUES(1,42,2000.3999999999996361,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(1,43,2000.3999999999996361,'west','shutdown-complete','diameter');
INSERT INTO run_event VALUES(1,44,2000.4999999999995452,'east','diameter-closed','closed: stopped-by-peer');
INSERT INTO run_event VALUES(1,45,2000.4999999999995452,'east','diameter-state-change','Closing -> Closed');
INSERT INTO run_event VALUES(1,46,2000.4999999999995452,'east','shutdown-complete','diameter');
INSERT INTO run_event VALUES(1,47,2005.099999999999909,'east','peer-shutdown','m3ua');
INSERT INTO run_event VALUES(1,48,2005.199999999999818,'west','shutdown-complete','m3ua');
INSERT INTO run_event VALUES(1,49,2005.199999999999818,'lab','generator','sound: the generator kept its schedule');
INSERT INTO run_event VALUES(2,0,-119999.69999999999709,'east','communication-up','m3ua');
INSERT INTO run_event VALUES(2,1,-119999.60000000000581,'west','communication-up','m3ua');
INSERT INTO run_event VALUES(2,2,-119999.5,'east','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(2,3,-119999.5,'east','as-state-change','AS 100 AS-DOWN -> AS-INACTIVE (an ASP is up)');
INSERT INTO run_event VALUES(2,4,-119999.39999999999417,'west','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(2,5,-119999.39999999999417,'west','notify-received','NTFY status 1/2');
INSERT INTO run_event VALUES(2,6,-119999.30000000000291,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(2,7,-119999.30000000000291,'east','as-state-change','AS 100 AS-INACTIVE -> AS-ACTIVE (enough ASPs are active)');
INSERT INTO run_event VALUES(2,8,-119999.19999999999709,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(2,9,-119999.19999999999709,'west','notify-received','NTFY status 1/3');
INSERT INTO run_event VALUES(2,10,0.0,'lab','traffic-start','m3ua 20/s');
INSERT INTO run_event VALUES(2,11,500.0,'lab','path-cut','path 1 is cut in both directions');
INSERT INTO run_event VALUES(2,12,1000.0,'lab','path-restored','path 1 is back');
INSERT INTO run_event VALUES(2,13,3000.0,'lab','traffic-end','completed');
INSERT INTO run_event VALUES(2,14,3000.0999999999999089,'east','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(2,15,3000.0999999999999089,'east','as-state-change','AS 100 AS-ACTIVE -> AS-PENDING (the last active ASP is gone)');
INSERT INTO run_event VALUES(2,16,3000.1999999999998181,'west','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(2,17,3000.1999999999998181,'west','notify-received','NTFY status 1/4');
INSERT INTO run_event VALUES(2,18,3000.2999999999997271,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(2,19,3000.3999999999996361,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(2,20,3005.099999999999909,'east','peer-shutdown','m3ua');
INSERT INTO run_event VALUES(2,21,3005.199999999999818,'west','shutdown-complete','m3ua');
INSERT INTO run_event VALUES(2,22,3005.199999999999818,'lab','generator','sound: the generator kept its schedule');
INSERT INTO run_event VALUES(3,0,-119999.69999999999709,'east','communication-up','m3ua');
INSERT INTO run_event VALUES(3,1,-119999.60000000000581,'west','communication-up','m3ua');
INSERT INTO run_event VALUES(3,2,-119999.5,'east','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(3,3,-119999.5,'east','as-state-change','AS 100 AS-DOWN -> AS-INACTIVE (an ASP is up)');
INSERT INTO run_event VALUES(3,4,-119999.39999999999417,'west','asp-state-change','ASP ASP-DOWN -> ASP-INACTIVE (ASP Up)');
INSERT INTO run_event VALUES(3,5,-119999.39999999999417,'west','notify-received','NTFY status 1/2');
INSERT INTO run_event VALUES(3,6,-119999.30000000000291,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(3,7,-119999.30000000000291,'east','as-state-change','AS 100 AS-INACTIVE -> AS-ACTIVE (enough ASPs are active)');
INSERT INTO run_event VALUES(3,8,-119999.19999999999709,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-ACTIVE (ASP Active)');
INSERT INTO run_event VALUES(3,9,-119999.19999999999709,'west','notify-received','NTFY status 1/3');
INSERT INTO run_event VALUES(3,10,0.0,'lab','traffic-start','m3ua 20/s');
INSERT INTO run_event VALUES(3,11,500.0,'lab','path-cut','path 1 is cut in both directions');
INSERT INTO run_event VALUES(3,12,620.0,'west','data-path-change','m3ua data goes 127.0.2.1 - 127.0.2.2');
INSERT INTO run_event VALUES(3,13,1210.960406062751872,'east','data-path-change','m3ua data goes 127.0.2.2 - 127.0.2.1');
INSERT INTO run_event VALUES(3,14,1500.0,'lab','path-restored','path 1 is back');
INSERT INTO run_event VALUES(3,15,1931.16040606275169,'east','data-path-change','m3ua data goes 127.0.1.2 - 127.0.1.1');
INSERT INTO run_event VALUES(3,16,2000.0,'lab','traffic-end','completed');
INSERT INTO run_event VALUES(3,17,2000.0999999999999089,'east','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(3,18,2000.0999999999999089,'east','as-state-change','AS 100 AS-ACTIVE -> AS-PENDING (the last active ASP is gone)');
INSERT INTO run_event VALUES(3,19,2000.1999999999998181,'west','asp-state-change','ASP ASP-ACTIVE -> ASP-INACTIVE (ASP Inactive)');
INSERT INTO run_event VALUES(3,20,2000.1999999999998181,'west','notify-received','NTFY status 1/4');
INSERT INTO run_event VALUES(3,21,2000.2999999999997271,'east','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(3,22,2000.3999999999996361,'west','asp-state-change','ASP ASP-INACTIVE -> ASP-DOWN (ASP Down)');
INSERT INTO run_event VALUES(3,23,2005.099999999999909,'east','peer-shutdown','m3ua');
INSERT INTO run_event VALUES(3,24,2005.199999999999818,'west','shutdown-complete','m3ua');
INSERT INTO run_event VALUES(3,25,2005.199999999999818,'lab','generator','sound: the generator kept its schedule');
CREATE TABLE phase_latency (
     run_id    INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
     flow      TEXT    NOT NULL,
     phase     TEXT    NOT NULL CHECK (phase IN ('before', 'during', 'after')),
     histogram BLOB    NOT NULL,
     PRIMARY KEY (run_id, flow, phase)
   ) STRICT;
INSERT INTO phase_latency VALUES(1,'m3ua','before',X'010b809c9c39006464d00f28');
INSERT INTO phase_latency VALUES(1,'m3ua','during',X'010b809c9c390064a4aa07d0cd1546855202af1202890b028906028b0602');
INSERT INTO phase_latency VALUES(1,'diameter','before',X'010b809c9c3900c801c801e8070a');
INSERT INTO phase_latency VALUES(1,'diameter','during',X'010b809c9c3900c801c8d40ef0e0190ebd6002bb1d02970c02');
INSERT INTO phase_latency VALUES(1,'m3ua','after',X'010b809c9c39006464d00f28');
INSERT INTO phase_latency VALUES(1,'diameter','after',X'010b809c9c3900c801c801e8070a');
INSERT INTO phase_latency VALUES(2,'m3ua','before',X'010b809c9c39006464e80714');
INSERT INTO phase_latency VALUES(2,'m3ua','during',X'010b809c9c39009c9609ecd124a888e501028906028b0602e103028303028303028303028503029d0202c10102');
INSERT INTO phase_latency VALUES(2,'m3ua','after',X'010b809c9c39006464a01f50');
INSERT INTO phase_latency VALUES(3,'m3ua','before',X'010b809c9c39006464e80714');
INSERT INTO phase_latency VALUES(3,'m3ua','during',X'010b809c9c390064a4aa07a0f80c22855202bb1d02970c02');
INSERT INTO phase_latency VALUES(3,'m3ua','after',X'010b809c9c39006464e80714');
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
INSERT INTO flow_audit VALUES(1,'diameter',20,20,0,0,0,0,0);
INSERT INTO flow_audit VALUES(1,'m3ua',80,80,0,0,0,0,0);
INSERT INTO flow_audit VALUES(2,'m3ua',60,60,0,0,0,0,0);
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
   ) STRICT, WITHOUT ROWID;
INSERT INTO failover_measure VALUES(1,0,'m3ua','west','m3ua',500.0,120.10000000000002274,120.0,NULL,NULL,120.0,120.0,120.0,1640.0,170.0,'pass');
INSERT INTO failover_measure VALUES(1,1,'diameter','west','diameter',500.0,120.10000000000002274,120.0,NULL,NULL,120.0,120.0,120.0,1640.0,170.0,'pass');
INSERT INTO failover_measure VALUES(1,2,'diameter','east','diameter',500.0,240.20000000000004548,240.10000000000002273,NULL,NULL,120.0,120.0,120.0,1640.0,170.0,'pass');
INSERT INTO failover_measure VALUES(2,0,'m3ua','west','m3ua',500.0,NULL,NULL,NULL,NULL,1000.0,1000.0,1000.0,63000.0,1050.0,'not-measured');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('run',4);
COMMIT;
