/** What a peer put into a text must not steer the terminal it is shown on: control and format characters as \u{…}. */
export function harmless(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
