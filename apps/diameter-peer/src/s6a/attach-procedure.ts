import { S6A_APPLICATION_ID } from 'diameter-codec'
import type { ClientProcedure, ClientSurroundings, ProcedureOutcome, RunningClient } from '../client-procedure.js'
import { counted } from '../counted.js'
import { LateSender } from '../late-sender.js'
import { Usim } from '../milenage/usim.js'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import type { AttachmentOutcome } from './attachment.js'
import { type MmeEvent, MobilityManagementEntity } from './mobility-management-entity.js'
import { accessPointNames } from './subscription-copy.js'

/** An MME that attaches sample subscribers: AIR, the card's answer, ULR. */
export const ATTACH_PROCEDURE: ClientProcedure = {
  word: 'attach',
  describe: 'attach a subscriber as an MME: AIR, the answer of his card, ULR (S6a)',
  applicationIds: [S6A_APPLICATION_ID],
  open({ destinationRealm, onEvent }: ClientSurroundings): RunningClient {
    const sender = new LateSender()
    const mme = new MobilityManagementEntity({
      sender,
      homeRealm: destinationRealm,
      network: '001-01',
      trackingArea: 1,
      maximumSubscribers: MOST_ATTACHED,
      onEvent: (event) => onEvent(event.kind, describeMmeEvent(event)),
    })
    // A card lives longer than an attachment: it remembers the sequence numbers it has seen.
    const cards = new Map<string, Usim>()
    return {
      served: [mme.served],
      connect: (to) => sender.connect(to),
      run: (index) => attachSample(index % MOST_ATTACHED, mme, cards),
    }
  },
}

function attachSample(index: number, mme: MobilityManagementEntity, cards: Map<string, Usim>): Promise<ProcedureOutcome> {
  const { imsi, key, operatorVariant } = sampleSubscriber(index)
  const card = cards.get(imsi) ?? new Usim(key, operatorVariant)
  cards.set(imsi, card)
  return new Promise((resolve) =>
    mme.attach(imsi, card, (outcome) => resolve({ ok: outcome.kind === 'attached', detail: describe(imsi, outcome) })),
  )
}

function describe(imsi: string, outcome: AttachmentOutcome): string {
  switch (outcome.kind) {
    case 'attached':
      return `${imsi} is attached${outcome.resynchronised ? ' after resynchronisation' : ''}, may use ${accessPointNames(outcome.subscription).join(', ')}`
    case 'refused':
      return `${imsi} was refused in the step of ${outcome.step}: ${outcome.text}`
    case 'not authenticated':
      return `${imsi} was not authenticated: ${outcome.why}`
  }
}

function describeMmeEvent(event: MmeEvent): string {
  switch (event.kind) {
    case 'cancelled':
      return `${event.imsi} was cancelled: ${event.type}${event.reattach ? ', and is to attach again' : ''}`
    case 'subscription changed':
      return `the subscription of ${event.imsi} changed`
    case 'home reset':
      return `the home network restarted; ${counted(event.imsis.length, 'subscriber is', 'subscribers are')} to be confirmed`
  }
}

/** As many sample subscribers as one client attaches before it begins again with the first. */
const MOST_ATTACHED = 100_000
