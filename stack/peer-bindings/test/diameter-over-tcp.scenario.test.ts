import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { ACCOUNTING_APPLICATION_ID } from 'diameter-codec'
import { afterEach, describe, expect, it } from 'vitest'
import { DiameterOverOctetStream, overTcp, TcpListener, type TcpListenOptions, type TransportLayerSecurity } from '../src/index.js'
import { EchoingNode, security, until } from './echoing-node.js'

let endings: (() => unknown)[] = []

afterEach(async () => {
  for (const end of endings.reverse()) await end()
  endings = []
})

async function listening(server: EchoingNode, options: Partial<TcpListenOptions> = {}, refused: string[] = []): Promise<TcpListener> {
  const listener = await TcpListener.open(
    { address: '127.0.0.1', port: 0, ...options },
    (accepted) => DiameterOverOctetStream.responder(server.node, accepted, server.surroundings, server.listenerFor),
    (reason) => refused.push(reason),
  )
  endings.push(() => {
    listener.abortConnections()
    return listener.close()
  })
  return listener
}

function connecting(
  client: EchoingNode,
  port: number,
  tls?: TransportLayerSecurity,
  refused: string[] = [],
  remoteHost = '',
): DiameterOverOctetStream {
  const binding = DiameterOverOctetStream.initiator(
    client.node,
    overTcp({ addresses: ['127.0.0.1'], port, ...(tls !== undefined && { security: tls }) }),
    client.surroundings,
    client.listenerFor,
    { onConnectFailed: (reason) => refused.push(reason) },
    remoteHost,
  )
  binding.peer.start(client.surroundings.now())
  binding.settle()
  endings.push(async () => {
    binding.peer.stop('REBOOTING', client.surroundings.now())
    binding.settle()
    await until(() => !binding.peer.isOpen(), 'the client to stop')
  })
  return binding
}

describe('Diameter over TCP', () => {
  it('exchanges capabilities, requests and answers, and takes leave in order', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const listener = await listening(server)
    const binding = connecting(client, listener.port)
    await until(() => binding.peer.isOpen(), 'the connection')
    for (let context = 0; context < 500; context++) expect(client.ask(context)).toBe('sent')
    await until(() => client.answers.length === 500, '500 answers')
    // TCP keeps the order of what is answered at once.
    expect(client.answers).toEqual(Array.from({ length: 500 }, (_, context) => context))
    binding.peer.stop('REBOOTING', client.surroundings.now())
    binding.settle()
    await until(() => server.kinds().includes('closed'), 'the end')
    expect(server.events.filter(({ kind }) => kind === 'disconnect-requested')).toEqual([
      { kind: 'disconnect-requested', cause: 'REBOOTING' },
    ])
    expect(server.events.find(({ kind }) => kind === 'closed')).toMatchObject({ reason: 'stopped-by-peer' })
  })

  it('cuts messages out of the stream wherever TCP cuts it', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const listener = await listening(server)
    const binding = connecting(client, listener.port)
    await until(() => binding.peer.isOpen(), 'the connection')
    // Longer than any read of a socket, and of lengths that meet no boundary.
    for (let context = 0; context < 6; context++) expect(client.ask(context, 99_991 + context)).toBe('sent')
    await until(() => client.answers.length === 6, '6 answers')
    expect(server.requests).toBe(6)
  })

  it('says "full" when the peer does not read, and "writable" when it does again', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const sockets: Socket[] = []
    const listener = await TcpListener.open({ address: '127.0.0.1', port: 0 }, (accepted) => {
      sockets.push(accepted.stream as Socket)
      DiameterOverOctetStream.responder(server.node, accepted, server.surroundings, server.listenerFor)
    })
    endings.push(() => {
      listener.abortConnections()
      return listener.close()
    })
    const binding = connecting(client, listener.port)
    await until(() => binding.peer.isOpen(), 'the connection')
    sockets[0]!.pause()
    let sent = 0
    for (; sent < 10_000 && client.ask(sent, 100_000) === 'sent'; sent++) await new Promise(setImmediate)
    expect(sent).toBeLessThan(10_000)
    expect(client.kinds()).not.toContain('writable')
    sockets[0]!.resume()
    await until(() => client.kinds().includes('writable'), 'room')
    await until(() => client.answers.length === sent, 'every answer')
  })

  it('connects again when the server was killed', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const listener = await listening(server)
    const binding = connecting(client, listener.port)
    await until(() => binding.peer.isOpen(), 'the connection')
    listener.abortConnections()
    await until(() => client.kinds().includes('closed'), 'the loss')
    // RFC 3539 §3.4.1: after a failure the connection has to prove itself by three DWAs, which takes longer than this test.
    await until(() => client.events.filter(({ kind }) => kind === 'open').length === 2, 'the second connection')
  })

  it('connects again by itself after the peer, who had connected to it, is gone and listens', async () => {
    const a = new EchoingNode('client')
    const z = new EchoingNode('server')
    const spare = await TcpListener.open({ address: '127.0.0.1', port: 0 }, () => {})
    const { port } = spare
    await spare.close()
    // Nobody listens where A connects to, so that it keeps trying; then Z comes by itself.
    const fromA = connecting(a, port, undefined, [], 'server.example.net')
    const atA = await listening(a)
    const fromZ = connecting(z, atA.port)
    await until(() => fromZ.peer.isOpen(), 'the connection Z makes')
    // Longer than Tc: the timer of the connection A makes has run out meanwhile, and had nothing to do.
    await new Promise((resolve) => setTimeout(resolve, 4 * 50))
    expect(fromA.peer.isOpen()).toBe(false)
    fromZ.peer.stop('REBOOTING', z.surroundings.now())
    fromZ.settle()
    await listening(z, { port })
    await until(() => fromA.peer.isOpen(), 'the connection A makes')
  })

  it('tells of a connection that is one too many', async () => {
    const refused: string[] = []
    const listener = await listening(new EchoingNode('server'), { maximumConnections: 1 }, refused)
    const client = new EchoingNode('client')
    const binding = connecting(client, listener.port)
    await until(() => binding.peer.isOpen(), 'the connection')
    const stranger = connect({ host: '127.0.0.1', port: listener.port })
    stranger.on('error', () => {})
    await new Promise((resolve) => stranger.once('close', resolve))
    expect(refused).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+: too many connections$/)])
  })

  it('tells an attempt that came to nothing', async () => {
    const client = new EchoingNode('client')
    const listener = await listening(new EchoingNode('server'))
    const { port } = listener
    await listener.close()
    const refused: string[] = []
    connecting(client, port, undefined, refused)
    await until(() => refused.length > 0, 'the refusal')
    expect(refused[0]).toContain(`127.0.0.1:${port}: `)
    expect(refused[0]).toContain('ECONNREFUSED')
  })

  it('resets a connection that does not carry Diameter (RFC 6733 §2.1)', async () => {
    const server = new EchoingNode('server')
    const listener = await listening(server)
    const stranger = connect({ host: '127.0.0.1', port: listener.port })
    stranger.on('error', () => {})
    const closed = new Promise((resolve) => stranger.once('close', resolve))
    stranger.write('GET / HTTP/1.1\r\n\r\n')
    await closed
    expect(server.kinds()).toContain('closed')
    expect(server.requests).toBe(0)
  })

  it('refuses nodes without a common application', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client', ACCOUNTING_APPLICATION_ID)
    const listener = await listening(server)
    connecting(client, listener.port)
    await until(() => client.kinds().includes('capabilities-refused'), 'the refusal')
    expect(client.events.find(({ kind }) => kind === 'capabilities-refused')).toMatchObject({ by: 'remote', resultCode: 5010 })
  })
})

describe('Diameter over TLS', () => {
  it('exchanges messages when both show a certificate that is trusted and bears their name', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const listener = await listening(server, { security: security('server') })
    const binding = connecting(client, listener.port, security('client'))
    await until(() => binding.peer.isOpen(), 'the connection')
    expect(binding.description).toMatch(/^127\.0\.0\.1:\d+, TLSv1\.3$/)
    for (let context = 0; context < 200; context++) client.ask(context, 1_000)
    await until(() => client.answers.length === 200, '200 answers')
  })

  it('refuses a client whose authority is a stranger', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const refused: string[] = []
    const listener = await listening(server, { security: security('server') }, refused)
    connecting(client, listener.port, security('stranger'))
    await until(() => refused.length > 0, 'the refusal')
    expect(refused[0]).toMatch(/certificate/i)
    expect(server.bindings).toHaveLength(0)
  })

  it('refuses a server whose authority is a stranger', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('client')
    const refused: string[] = []
    const listener = await listening(server, { security: security('server') })
    connecting(client, listener.port, security('client', 'other-authority'), refused)
    await until(() => refused.length > 0, 'the refusal')
    expect(refused[0]).toMatch(/certificate/i)
    expect(client.kinds()).not.toContain('open')
  })

  it('refuses a client that claims another name than its certificate bears', async () => {
    const server = new EchoingNode('server')
    const client = new EchoingNode('impostor')
    const listener = await listening(server, { security: security('server') })
    connecting(client, listener.port, security('client'))
    await until(() => client.kinds().includes('capabilities-refused'), 'the refusal')
    expect(client.events.find(({ kind }) => kind === 'capabilities-refused')).toMatchObject({ by: 'remote', resultCode: 3010 })
  })

  it('refuses a server that claims another name than its certificate bears, unless told not to look', async () => {
    const server = new EchoingNode('elsewhere')
    const client = new EchoingNode('client')
    const listener = await listening(server, { security: security('server') })
    connecting(client, listener.port, security('client'))
    await until(() => client.kinds().includes('capabilities-refused'), 'the refusal')
    expect(client.events.find(({ kind }) => kind === 'capabilities-refused')).toMatchObject({ by: 'local', resultCode: 3010 })
    const trusting = new EchoingNode('client')
    const binding = connecting(trusting, listener.port, { ...security('client'), checkOriginHost: false })
    await until(() => binding.peer.isOpen(), 'the connection')
  })

  it('refuses a client that shows no certificate (RFC 6733 §13.1)', async () => {
    const server = new EchoingNode('server')
    const refused: string[] = []
    const listener = await listening(server, { security: security('server') }, refused)
    const stranger = connectSecurely({
      host: '127.0.0.1',
      port: listener.port,
      ca: security('client').authorities,
      rejectUnauthorized: false,
    })
    stranger.on('error', () => {})
    await until(() => refused.length > 0, 'the refusal')
    expect(refused[0]).toContain('the certificate of the client is refused')
    expect(server.bindings).toEqual([])
  })

  it('gives a client up that speaks no TLS', async () => {
    const server = new EchoingNode('server')
    const refused: string[] = []
    const listener = await listening(server, { security: security('server') }, refused)
    const client = new EchoingNode('client')
    connecting(client, listener.port)
    await until(() => refused.length > 0, 'the refusal')
    expect(server.bindings).toHaveLength(0)
  })
})
