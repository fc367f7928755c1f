import { CREDIT_CONTROL_APPLICATION_ID, GX_APPLICATION_ID } from 'diameter-codec'
import type { ClientProcedure, ClientSurroundings, ProcedureOutcome, RunningClient } from '../client-procedure.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import { Gateway } from './gateway.js'
import type { GatewaySession } from './gateway-session.js'
import { sampleBearer } from './sample-bearer.js'

/** A gateway that sets up and takes down the session of a sample subscriber. */
export const BEARER_PROCEDURE: ClientProcedure = {
  word: 'bearer',
  describe: 'set up an IP-CAN session as a gateway, take its rules, and end it: CCR-I, CCR-T (Gx)',
  applicationIds: [GX_APPLICATION_ID],
  open: ({ destinationRealm }) => running((gateway, index) => bearer(gateway, destinationRealm, index)),
}

/** A gateway that charges a sample subscriber for a quota of data. */
export const CHARGE_PROCEDURE: ClientProcedure = {
  word: 'charge',
  describe: 'charge a session as a gateway, one quota of rating group 10: CCR-I, CCR-U, CCR-T (Gy)',
  applicationIds: [CREDIT_CONTROL_APPLICATION_ID],
  open: (given) => running((gateway, index) => charge(gateway, given, index)),
}

function running(run: (gateway: Gateway, index: number) => Promise<ProcedureOutcome>): RunningClient {
  const gateway = new Gateway()
  return { served: gateway.applications, connect: (sender) => gateway.connect(sender), run: (index) => run(gateway, index) }
}

function bearer(gateway: Gateway, destinationRealm: string, index: number): Promise<ProcedureOutcome> {
  const { imsi, describing } = sampleBearer(index, 0)
  let rules: readonly string[] = []
  return new Promise((resolve) => {
    const session: GatewaySession = gateway.establish({
      destinationRealm,
      describing,
      checkRule: () => null,
      onRules: (names) => {
        rules = names
      },
      onOpen: () => session.terminate(),
      onEnd: (reason) => resolve({ ok: reason === 'terminated', detail: `${imsi}: ${reason}, rules: ${rules.join(', ') || 'none'}` }),
    })
  })
}

function charge(gateway: Gateway, { surroundings, destinationRealm }: ClientSurroundings, index: number): Promise<ProcedureOutcome> {
  const { imsi } = sampleSubscriber(index)
  let quotas = 0
  return new Promise((resolve) => {
    const session = gateway.charge([RATING_GROUP], {
      surroundings,
      serviceContextId: '32251@3gpp.org',
      destinationRealm,
      serverHost: null,
      backupServerHost: null,
      describing: [subscription(imsi)],
      wallClockS: () => Math.trunc(Date.now() / 1000),
      failureHandling: 'TERMINATE',
      txMs: 10_000,
      onAccess: () => {},
      onQuota: (ratingGroup) => {
        if (++quotas === 1) session.use(ratingGroup, session.quota(ratingGroup)!.remaining)
        else session.terminate()
      },
      onEnd: (granted, reason) =>
        resolve({ ok: !granted && quotas > 0 && reason === ENDED_WELL, detail: `${imsi}: ${quotas} quotas, ${reason}` }),
    })
  })
}

function subscription(imsi: string): GyAvp {
  return {
    name: 'Subscription-Id',
    value: [
      { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
      { name: 'Subscription-Id-Data', value: imsi },
    ],
  }
}

const RATING_GROUP = 10
const ENDED_WELL = 'successful answer received'
