import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { describe, expect, it } from 'vitest'
import { DiameterOverOctetStream, listenOverTlsOnSctp, overTlsOnSctp } from '../src/index.js'
import { EchoingNode, security, until } from './echoing-node.js'

describe('Diameter over TLS on SCTP', () => {
  it('exchanges messages over a multihomed association, and refuses a stranger', async () => {
    const far = await SctpEndpoint.open({ localAddresses: ['127.0.21.1', '127.0.21.2'], encapsulationPort: 0 })
    const near = await SctpEndpoint.open({ localAddresses: ['127.0.22.1', '127.0.22.2'], encapsulationPort: 0 })
    try {
      const server = new EchoingNode('server')
      const refused: string[] = []
      listenOverTlsOnSctp(
        far,
        5868,
        security('server'),
        (accepted) => DiameterOverOctetStream.responder(server.node, accepted, server.surroundings, server.listenerFor),
        (reason) => refused.push(reason),
      )
      const client = new EchoingNode('client')
      const to = { addresses: ['127.0.21.1'], port: 5868, encapsulationPort: far.encapsulationPort }
      const binding = DiameterOverOctetStream.initiator(
        client.node,
        overTlsOnSctp(near, to, security('client')),
        client.surroundings,
        client.listenerFor,
      )
      binding.peer.start(client.surroundings.now())
      binding.settle()
      await until(() => binding.peer.isOpen(), 'the connection')
      expect(binding.description).toMatch(/^SCTP .*TLSv1\.3$/)
      for (let context = 0; context < 50; context++) expect(client.ask(context, 5_000)).toBe('sent')
      await until(() => client.answers.length === 50, '50 answers')
      binding.peer.stop('REBOOTING', client.surroundings.now())
      binding.settle()
      await until(() => server.kinds().includes('closed'), 'the end')

      const stranger = new EchoingNode('stranger')
      const attempt = DiameterOverOctetStream.initiator(
        stranger.node,
        overTlsOnSctp(near, to, security('stranger')),
        stranger.surroundings,
        stranger.listenerFor,
      )
      attempt.peer.start(stranger.surroundings.now())
      attempt.settle()
      await until(() => refused.length > 0, 'the refusal')
      expect(refused[0]).toMatch(/certificate/)
      attempt.peer.stop('REBOOTING', stranger.surroundings.now())
      attempt.settle()
    } finally {
      await Promise.all([near.close(200), far.close(200)])
    }
  })
})
