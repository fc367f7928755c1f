/**
 * Stands for a node's process in a container: each of its addresses calls every address of other nodes on the same network fifty times a
 * second, over UDP. On the command `sample` it tells who has been heard since the last time, as an event: `asp-1 10.132.1.11>10.132.1.10`.
 */
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const PORT = 7777
const heard = new Set()
const say = (report) => process.stdout.write(`${JSON.stringify(report)}\n`)

let own = null
for await (const line of createInterface({ input: process.stdin })) {
  if (own === null) await begin(JSON.parse(line))
  else if (JSON.parse(line).kind === 'sample') tell()
}
process.exit(0)

async function begin({ node, places }) {
  own = places.find((place) => place.node === node)
  const others = places.filter((place) => place.node !== node)
  for (const [i, address] of own.addresses.entries()) {
    const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4' })
    socket.on('message', (message, { address: from }) => heard.add(`${message} ${from}>${address}`))
    // A network that is down says so; that is what is looked for.
    socket.on('error', () => {})
    await new Promise((resolve) => socket.bind(PORT, address, resolve))
    setInterval(() => {
      for (const { addresses } of others) socket.send(node, PORT, addresses[i], () => {})
    }, 20)
  }
  say({ kind: 'opened', addresses: own.addresses })
}

function tell() {
  say({ kind: 'event', event: { atMs: 0, node: own.node, kind: 'heard', detail: [...heard].sort().join(', ') } })
  heard.clear()
}
