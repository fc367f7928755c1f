import { EventEmitter, once } from 'node:events'
import { DIAMETER_PORT, DiameterNode, NO_CAPABILITIES, nodeConfiguration } from '@sigbed/diameter'
import { DiameterOverSctp } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { ME_IDENTITY_CHECK, ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'

const surroundings = new EventLoopSurroundings()

/** Who a node is, and that it speaks S13. */
function node(originHost: string): DiameterNode {
  const capabilities = {
    ...NO_CAPABILITIES,
    originHost,
    originRealm: 'example.net',
    hostIpAddresses: ['127.0.0.1'],
    productName: 'example',
    vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId: S13_APPLICATION_ID, kind: 'authentication' }],
  } as const
  return new DiameterNode(nodeConfiguration(capabilities), () => surroundings.randomUint32())
}

// The server answers every request with success: all telephones are white.
const serverEndpoint = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
DiameterOverSctp.listen(node('eir.example.net'), serverEndpoint, DIAMETER_PORT, 'streams', surroundings, () => ({
  onEvent: () => {},
  onRequest: (_header, _avps, request, peer) => {
    const answer = peer.beginAnswer(request, ResultCode.DIAMETER_SUCCESS)
    answer.writeUnsigned32(S13.avp('Auth-Session-State'), 1)
    answer.writeUnsigned32(S13.avp('Equipment-Status'), 0)
    peer.endAnswer(request, surroundings.now())
  },
  onAnswer: () => {},
  onRequestFailed: () => {},
}))

const endpoint = await SctpEndpoint.open({ localAddresses: ['127.0.0.1'], encapsulationPort: 0 })
const happenings = new EventEmitter()
const open = once(happenings, 'open')
const closed = once(happenings, 'closed')
const answered = once(happenings, 'answered')
const client = DiameterOverSctp.initiator(
  node('mme.example.net'),
  endpoint,
  { addresses: ['127.0.0.1'], port: DIAMETER_PORT, encapsulationPort: serverEndpoint.encapsulationPort },
  'streams',
  surroundings,
  () => ({
    onEvent: (event) => {
      if (event.kind === 'open') happenings.emit('open', event.remote.originHost)
      if (event.kind === 'closed') happenings.emit('closed', event.reason)
    },
    onRequest: (_header, _avps, request, peer) => {
      peer.beginAnswer(request, ResultCode.DIAMETER_COMMAND_UNSUPPORTED)
      peer.endAnswer(request, surroundings.now())
    },
    // The cursor is lent until the call returns; an Enumerated is four octets.
    onAnswer: (context, _header, avps) => {
      const known = avps.find(S13.avp('Equipment-Status').code, VENDOR_3GPP)
      happenings.emit('answered', `answer to ${context}: ${known ? `status ${avps.octets[avps.valueAt + 3]}` : 'no status'}`)
    },
    onRequestFailed: (context, _endToEndId, failure) => happenings.emit('answered', `no answer to ${context}: ${failure}`),
  }),
)
client.peer.start(surroundings.now())
client.settle()
console.log(`connected to ${(await open)[0]}`)

const request = client.peer.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID)
request.writeUtf8String(S13.avp('Session-Id'), 'mme.example.net;1;1')
request.writeUnsigned32(S13.avp('Auth-Session-State'), 1)
client.peer.writeOrigin(request)
request.writeUtf8String(S13.avp('Destination-Realm'), 'example.net')
request.beginGroup(S13.avp('Terminal-Information'))
request.writeUtf8String(S13.avp('IMEI'), '00100001000000')
request.endGroup()
console.log(`request 7 ${client.peer.endRequest(7, surroundings.now())}`)
console.log((await answered)[0])

client.peer.stop('DO_NOT_WANT_TO_TALK_TO_YOU', surroundings.now())
client.settle()
console.log(`closed: ${(await closed)[0]}`)
await Promise.all([endpoint.close(), serverEndpoint.close()])
