/**
 * Puts an addon through all it does, wrong arguments and early ends included: what test-asan.sh runs it under the sanitizers for.
 * Wants root, and touches nothing but addresses of the loopback. The file of the addon is the one argument.
 */
'use strict'
const assert = require('node:assert')
const { Worker, isMainThread, workerData } = require('node:worker_threads')

const file = isMainThread ? process.argv[2] : workerData
const addon = require(file)
const SLOTS = 64

function party(address, onBatch, protocol = 132, slotOctets = 65_600) {
  const arena = new Uint8Array(SLOTS * slotOctets)
  const offset = new Int32Array(SLOTS)
  const length = new Int32Array(SLOTS)
  const source = new Uint8Array(SLOTS * 16)
  const checksum = new Uint8Array(SLOTS)
  const onReadable = () => {
    const count = addon.receive(socket, arena, slotOctets, offset, length, source, checksum)
    onBatch({ count, arena, offset, length, source, checksum, socket })
  }
  const socket = addon.open({
    family: address.length === 16 ? 6 : 4,
    protocol,
    address: Uint8Array.from(address),
    receiveBuffer: 1 << 22,
    sendBuffer: 1 << 20,
    fragmented: true,
    networkNamespace: '',
    onReadable,
  })
  return socket
}

function send(socket, to, lengths) {
  const arena = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0)).map((_, i) => i)
  const offset = new Int32Array(lengths.length)
  for (let i = 1; i < lengths.length; i++) offset[i] = offset[i - 1] + lengths[i - 1]
  const addresses = new Uint8Array(16)
  addresses.set(to)
  const outcome = new Int32Array(lengths.length).fill(-1)
  const destination = new Int32Array(lengths.length)
  const checksum = new Uint8Array(lengths.length)
  addon.send(socket, arena, offset, Int32Array.from(lengths), checksum, destination, addresses, 0, lengths.length, outcome)
  return outcome
}

/** Everything to and fro once; ends by closing from within a callback. */
function transfer(from, to) {
  return new Promise((resolve) => {
    let received = 0
    // The last one does not fit into an IP packet.
    const lengths = [...Array.from({ length: 150 }, (_, i) => 12 + i * 7), 11, 0, 40_000, 70_000]
    const sender = party(from, () => {})
    const icmp = party(from, () => {}, from.length === 16 ? 58 : 1, 2048)
    const receiver = party(to, ({ count, arena, offset, length, checksum, socket }) => {
      for (let i = 0; i < count; i++) {
        assert.equal(length[i], lengths[received] >= 12 ? lengths[received] : 40_000)
        assert.equal(checksum[i], 1)
        assert.equal(arena.subarray(offset[i], offset[i] + length[i]).length, length[i])
        received++
      }
      if (received < 151) return
      for (const one of [sender, icmp, socket]) addon.close(one)
      resolve()
    })
    const outcome = send(sender, to, lengths)
    assert.equal(outcome.filter((value) => value === 0).length, 151)
    assert(addon.state(receiver).receiveBuffer > 0)
  })
}

/** To oneself: what is sent is what arrives. */
function echo(address) {
  return new Promise((resolve) => {
    const socket = party(address, ({ count, length }) => {
      assert.deepEqual([...length.subarray(0, count)], [12, 100, 1400])
      addon.close(socket)
      resolve()
    })
    send(socket, address, [12, 100, 1400])
  })
}

/** Calls of every function with all sorts of values in every place; the same ones each time. Only TypeErrors may come of it. */
function wrongArguments() {
  const socket = party([127, 132, 8, 9], () => {})
  const closed = party([127, 132, 8, 9], () => {})
  addon.close(closed)
  const values = [undefined, null, -1, 1e9, 0.5, 'x', [], {}, new Uint8Array(0), new Uint8Array(200), new Int32Array(4), () => {}, closed, 10n]
  let state = 1
  const draw = (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  for (const name of ['open', 'close', 'state', 'receive', 'send', 'crc32c', 'crc32cByTable']) {
    for (let round = 0; round < 3000; round++) {
      const some = Array.from({ length: draw(11) }, () => values[draw(values.length)])
      try {
        addon[name](...(draw(2) === 0 && name !== 'close' ? [socket, ...some] : some))
      } catch (error) {
        assert(error instanceof TypeError, String(error))
      }
    }
  }
  assert(addon.state(socket).receiveBuffer > 0)
  addon.close(socket)
}

/** What a callback throws is as uncaught as in any other callback of the event loop. */
function throwing() {
  return new Promise((resolve) => {
    const socket = party([127, 132, 8, 6], () => {
      throw new Error('from the callback')
    })
    process.once('uncaughtException', (error) => {
      assert.equal(error.message, 'from the callback')
      addon.close(socket)
      resolve()
    })
    send(socket, [127, 132, 8, 6], [12])
  })
}

async function main() {
  for (let length = 0; length < 300; length++) {
    const octets = new Uint8Array(length).map((_, i) => i * 37)
    assert.equal(addon.crc32c(octets, length >> 2, length), addon.crc32cByTable(octets, length >> 2, length))
  }
  await transfer([127, 132, 8, 1], [127, 132, 8, 2])
  await echo([...new Uint8Array(15), 1])
  if (!isMainThread) {
    // Left open, for the end of the worker to close.
    globalThis.kept = party([127, 132, 8, 3], () => {})
    return
  }
  wrongArguments()
  await throwing()
  for (let i = 0; i < 3; i++) {
    const worker = new Worker(__filename, { workerData: file })
    if (i === 2) setTimeout(() => worker.terminate(), 30)
    else setTimeout(() => worker.terminate(), 1500)
    await new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  }
  // Collected without having been closed, and left open at the end of the process.
  for (let i = 0; i < 20; i++) addon.close(party([127, 132, 8, 4], () => {}))
  global.gc?.()
  await new Promise((resolve) => setTimeout(resolve, 50))
  party([127, 132, 8, 5], () => {})
  console.log('exercised')
  process.exit(0)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
