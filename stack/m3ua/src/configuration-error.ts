/** The caller configured what cannot be: thrown by constructors and `attach`, never for anything a peer sent. */
export class M3uaConfigurationError extends Error {
  readonly code = 'M3UA_CONFIGURATION'

  constructor(message: string) {
    super(message)
    this.name = 'M3uaConfigurationError'
  }
}
