import { OneToManySocket, SctpEndpoint } from '@sigbed/sctp-sockets'

const octets = (text: string) => new TextEncoder().encode(text)
const open = () => SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })

// The room: one socket, everybody's association in it.
const room = await open()
const everybody = new OneToManySocket(room, { port: 5222 }).listen()
const talking = (async () => {
  for await (const { payload, associationId } of everybody.messages()) {
    const text = new TextDecoder().decode(payload)
    if (text !== 'may I have a word?') {
      everybody.sendAll(payload)
      continue
    }
    // From here on this association is a socket of its own, and no part of the room.
    const aside = everybody.peelOff(associationId)
    aside.send(octets('in private: of course'))
    await aside.close()
  }
})()

// The guests: no connect, the first message sets the association up.
const address = { addresses: ['127.0.0.1'], port: 5222, encapsulationPort: room.encapsulationPort }
const guest = async (name: string) => {
  const endpoint = await open()
  const socket = new OneToManySocket(endpoint)
  const heard = socket.messages()
  const say = async (text: string) => {
    socket.send(address, octets(text))
    const { value } = await heard.next()
    return `${name} hears '${new TextDecoder().decode(value.payload)}'`
  }
  return { endpoint, say, hear: async () => new TextDecoder().decode((await heard.next()).value.payload) }
}
const ann = await guest('Ann')
const bob = await guest('Bob')
console.log(await ann.say('good evening'))
console.log(await bob.say('hello, Ann'))
console.log(`Ann hears '${await ann.hear()}'`)
console.log(await ann.say('may I have a word?'))
console.log(`in the room: ${everybody.associationIds.length}`)

await Promise.all([everybody.close(), ann.endpoint.close(), bob.endpoint.close()])
await talking
await room.close()
