import type { Command } from '../command.js'
import { configurationOption } from '../configuration-flags.js'
import { LOAD_FLAGS } from '../load/load-flags.js'

/** `sigbed load [protocol]`: puts a node under load, ours or anybody's, and measures what comes of it. */
export const LOAD_COMMAND: Command = {
  usage: 'load [protocol]',
  summary: 'Put a node under load, and measure what comes of it',

  declare: (yargs) =>
    yargs
      .positional('protocol', { describe: 'm3ua or diameter', defaultDescription: "the workload's" })
      .options(Object.fromEntries(Object.entries(LOAD_FLAGS).map(([name, flag]) => [name, configurationOption(flag)])))
      .example('$0 load diameter --target 127.0.0.1', 'S13, 1,000 requests a second for 10 s')
      .example('$0 load m3ua --target 127.0.0.1 --rate 5000 --echo', 'DATA to a gateway that echoes')
      .example('$0 load --workload file.yaml --fail-if "p99>50ms,lost>0"', 'as the file says, with thresholds')
      .epilogue(
        `Templates: s13-check, s6a-attach, gx-session, gy-session, rx-media, or a file.
apps/load-generator/README.md has every key of workloads and templates. While
it runs on a terminal, + and - change the rate by ten per cent and q stops.
Exit status: 0 all went well, 1 the load broke off or nothing was answered,
2 nothing could begin, 3 a threshold did not hold, 5 invalid: the generator
was the bottleneck, 130 interrupted (what was measured is stored).`,
      ),

  async run(flags, surroundings) {
    const { runLoad } = await import('../load/run-load.js')
    return runLoad(flags, surroundings)
  },
}
