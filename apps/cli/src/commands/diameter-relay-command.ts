import { diameterNodeCommand } from '../diameter/diameter-node-command.js'

/** `sigbed diameter relay`: an agent between others (RFC 6733 §2.8). */
export const DIAMETER_RELAY_COMMAND = diameterNodeCommand('relay', {
  summary: 'Run a Diameter agent: relay, proxy or redirect',
  examples: [['--config relay.yaml', 'peers and routes as the file says']],
  epilogue: `Peers and routes stand in the configuration file:

  peers: [{ identity: hss.example.net, addresses: [127.0.0.2] }]
  routes:
    - realm: example.net
      action: relay
      servers: [{ identity: hss.example.net }]

README.md tells more; apps/diameter-peer/examples has whole files.

Prints READY, then a line for whatever happens, and runs until SIGTERM or
Ctrl-C. Exit status: 0 when it was told to stop, 2 when it could not begin.`,
  run: async (flags, surroundings) => {
    const { runDiameterNode } = await import('../diameter/serve-run.js')
    return runDiameterNode('relay', flags, surroundings)
  },
})
