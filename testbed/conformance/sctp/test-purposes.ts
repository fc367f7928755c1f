/**
 * The test purposes of ETSI TS 102 369, "Conformance test specification for SCTP: Test Suite Structure and Test Purposes", by their
 * identifiers. V is valid behaviour, I invalid, O inopportune. The test of each bears its identifier as the first word of its name.
 */
export const TEST_PURPOSES: Readonly<Record<string, readonly string[]>> = {
  'association setup': of('AS', [
    'V_1_1_1 V_1_1_2 I_1_2_1 I_1_2_2 I_1_3_1 I_1_3_2 I_1_4 V_1_5_1 V_1_5_2 V_1_6_1 V_1_6_2',
    'V_1_7_1 I_1_7_2 V_1_7_3 I_1_7_4 V_1_7_5 I_1_8_1 I_1_8_2 I_1_8_3 I_1_8_4 O_1_9_1 O_1_9_2',
    'V_1_10_1 V_1_10_2 V_1_11_1 V_1_11_2 V_1_12_1 I_1_12_2 V_1_13_1 I_1_13_2 I_1_14_1 I_1_14_2 I_1_15',
  ]),
  'association termination': of('AT', [
    'V_2_2 I_2_3 I_2_4 I_2_5 V_2_6 I_2_7_1 I_2_7_2 I_2_7_3 I_2_7_4 I_2_8 I_2_9 I_2_10 I_2_11 I_2_12 I_2_13 V_2_14',
  ]),
  'invalid messages': of('IMH', ['I_3_1 I_3_2 I_3_3 I_3_4 I_3_5 I_3_6 I_3_7 I_3_8 I_3_9 I_3_10']),
  'duplicate messages': of('DM', [
    'O_4_1 O_4_2_1 O_4_2_2 O_4_3 O_4_4 O_4_5 O_4_6_1 O_4_6_2 O_4_6_3 O_4_7_1 O_4_7_2 O_4_7_3 O_4_8 O_4_9 O_4_10',
  ]),
  'fault handling': of('FH', ['I_5_1_1 I_5_1_2 V_5_2 O_5_3_1 O_5_3_2 O_5_3_3 O_5_3_4 O_5_3_5']),
  errors: of('E', ['O_6_1 O_6_2 I_6_3 I_6_4 I_6_5 I_6_6']),
  'bundling of DATA with control chunks': of('BDC', ['I_7_1 I_7_2 I_7_3 V_7_4 V_7_5 V_7_6 V_7_7 V_7_8']),
  data: of('D', ['V_8_1 V_8_2 V_8_3 V_8_4 I_8_5 O_8_6 O_8_7 O_8_8 V_8_9 V_8_10 I_8_11 O_8_12 V_8_13 V_8_14 V_8_15']),
  acknowledgement: of('A', ['V_9_1 V_9_2 O_9_3']),
  miscellaneous: of('M', ['I_10_1 I_10_2 I_10_3 I_10_4']),
  'retransmission timer': of('RT', ['I_11_1 I_11_2 I_11_3']),
}

function of(group: string, numbers: readonly string[]): string[] {
  return numbers.flatMap((line) => line.split(' ')).map((number) => `SCTP_${group}_${number}`)
}
