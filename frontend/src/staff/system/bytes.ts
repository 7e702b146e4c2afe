const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** formatBytes writes a size with at most one decimal, in steps of 1024. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`
}
