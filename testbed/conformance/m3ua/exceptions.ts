/** A test purpose that RFC 4666 does not let stand as it is written, for an older text of the protocol, or where the RFC leaves a choice. */
export interface Exception {
  readonly purpose: string
  /** What the purpose asks for and what is held instead, with the section that decides. */
  readonly reason: string
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    purpose: 'M3UA_SGP_ASPSM_O_003',
    reason:
      'It has AS-INACTIVE notified when the only active ASP sends ASP Up; by §4.3.2 the AS is AS-PENDING first, until T(r) has run out. §4.3.4.1 names the acknowledgement before the ERR, and so do we.',
  },
  {
    purpose: 'M3UA_SGP_ASPTM_I_005',
    reason:
      '§4.3.4.3 would have "No Configured AS for ASP" here; the purpose and §3.8.1, which defines both codes, have "Invalid Routing Context".',
  },
  {
    purpose: 'M3UA_SGP_RKM_I_010',
    reason:
      'It puts a Circuit Range into the key; §3.6.1 has none any more, so that other parameters stand for what an SGP may not support.',
  },
  {
    purpose: 'M3UA_SGP_SSNM_001',
    reason:
      'It has DAUD of a congested destination answered by SCON; by §4.5.3 that goes before the message that tells whether it is available.',
  },
  {
    purpose: 'M3UA_ASP_ASPSM_O_002',
    reason: 'It leaves open whether the ASP is silent or answers by "Unexpected Message"; by §3.8.1 it MAY answer, and ours does.',
  },
  {
    purpose: 'M3UA_ASP_SSNM_001',
    reason: 'It has DUNA answered by DAUD; by §4.5.3 an audit is an option of the ASP, which ours takes after an interval without news.',
  },
  {
    purpose: 'M3UA_ASP_SSNM_005',
    reason:
      'It has SCON without a level audited; in a network without levels nothing says that the congestion is over (§4.5.3), so that ours audits a level only.',
  },
  {
    purpose: 'M3UA_ASP_SSNM_007',
    reason:
      'It has DUPU answered by DAUD; by §4.5.2 DUPU says nothing of the destination itself, and §4.5.3 does not name it among the reasons to audit.',
  },
]
