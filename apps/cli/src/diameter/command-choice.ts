import { nearestWord } from '@sigbed/testbed/nearest-word'
import { ALL_APPLICATIONS, type CommandDefinition, type DiameterApplication, RELAY_APPLICATION_ID } from 'diameter-codec'
import { UsageError } from '../command-failure.js'

/** A request to be sent: what it is, and of which application. */
export interface CommandChoice {
  readonly application: DiameterApplication
  readonly command: CommandDefinition
}

/**
 * The request that a name means: its name, its name without "-Request", or its abbreviation, in whatever case. Several applications
 * have a CCR or an RAR; then the application has to be said.
 *
 * @param applicationName null where it is not said
 * @throws UsageError
 */
export function chooseCommand(name: string, applicationName: string | null): CommandChoice {
  const applications = applicationName === null ? APPLICATIONS : [chooseApplication(applicationName)]
  const wanted = name.toLowerCase()
  const choices = applications.flatMap((application) =>
    requestsOf(application)
      .filter((command) => namesOf(command).includes(wanted))
      .map((command) => ({ application, command })),
  )
  if (choices.length === 1) return choices[0]!
  if (choices.length > 1) {
    const words = choices.map(({ application }) => applicationWord(application))
    throw new UsageError(`${name} is a request of several applications. Say which with --application: ${words.join(', ')}.`)
  }
  const known = [...new Set(applications.flatMap((application) => requestsOf(application).map(({ abbreviation }) => abbreviation)))].sort()
  const meant = nearestWord(name, [
    ...known,
    ...applications.flatMap((application) => requestsOf(application).map((command) => command.name)),
  ])
  const hint = meant === null ? `There are ${known.join(', ')}.` : `Did you mean ${meant}?`
  throw new UsageError(`${JSON.stringify(name)} is no request${applicationName === null ? '' : ` of ${applicationName}`}. ${hint}`)
}

/** By its word ("s6a"), its name or its number. @throws UsageError */
export function chooseApplication(text: string): DiameterApplication {
  const wanted = text.toLowerCase()
  const found = APPLICATIONS.find(
    (application) =>
      applicationWord(application) === wanted || application.name.toLowerCase() === wanted || String(application.applicationId) === text,
  )
  if (found !== undefined) return found
  const words = APPLICATIONS.map(applicationWord)
  const meant = nearestWord(text, words)
  throw new UsageError(
    `there is no application ${JSON.stringify(text)}. ${meant === null ? `There are ${words.join(', ')}.` : `Did you mean ${meant}?`}`,
  )
}

/** One word for the command line: "s6a", "gy", "accounting". */
export function applicationWord({ name }: DiameterApplication): string {
  const [first = '', ...others] = name.toLowerCase().split('/')[0]!.split(' ')
  return others.length === 0 ? first : others.at(-1)!
}

/** The requests of an application; those that all applications share among them. */
function requestsOf({ applicationId, dictionary }: DiameterApplication): readonly CommandDefinition[] {
  return dictionary
    .commands()
    .filter((command) => command.request && (command.applicationId === applicationId || command.applicationId === 'any'))
}

function namesOf({ name, abbreviation }: CommandDefinition): readonly string[] {
  return [name, name.replace(/-Request$/, ''), abbreviation].map((text) => text.toLowerCase())
}

/** Those whose requests an application sends: the base protocol's own are the node's business. */
const APPLICATIONS = ALL_APPLICATIONS.filter(({ applicationId }) => applicationId !== RELAY_APPLICATION_ID && applicationId !== 0)
