/** A test purpose that RFC 9260 does not let stand as it is written, for an older text of the protocol. */
export interface Exception {
  readonly purpose: string
  /** False: there is no test for it. True: it is tested for what the RFC has instead. */
  readonly tested: boolean
  /** What the purpose asks for and what the RFC says, with the section that decides. */
  readonly reason: string
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    purpose: 'SCTP_AS_V_1_6_2',
    tested: true,
    reason: 'It puts a Cookie Preservative into an INIT ACK; §3.3.3 does not list it among the parameters of one, so it is left out.',
  },
  {
    purpose: 'SCTP_AS_V_1_12_1',
    tested: true,
    reason: 'It has the host name of an INIT resolved; §3.3.2.1.4 has deprecated host names: the receiver MUST send an ABORT.',
  },
  {
    purpose: 'SCTP_AS_I_1_12_2',
    tested: true,
    reason: 'It leaves room for a host name in an INIT ACK that can be resolved; §5.1.2 has every one answered by ABORT.',
  },
  {
    purpose: 'SCTP_AS_I_1_13_2',
    tested: true,
    reason:
      'It has an INIT refused that claims not to support the family it came by; §5.1.2 counts that family as supported, without an error.',
  },
  {
    purpose: 'SCTP_AS_I_1_14_1',
    tested: true,
    reason: 'It has an INIT with the Initiate Tag 0 answered by ABORT; by §3.3.2 the packet MUST be silently discarded.',
  },
  {
    purpose: 'SCTP_D_O_8_7',
    tested: true,
    reason: 'It has a closed window probed at once; by §6.1 A the first probe SHOULD leave one RTO after the window was found closed.',
  },
  {
    purpose: 'SCTP_D_O_8_8',
    tested: true,
    reason: 'The same: the first probe SHOULD leave after one RTO, by §6.1 A.',
  },
  {
    purpose: 'SCTP_D_V_8_15',
    tested: true,
    reason: 'It has a message longer than the receiver can hold refused by ABORT; §6.9 has it handed over in parts instead.',
  },
]
