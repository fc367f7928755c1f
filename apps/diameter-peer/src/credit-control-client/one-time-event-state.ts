import type { AvpValue, GY } from 'diameter-codec'

export type RequestedAction = AvpValue<typeof GY.avpRows, 'Requested-Action'>
/** Direct-Debiting-Failure-Handling, DDFH (RFC 8506 §8.15). */
export type DebitingFailureHandling = AvpValue<typeof GY.avpRows, 'Direct-Debiting-Failure-Handling'>

/** The states of a one-time event at the client (RFC 8506 §7, Table 5). */
export type OneTimeEventState = 'Idle' | 'PendingE' | 'PendingB'

export type OneTimeEventTrigger =
  | 'service requested'
  | 'request in storage'
  | 'successful answer received'
  | 'failure to send'
  | 'temporary error'
  | 'failed answer received'
  | 'END_USER_SERVICE_DENIED received'
  | 'USER_UNKNOWN received'
  | 'CREDIT_CONTROL_NOT_APPLICABLE received'
  | 'Tx timer expired'

export type OneTimeEventAction =
  | 'send CC event request'
  | 'send stored request'
  | 'start Tx timer'
  | 'grant service'
  | 'indicate service error'
  | 'terminate service'
  | 'store request with T flag'
  | 'store request'
  | 'delete request'

/** One row of the table. A condition that is absent holds always; of rows whose conditions hold, the first counts. */
export interface OneTimeEventRow {
  readonly state: OneTimeEventState
  readonly triggers: readonly OneTimeEventTrigger[]
  readonly requestedActions?: readonly RequestedAction[]
  readonly failureHandling?: DebitingFailureHandling
  /** Whether Tx is still running. */
  readonly txRunning?: boolean
  readonly actions: readonly OneTimeEventAction[]
  readonly next: OneTimeEventState
}

const ENQUIRIES = ['CHECK_BALANCE', 'PRICE_ENQUIRY'] as const
const DEBIT = ['DIRECT_DEBITING'] as const
const REFUND = ['REFUND_ACCOUNT'] as const
const DENIED = ['END_USER_SERVICE_DENIED received', 'USER_UNKNOWN received'] as const
const NOT_APPLICABLE = 'CREDIT_CONTROL_NOT_APPLICABLE received'
const BUFFER = { failureHandling: 'TERMINATE_OR_BUFFER' } as const

/** RFC 8506 §7, Table 5, row by row. The last row of each group is what the table leaves out and §6.5 says. */
export const ONE_TIME_EVENT_ROWS: readonly OneTimeEventRow[] = [
  { state: 'Idle', triggers: ['service requested'], actions: ['send CC event request', 'start Tx timer'], next: 'PendingE' },
  { state: 'Idle', triggers: ['request in storage'], actions: ['send stored request'], next: 'PendingB' },
  { state: 'PendingE', triggers: ['successful answer received'], actions: ['grant service'], next: 'Idle' },
  {
    state: 'PendingE',
    triggers: ['failure to send', 'temporary error', 'failed answer received', 'Tx timer expired'],
    requestedActions: ENQUIRIES,
    actions: ['indicate service error'],
    next: 'Idle',
  },
  { state: 'PendingE', triggers: DENIED, txRunning: true, actions: ['terminate service'], next: 'Idle' },
  { state: 'PendingE', triggers: [NOT_APPLICABLE], requestedActions: DEBIT, actions: ['grant service'], next: 'Idle' },
  {
    state: 'PendingE',
    triggers: ['failure to send', 'temporary error', 'failed answer received'],
    requestedActions: DEBIT,
    failureHandling: 'CONTINUE',
    actions: ['grant service'],
    next: 'Idle',
  },
  {
    state: 'PendingE',
    triggers: ['failed answer received', 'temporary error'],
    requestedActions: DEBIT,
    ...BUFFER,
    txRunning: true,
    actions: ['terminate service'],
    next: 'Idle',
  },
  { state: 'PendingE', triggers: ['Tx timer expired'], requestedActions: DEBIT, actions: ['grant service'], next: 'PendingE' },
  {
    state: 'PendingE',
    triggers: ['failure to send'],
    requestedActions: DEBIT,
    ...BUFFER,
    actions: ['store request with T flag'],
    next: 'Idle',
  },
  {
    state: 'PendingE',
    triggers: ['temporary error'],
    requestedActions: DEBIT,
    ...BUFFER,
    txRunning: false,
    actions: ['store request'],
    next: 'Idle',
  },
  {
    state: 'PendingE',
    triggers: ['failed answer received', ...DENIED],
    requestedActions: DEBIT,
    txRunning: false,
    actions: [],
    next: 'Idle',
  },
  {
    state: 'PendingE',
    triggers: ['failed answer received'],
    requestedActions: REFUND,
    actions: ['indicate service error', 'delete request'],
    next: 'Idle',
  },
  {
    state: 'PendingE',
    triggers: ['failure to send', 'Tx timer expired'],
    requestedActions: REFUND,
    actions: ['store request with T flag'],
    next: 'Idle',
  },
  { state: 'PendingE', triggers: ['temporary error'], requestedActions: REFUND, actions: ['store request'], next: 'Idle' },
  // Not in the table: an answer that fits no row before tells the user that there is no service.
  { state: 'PendingE', triggers: [...DENIED, NOT_APPLICABLE], actions: ['indicate service error'], next: 'Idle' },
  { state: 'PendingB', triggers: ['successful answer received'], actions: ['delete request'], next: 'Idle' },
  {
    state: 'PendingB',
    triggers: ['failed answer received', ...DENIED, NOT_APPLICABLE],
    actions: ['delete request'],
    next: 'Idle',
  },
  { state: 'PendingB', triggers: ['failure to send', 'temporary error'], actions: [], next: 'Idle' },
]

/** The row that says what happens; null for a trigger the table does not list in this state. */
export function oneTimeEventRow(
  state: OneTimeEventState,
  trigger: OneTimeEventTrigger,
  requestedAction: RequestedAction,
  failureHandling: DebitingFailureHandling,
  txRunning: boolean,
): OneTimeEventRow | null {
  return (
    ONE_TIME_EVENT_ROWS.find(
      (row) =>
        row.state === state &&
        row.triggers.includes(trigger) &&
        (row.requestedActions === undefined || row.requestedActions.includes(requestedAction)) &&
        (row.failureHandling === undefined || row.failureHandling === failureHandling) &&
        (row.txRunning === undefined || row.txRunning === txRunning),
    ) ?? null
  )
}
