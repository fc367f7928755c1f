import { diameterNodeCommand } from '../diameter/diameter-node-command.js'

/** `sigbed diameter client`: what an MME, a gateway or an application function does, over and over. */
export const DIAMETER_CLIENT_COMMAND = diameterNodeCommand('client', {
  summary: 'Run sample procedures against a Diameter server',
  examples: [
    ['', 'every procedure ten times, against 127.0.0.1'],
    ['--do attach --count 1000 --rate 200 --to 127.0.0.2', 'a thousand attachments'],
    ['--config mme.yaml --do attach', 'peers and realm as the file says'],
  ],
  epilogue: `Procedures: attach (S6a), check-equipment (S13), register-ims (Cx), bearer (Gx),
charge (Gy), and media (Rx, on a bearer of Gx). "sigbed diameter server" is
the server for all of them. The table tells how many runs went well and how
long they took, from first request to last answer.
Exit status: 0 when every run went well, 1 when one did not or nobody was
there, 2 when nothing could begin, 130 when it was interrupted.`,
  run: async (flags, surroundings) => {
    const { runDiameterClient } = await import('../diameter/client-run.js')
    return runDiameterClient(flags, surroundings)
  },
})
