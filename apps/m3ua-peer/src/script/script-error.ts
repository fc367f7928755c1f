/** A script that cannot be followed: nothing of it is sent. The message names the step and says what would do. */
export class ScriptError extends Error {
  readonly code = 'SIGBED_SCRIPT'
  constructor(step: string, message: string) {
    super(step === '' ? message : `${step}: ${message}`)
    this.name = 'ScriptError'
  }
}
