import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SignallingGatewayConfiguration } from '@sigbed/m3ua'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AspChild } from './dying-asps/asp-child.js'
import { auditDeliveries, type DeliveryAudit, readDeliveries } from './dying-asps/delivery-audit.js'
import { LoadedGateway } from './dying-asps/loaded-gateway.js'
import { ASP_ADDRESSES } from './dying-asps/scenario.js'

/**
 * Three ASPs share the load of an AS, 5,000 messages a second for a minute. Every five seconds the process of one is killed, and started
 * again two seconds later. Each message is numbered; each ASP writes down what it is handed before SCTP acknowledges it. So every number
 * can be accounted for at the end: it arrived, or the gateway has said that it may not have.
 *
 * SCTP notices a death within 0.55 s, before the process is back. Were it back sooner, it would be given a share of the SLSs of its own dead
 * association: every message would be accounted for all the same, but those still waiting there would be overtaken.
 */
const RATE_PER_SECOND = 5000
const DURATION_MS = 60_000
const KILL_EVERY_MS = 5000
const START_AGAIN_MS = 2000
/** The last one to die is back before the load ends. */
const KILLS = Math.floor((DURATION_MS - START_AGAIN_MS) / KILL_EVERY_MS)

let folder = ''
let asps: AspChild[] = []
let gateway: LoadedGateway
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-dying-asps-'))
  asps = ASP_ADDRESSES.map((address) => new AspChild(address, folder))
})
afterEach(async () => {
  await Promise.all(asps.map((asp) => asp.kill()))
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an AS whose ASPs die', { timeout: 3 * DURATION_MS }, () => {
  it('delivers every message once at most, and tells of every one that it may not have delivered', async () => {
    const audit = await killUnderLoad({})
    const { statistics, reported } = gateway
    expect(unaccounted(audit)).toEqual([])
    expect([...audit.duplicated]).toEqual([])
    expect(reported.size).toBe(statistics.unacknowledged + statistics.undeliverable)
    // Only what was under way to the one that died: less than a second of a third of the load, each time.
    expect(gateway.offered - audit.delivered.size).toBeLessThan((KILLS * RATE_PER_SECOND) / ASP_ADDRESSES.length)
  })

  it('delivers every message when it is told to send again, and twice only what it has sent again', async () => {
    const audit = await killUnderLoad({ redistributeUnacknowledged: true })
    expect(unaccounted(audit)).toEqual([])
    expect(audit.duplicated.size).toBeLessThanOrEqual(gateway.statistics.redistributed)
    expect(gateway.offered - audit.delivered.size).toBe(gateway.refused.size + gateway.reported.size)
  })
})

/** The whole minute, and all that holds whatever the configuration. */
async function killUnderLoad(configuration: Partial<SignallingGatewayConfiguration>): Promise<DeliveryAudit> {
  gateway = await LoadedGateway.open(configuration)
  for (const asp of asps) asp.start()
  await gateway.waitForActive(asps.length)
  await Promise.all([gateway.offer((RATE_PER_SECOND * DURATION_MS) / 1000, RATE_PER_SECOND), killInTurn()])
  await gateway.waitForActive(asps.length)
  await sleep(UNDER_WAY_MS)

  // Nothing is left behind: no association of the dead, none at all when all have taken their leave, and no complaint of any process.
  expect(gateway.associations).toBe(asps.length)
  await Promise.all(asps.map((asp) => asp.stop()))
  await gateway.waitForAssociations(0)
  expect(gateway.activeAsps).toBe(0)
  expect(asps.flatMap(({ complaints }) => complaints)).toEqual([])

  const lives = asps.flatMap(({ recordFiles }) => recordFiles).filter((file) => existsSync(file))
  expect(lives).toHaveLength(asps.length + KILLS)
  const audit = auditDeliveries(lives.map(readDeliveries))
  report(audit)
  expect(audit.reorderedWithinAnAsp).toBe(0)
  // Two associations keep no order between them: what is under way to one ASP may be overtaken when another takes its SLS over alive.
  expect(
    audit.reordered.filter(({ atMs }) => !gateway.joinedAtMs.some((joined) => atMs >= joined && atMs < joined + UNDER_WAY_MS)),
  ).toEqual([])
  return audit
}

async function killInTurn(): Promise<void> {
  const startedAgain: Promise<void>[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(KILL_EVERY_MS)
    const victim = asps[kill % asps.length]!
    await victim.kill()
    startedAgain.push(sleep(START_AGAIN_MS).then(() => victim.start()))
  }
  await Promise.all(startedAgain)
}

/** Numbers that were offered and not delivered, of which nothing was said. */
function unaccounted({ delivered }: DeliveryAudit): number[] {
  const { offered, refused, reported } = gateway
  return Array.from({ length: offered }, (_, sequence) => sequence).filter(
    (sequence) => !delivered.has(sequence) && !refused.has(sequence) && !reported.has(sequence),
  )
}

function report({ delivered, duplicated, reordered }: DeliveryAudit): void {
  const { offered, refused, reported, statistics } = gateway
  console.log(
    `${offered} offered, ${refused.size} refused, ${delivered.size} delivered, ${duplicated.size} twice, ${reordered.length} overtaken; ` +
      `${KILLS} kills: ${reported.size} reported, ${statistics.redistributed} redistributed`,
  )
}

/** Longer than any message is under way, with the longest retransmission there is. */
const UNDER_WAY_MS = 1000
