import { diameterNodeCommand } from '../diameter/diameter-node-command.js'

/** `sigbed diameter server`: sample servers of the 3GPP interfaces, over SCTP and TCP. */
export const DIAMETER_SERVER_COMMAND = diameterNodeCommand('server', {
  summary: 'Run a Diameter server with sample applications',
  examples: [
    ['', 'every sample application, on 127.0.0.1, SCTP and TCP'],
    ['--applications s6a --subscribers subscribers.csv', 'an HSS with subscribers of yours'],
    ['--config hss.yaml', 'as the file says'],
  ],
  epilogue: `A try: "sigbed diameter server" in one terminal, in another
"sigbed diameter send ECR Terminal-Information.IMEI=00100001000000".
README.md shows a configuration file; apps/diameter-peer/examples has more.

Prints READY, then a line for whatever happens, and runs until SIGTERM or
Ctrl-C. Exit status: 0 when it was told to stop, 2 when it could not begin.`,
  run: async (flags, surroundings) => {
    const { runDiameterNode } = await import('../diameter/serve-run.js')
    return runDiameterNode('server', flags, surroundings)
  },
})
