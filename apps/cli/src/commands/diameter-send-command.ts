import { type Command, type Flags, switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { CONNECTION_FLAGS } from '../diameter/diameter-connection.js'
import type { SendOptions } from '../diameter/send-run.js'
import { PARSING } from '../parsing.js'

/** `sigbed diameter send`: one request from the shell, and its answer. */
export const DIAMETER_SEND_COMMAND: Command = {
  usage: 'diameter send <request> [words..]',
  summary: 'Send one Diameter request and show its answer',

  declare: (yargs) =>
    yargs
      // The words behind the request are a list; with the setting of all other commands only the last would be left of it.
      .parserConfiguration({ ...PARSING, 'duplicate-arguments-array': true })
      .positional('request', { describe: 'Its name or abbreviation: ECR, AIR, Update-Location', type: 'string' })
      .positional('words', { describe: 'AVPs: Name=value, or Group.Member=value', type: 'string', array: true })
      .options({
        ...CONNECTION_FLAGS,
        application: { describe: 'Which one, where several have such a request:\ngx, gy, rx, s6a …', requiresArg: true },
        avps: { describe: 'A file with AVPs, JSON or YAML; - for\nstandard input', requiresArg: true },
        'destination-host': { describe: 'Whom it is for', requiresArg: true },
        'destination-realm': { describe: 'Which realm it is for', defaultDescription: "the peer's", requiresArg: true },
        timeout: { describe: 'Seconds to wait for the answer', defaultDescription: '10', requiresArg: true },
        'as-given': { describe: 'Send just these AVPs, in this order, allowed or\nnot', type: 'boolean' },
        json: { describe: 'Write JSON, for programs', type: 'boolean' },
      })
      .example('$0 diameter send ECR Terminal-Information.IMEI=00100001000000', 'is this telephone stolen?')
      .example('$0 diameter send ULR User-Name=001010000000001 Visited-PLMN-Id=0x00f110 RAT-Type=EUTRAN ULR-Flags=34', 'a location update')
      .example('$0 diameter send CCR --application gy --avps ccr.yaml', 'AVPs from a file')
      .epilogue(EPILOGUE),

  async run(flags, surroundings) {
    const { runSend } = await import('../diameter/send-run.js')
    return runSend(await sendOptions(flags, surroundings.workingFolder), surroundings)
  },
}

async function sendOptions(flags: Flags, workingFolder: string): Promise<SendOptions> {
  const [{ chooseCommand }, { connectionOptions }] = await Promise.all([
    import('../diameter/command-choice.js'),
    import('../diameter/diameter-connection.js'),
  ])
  const words = (flags['words'] ?? []) as readonly unknown[]
  return {
    choice: chooseCommand(String(flags['request']), textFlag(flags, 'application')),
    connection: connectionOptions(flags, workingFolder),
    words: words.map(String),
    file: textFlag(flags, 'avps'),
    destinationHost: textFlag(flags, 'destination-host'),
    destinationRealm: textFlag(flags, 'destination-realm'),
    timeoutMs: 1_000 * seconds(textFlag(flags, 'timeout') ?? '10'),
    asGiven: switchFlag(flags, 'as-given'),
    json: switchFlag(flags, 'json'),
  }
}

function seconds(text: string): number {
  const value = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (value > 0) return value
  throw new UsageError(`--timeout takes seconds, such as 10 or 0.5, not ${JSON.stringify(text)}.`)
}

const EPILOGUE = `Session-Id, Origin-Host, Origin-Realm, Destination-Realm and what else every
such request must have is added where it is not given. Values: numbers in
decimal or 0x; names of enumerations; octets as 0x… or as text; addresses
and times as people write them. Group[1].Member=value is in the second group
of that name; 77777:10415=0x0102 is an AVP no dictionary knows.
Exit status: 0 when the answer says success, 1 when it does not or none came,
2 when the request cannot be.`
