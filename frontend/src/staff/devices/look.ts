import { useAccess } from '../model/access'
import { useDevices } from '../model/devices'

/** Milliseconds between two looks while a page with counters is open. A change of state comes by itself. */
const every = 2000

/** lookAgain reads the devices now and then while a page shows what no event tells: counters, and what came last. Gives the function that ends it. */
export function lookAgain(): () => void {
  const access = useAccess()
  const devices = useDevices()
  void devices.load()
  const timer = setInterval(() => {
    if (!access.locked && document.visibilityState === 'visible') void devices.load()
  }, every)
  return () => clearInterval(timer)
}
