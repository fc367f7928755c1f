import { type LabNode, SimulatedLab, type Topology } from '@sigbed/testbed'
import { CREDIT_CONTROL_APPLICATION_ID, GX_APPLICATION_ID, RX_APPLICATION_ID } from 'diameter-codec'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  Account,
  AccountBook,
  ApplicationFunction,
  DiameterNodeRole,
  type DiameterNodeSettings,
  Gateway,
  type MediaSessionEvent,
  nodeSettings,
  OnlineChargingSystem,
  PolicyAndChargingRulesFunction,
  type ServedApplication,
} from '../src/index.js'
import type { GxAvp } from '../src/policy-control/charging-rule.js'
import { POLICY_SETTINGS, policyOf } from '../src/policy-control/policy-settings.js'

// A gateway, its PCRF, two charging systems and an application, each a node of its own, over two paths of SCTP.
const NAMES = ['pgw', 'pcrf', 'ocs', 'ocs2', 'af']
const TOPOLOGY: Topology = {
  networks: ['path 1', 'path 2'],
  nodes: NAMES.map((name, i) => ({ name, addresses: [`127.0.51.${i + 1}`, `127.0.52.${i + 1}`] })),
}
const REALM = 'core.test'
const EURO = 1_000_000n
const MEGABYTE = 1_000_000n
const FAST = { rtoInitialMs: 120, rtoMinMs: 120, rtoMaxMs: 400, associationMaxRetrans: 4, heartbeatIntervalMs: 500, sackDelayMs: 20 }
const SUBSCRIBER: GxAvp = {
  name: 'Subscription-Id',
  value: [
    { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
    { name: 'Subscription-Id-Data', value: '001010000000001' },
  ],
}
const ADDRESS = Uint8Array.of(10, 0, 0, 1)

let lab: SimulatedLab
let roles: DiameterNodeRole[]

beforeEach(async () => {
  lab = await SimulatedLab.open({ topology: TOPOLOGY, encapsulationPort: 9899, captureFile: null, seed: 23, delayMs: 1 })
  roles = []
})

afterEach(async () => {
  for (const role of [...roles].reverse()) await lab.run(role.stop())
  await lab.close()
})

const after = (ms: number) => lab.run(new Promise<void>((resolve) => lab.surroundings.startTimer(ms, resolve)))

async function start(
  name: string,
  applications: readonly ServedApplication[],
  settings: Partial<DiameterNodeSettings>,
): Promise<DiameterNodeRole> {
  const node = lab.node(name)
  const role = new DiameterNodeRole({
    settings: { ...settingsOf(node), ...settings },
    surroundings: lab.surroundings,
    endpoint: node.endpoint,
    applications,
  })
  roles.push(role)
  await lab.run(role.start())
  return role
}

/** Peers to connect to, each the server of an application. */
function towards(servers: readonly (readonly [name: string, applicationId: number])[]): Partial<DiameterNodeSettings> {
  const names = [...new Set(servers.map(([name]) => name))]
  return {
    peers: names.map((name) => peerOf(lab.node(name))),
    routes: servers.map(([name, applicationId], index) => ({
      realm: REALM,
      applicationId,
      action: 'RELAY',
      servers: [{ originHost: `${name}.test`, priority: index + 1, weight: 1 }],
    })),
  }
}

const listening: Partial<DiameterNodeSettings> = { listen: [{ transport: 'sctp', address: '', port: 3868 }] }

it('leads a bearer from its rules to its last cent, over a cut path and the loss of a charging system', async () => {
  const events: string[] = []
  const note = (kind: string, detail: string) => events.push(`${kind}: ${detail}`)
  const pcrf = new PolicyAndChargingRulesFunction({
    surroundings: lab.surroundings,
    policy: policyOf(POLICY_SETTINGS.parse({})),
    sessionLimit: 10,
    sessionLifetimeMs: 3_600_000,
    onEvent: note,
  })
  const account = new Account(5n * EURO)
  const accounts = new AccountBook()
  accounts.enter(['END_USER_IMSI:001010000000001'], account)
  const charging = () =>
    new OnlineChargingSystem({
      surroundings: lab.surroundings,
      accounts,
      currencyCode: 978,
      tariffs: {
        services: new Map(),
        ratingGroups: new Map([[10, { unitType: 'CC-Total-Octets', unitSize: MEGABYTE, price: EURO / 10n, quota: 10n * MEGABYTE }]]),
      },
      validityTimeS: 600,
      finalUnit: { action: 'TERMINATE' },
      sessionFailover: 'FAILOVER_SUPPORTED',
      failureHandling: 'CONTINUE',
      directDebitingFailureHandling: 'CONTINUE',
      sessionLimit: 10,
      onEvent: note,
    })
  const primary = charging()
  const secondary = charging()
  const gateway = new Gateway()
  const application = new ApplicationFunction()
  pcrf.connect((await start('pcrf', pcrf.applications, listening)).sender)
  const primaryNode = await start('ocs', [primary.application], listening)
  primary.connect(primaryNode.sender)
  secondary.connect((await start('ocs2', [secondary.application], listening)).sender)
  const servers = [
    ['pcrf', GX_APPLICATION_ID],
    ['ocs', CREDIT_CONTROL_APPLICATION_ID],
  ] as const
  const toBoth = towards(servers)
  const pgw = await start('pgw', gateway.applications, { ...toBoth, peers: [...toBoth.peers!, peerOf(lab.node('ocs2'))] })
  gateway.connect(pgw.sender)
  application.connect((await start('af', [application.application], towards([['pcrf', RX_APPLICATION_ID]]))).sender)
  await after(500)
  expect(pgw.openPeers().sort()).toEqual(['ocs.test', 'ocs2.test', 'pcrf.test'])

  // The bearer and its rules.
  const bearer = gateway.establish({
    destinationRealm: REALM,
    describing: [SUBSCRIBER, { name: 'Framed-IP-Address', value: ADDRESS }, { name: 'Called-Station-Id', value: 'internet' }],
    checkRule: () => null,
    onRules: () => {},
    onEnd: (reason) => note('bearer', reason),
  })
  await after(50)
  expect(bearer.ruleNames).toEqual(['everything'])

  // What its rule charges for.
  const access: string[] = []
  const charged = gateway.charge([10], {
    surroundings: lab.surroundings,
    serviceContextId: '32251@3gpp.org',
    destinationRealm: REALM,
    serverHost: null,
    backupServerHost: 'ocs2.test',
    describing: [SUBSCRIBER],
    wallClockS: () => 1_790_000_000,
    failureHandling: 'TERMINATE',
    txMs: 10_000,
    onAccess: (ratingGroup, state) => access.push(`${ratingGroup} ${state}`),
    onEnd: (granted, reason) => note('charging', `${granted ? 'granted' : 'refused'}, ${reason}`),
  })
  await after(50)
  expect([access, primary.sessionCount, account.reserved]).toEqual([['10 open'], 1, EURO])

  // A path is cut: SCTP goes on over the other, and Diameter hears nothing of it.
  lab.cut(0)
  charged.use(10, 10n * MEGABYTE)
  await after(2_000)
  expect([charged.state, account.balance, account.reserved]).toEqual(['Open', 4n * EURO, EURO])

  // An application asks for a voice bearer of the same user, and the rule is pushed to the gateway.
  const told: MediaSessionEvent[] = []
  const media = application.open({
    destinationRealm: REALM,
    describing: [{ name: 'Framed-IP-Address', value: ADDRESS }],
    onEvent: (event) => told.push(event),
  })
  media.authorize([
    {
      name: 'Media-Component-Description',
      value: [
        { name: 'Media-Component-Number', value: 1 },
        { name: 'Media-Type', value: 'AUDIO' },
        {
          name: 'Media-Sub-Component',
          value: [
            { name: 'Flow-Number', value: 1 },
            { name: 'Flow-Description', value: 'permit in 17 from 10.0.0.1 to 192.0.2.5 4000' },
          ],
        },
      ],
    },
  ])
  await after(2_000)
  expect([told, bearer.ruleNames.length]).toEqual([[{ kind: 'authorized' }], 2])

  // The charging system goes. The backup does not know the session, and the service goes on as CCFH has it (RFC 8506 §5.7).
  await lab.run(primaryNode.stop())
  charged.use(10, 10n * MEGABYTE)
  await after(15_000)
  expect([charged.state, events]).toEqual(['Idle', ['charging: granted, failed answer received']])

  // The user goes, and the call with his bearer.
  bearer.terminate()
  await after(2_000)
  expect(told.map(({ kind }) => kind)).toEqual(['authorized', 'aborted', 'ended'])
  expect([pcrf.sessionCount, pcrf.rx.size, events.at(-1)]).toEqual([0, 0, 'bearer: terminated'])
})

function settingsOf({ name, addresses }: LabNode): DiameterNodeSettings {
  const node = { originHost: `${name}.test`, originRealm: REALM, hostIpAddresses: addresses }
  return nodeSettings(node, { timers: { reconnectMs: 30_000 }, parameters: FAST })
}

function peerOf({ name, addresses }: LabNode) {
  return { originHost: `${name}.test`, transport: 'sctp', addresses, port: 3868, encapsulationPort: 9899, localAddress: null } as const
}
