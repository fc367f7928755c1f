/**
 * The test purposes of ETSI TS 102 381, "SS7 Message Transfer Part 3 - User Adaptation Layer; Test Suite Structure and Test Purposes", by
 * their identifiers, as far as they are held here: where the numbers have gaps there is no test. V is valid behaviour, I invalid, O
 * inopportune; SSNM has numbers alone. The test of each bears its identifier as the first word of its name.
 */
export const TEST_PURPOSES: Readonly<Record<string, readonly string[]>> = {
  'SGP, ASP state maintenance': of('SGP_ASPSM', 'V_001 V_003 V_005 V_009 I_001 I_002 I_003 I_004 O_001 O_003 O_004'),
  'SGP, ASP traffic maintenance': of(
    'SGP_ASPTM',
    'V_001 V_003 V_005 V_006 V_008 V_010 V_011 V_013 V_014 V_015 I_001 I_003 I_004 I_005 I_006 I_008 I_009 I_010 O_001 O_003',
  ),
  'SGP, message transfer': of('SGP_MTR', 'V_001 V_002 V_002_ALTERNATE V_003 V_003_ALTERNATE V_004 I_001 I_002 I_003'),
  'SGP, routing key management': of(
    'SGP_RKM',
    'V_001 V_002 V_003 V_004 I_003 I_004 I_005 I_006 I_007 I_008 I_009 I_010 I_011 I_012 I_013 I_014 I_015 I_017 I_018',
    'I_020 I_021 I_022 I_023',
  ),
  'SGP, signalling network management': of('SGP_SSNM', '001 002 003 004 005'),
  'ASP, ASP state maintenance': of('ASP_ASPSM', 'V_002 V_005 V_005_ALTERNATE I_001 I_002 I_002_ALTERNATE I_003 O_001 O_002'),
  'ASP, ASP traffic maintenance': of('ASP_ASPTM', 'V_001 V_002 V_005 V_007 V_008 I_001 I_002 I_003 O_001'),
  'ASP, message transfer': of('ASP_MTR', 'V_001 V_002 V_003 I_001 I_002 I_003'),
  'ASP, routing key management': of('ASP_RKM', 'V_002 V_003 V_004 I_001'),
  'ASP, signalling network management': of('ASP_SSNM', '001 002 003 004 005 006 007 008'),
}

function of(group: string, ...numbers: readonly string[]): string[] {
  return numbers.flatMap((line) => line.split(' ')).map((number) => `M3UA_${group}_${number}`)
}
