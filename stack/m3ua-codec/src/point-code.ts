/**
 * Signalling point codes between numbers and the forms people write. The digits of a form are the widths of its fields in bits,
 * the first field in the highest bits: ITU-T Q.704 writes 14 bits as 3-8-3, ANSI and China 24 bits as 8-8-8 (network, cluster,
 * member), Japan's TTC 16 bits as 7-4-5. On the wire all are one 32-bit number, right-aligned (RFC 4666 §3.3.1).
 */
export type PointCodeForm = '3-8-3' | '8-8-8' | '7-4-5' | 'decimal'

/** The number of a point code written in `form` or in decimal; null for anything else, and for a field past its width. */
export function parsePointCode(text: string, form: PointCodeForm): number | null {
  if (/^\d{1,8}$/.test(text)) {
    const pointCode = Number(text)
    return pointCode <= largestPointCode(form) ? pointCode : null
  }
  if (!/^\d{1,3}(-\d{1,3})+$/.test(text)) return null
  const widths = FIELD_WIDTHS[form]
  const fields = text.split('-').map(Number)
  if (fields.length !== widths.length) return null
  let pointCode = 0
  for (let i = 0; i < widths.length; i++) {
    if (fields[i]! >= 1 << widths[i]!) return null
    pointCode = (pointCode << widths[i]!) | fields[i]!
  }
  return pointCode
}

/** `pointCode` in `form`; one too large for the form (a peer may send any 32 bits) is written in decimal. */
export function formatPointCode(pointCode: number, form: PointCodeForm): string {
  const widths = FIELD_WIDTHS[form]
  if (form === 'decimal' || pointCode > largestPointCode(form)) return String(pointCode >>> 0)
  const fields: number[] = []
  for (let i = widths.length - 1, left = pointCode; i >= 0; i--) {
    fields.unshift(left & ((1 << widths[i]!) - 1))
    left >>>= widths[i]!
  }
  return fields.join('-')
}

export function largestPointCode(form: PointCodeForm): number {
  return 2 ** FIELD_WIDTHS[form].reduce((sum, width) => sum + width, 0) - 1
}

const FIELD_WIDTHS: Readonly<Record<PointCodeForm, readonly number[]>> = {
  '3-8-3': [3, 8, 3],
  '8-8-8': [8, 8, 8],
  '7-4-5': [7, 4, 5],
  decimal: [24],
}
