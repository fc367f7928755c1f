/** The probability that a standard normal variable exceeds `z`, to about twelve digits. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return z < SERIES_UP_TO ? 0.5 - density * seriesToTheCentre(z) : density / continuedFraction(z)
}

/** z + z³/3 + z⁵/(3·5) + …: the area between 0 and z, divided by the density at z. */
function seriesToTheCentre(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum
}

/** z + 1/(z + 2/(z + 3/(z + …))): the density at z, divided by the tail beyond it. Taken from its inner end. */
function continuedFraction(z: number): number {
  let value = z
  for (let step = STEPS; step > 0; step--) value = z + step / value
  return value
}

/** Below, the fraction converges slowly; above, the series loses digits to the difference. */
const SERIES_UP_TO = 3
const STEPS = 80
