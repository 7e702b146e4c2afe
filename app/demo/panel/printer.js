// The ticket printer of a station, with its last ticket.
import { offer, say } from './dom.js'

/** show tells how the printer stands there. */
export function show(section, station, printer) {
  const note = section.querySelector('.tray p')
  const picture = section.querySelector('.tray img')
  note.textContent = !printer.plugged ? say('unplugged') : printer.tearing ? say('tearing') : printer.picture ? '' : say('no_ticket')
  picture.hidden = !printer.picture
  picture.alt = say('picture')
  const address = `/api/stations/${station}/ticket.png?${printer.picture}`
  if (printer.picture && !picture.src.endsWith(address)) picture.src = address
  offer(section, {
    'printer/tear': !printer.tearing, 'printer/paper_out': !printer.paper_out, 'printer/paper_in': printer.paper_out,
    'printer/near_end': !printer.near_end, 'printer/roll_full': printer.near_end, 'printer/open': !printer.cover_open, 'printer/shut': printer.cover_open,
    'printer/offline': !printer.offline, 'printer/online': printer.offline, 'printer/unplug': printer.plugged, 'printer/plug': !printer.plugged,
  })
}
