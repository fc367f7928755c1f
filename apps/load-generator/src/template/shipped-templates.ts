import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TemplateSource } from './traffic-template.js'

/** The templates that come with the load generator, by name. */
export function shippedTemplates(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort()
}

/** The text of one of them, or null. */
export function shippedTemplate(name: string): TemplateSource | null {
  if (!shippedTemplates().includes(name)) return null
  return { file: name + ENDING, text: readFileSync(join(FOLDER, name + ENDING), 'utf8') }
}

const ENDING = '.yaml'
/** src/ and dist/ lie equally deep. */
const FOLDER = fileURLToPath(new URL('../../templates', import.meta.url))
