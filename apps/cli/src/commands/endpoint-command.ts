import type { Options } from 'yargs'
import type { Command } from '../command.js'
import { ENDPOINT_FLAGS, type EndpointFlag } from '../endpoint/endpoint-flags.js'
import { runEndpointCommand } from '../endpoint/endpoint-run.js'

/** `sigbed endpoint`: one SCTP endpoint, for those who test other stacks, and for programs that test this one. */
export const ENDPOINT_COMMAND: Command = {
  usage: 'endpoint',
  summary: 'Run one SCTP endpoint until it is killed',

  declare: (yargs) =>
    yargs
      .options(Object.fromEntries(Object.entries<EndpointFlag>(ENDPOINT_FLAGS).map(([name, flag]) => [name, declared(flag)])))
      .example('$0 endpoint', 'an echo server on 127.0.0.1')
      .example('$0 endpoint --service discard --local 127.0.0.1,127.0.1.1', 'a multihomed one that only listens')
      .example('$0 endpoint --role client --remote 127.0.0.1 --udp-port 9900', 'a client of the first one')
      .epilogue(EPILOGUE),

  run: runEndpointCommand,
}

function declared({ group, describe, otherwise, takes }: EndpointFlag): Options {
  if (takes.kind === 'switch') return { group, describe, type: 'boolean' }
  const shown = otherwise === null ? {} : { defaultDescription: otherwise }
  return { group, describe, requiresArg: true, ...shown }
}

const EPILOGUE = `Services:
  echo        (port 7) every message back, on its stream, with its payload
              protocol identifier and order, whichever side began; when the
              send buffer is full it reads no further until there is room
  daytime     (port 13) one message when the association is up, then a
              graceful end
  discard     (port 9) takes everything, says nothing
  send-first  (port 7) one message when the association is up, then echo
The own port of a client is 50000 more unless told.

Prints READY and nothing else, once it listens, and runs until SIGTERM or
Ctrl-C. A client uses one port and sets its association up again whenever
it ends or fails. Each flag is an environment variable, too: SIGBED_RTO_MIN
for --rto-min, SIGBED_VERBOSE=1 for --verbose; the flag wins.
Exit status: 0 when it was told to stop, 2 when it could not begin.`
