/**
 * A program with a lab of network namespaces, to be killed or interrupted:
 *
 *     node crashing-lab.js SCENARIO NODE-COMMAND
 *
 * Both are JSON. Its first node stands still. Says READY when the lab is open; at SIGINT it waits for what else that may have ended,
 * closes the lab and says as JSON what it saw.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { NetnsScenarioLab } from '@sigbed/testbed'

const [scenario, nodeCommand] = process.argv.slice(2).map((text) => JSON.parse(text))
const ended = []
const lab = new NetnsScenarioLab({ scenario, nodeCommand })
await lab.open({ onReport() {}, onEnded: (node) => ended.push(node), say() {} })
await lab.carryOut({ kind: 'pause', node: scenario.nodes[0].name })
process.once('SIGINT', async () => {
  await sleep(200)
  console.log(JSON.stringify({ ended: [...ended], problems: await lab.close() }))
  process.exit()
})
setInterval(() => {}, 1000)
console.log('READY')
