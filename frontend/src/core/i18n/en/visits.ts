import type { Same } from '..'
import type { visits as zh } from '../zh/visits'

/** Words of the kiosk's shorter visits: leaving, endorsing, reporting a lost or damaged permit. */
export const visits: Same<typeof zh> = {
  'visit.service.leave': 'I am moving away',
  'visit.service.leave.hint': 'End the registration here',
  'visit.service.endorse': 'Endorse permit',
  'visit.service.endorse.hint': 'Once a year, from {from} to {until}',
  'visit.service.endorse.late': 'Overdue; valid again once endorsed',
  'visit.service.report': 'Permit lost or damaged',
  'visit.service.report.hint': 'Get a new one',

  'visit.leave_which.title': 'Which registration is to end?',
  'visit.leave_which.hint': 'You are registered at more than one address.',
  'visit.leave_when.title': 'What was your last day here?',
  'visit.leave_when.hint': 'If you are not sure, choose the nearest day. If you have not moved yet, come on the day.',
  'visit.leave_when.year.title': 'In which year did you leave?',
  'visit.leave_when.month.title': 'Which month of {year}?',
  'visit.leave_when.day.title': 'Which day? (month {month} of {year})',
  'visit.leave.field': 'Registration to end',
  'visit.leave.on': 'Last day',
  'visit.leave.warn': 'Afterwards your time of residence here counts no further. If you only move within this district, go back and choose “Register residence”.',
  'visit.leave.statement': 'I confirm that I no longer live at this address.',
  'visit.leave.submit': 'End it',

  'visit.which_permit.title': 'Which permit?',
  'visit.which_permit.issued': 'Issued on {date}',
  'visit.endorse.title': 'Which of these holds for you now?',
  'visit.endorse.hint': 'One of the three is enough. It may be another one than when you applied.',
  'visit.endorse.permit': 'Permit',
  'visit.endorse.statement': 'I confirm that I still live at the registered address and that this is true.',
  'visit.endorse.late': 'The time for endorsing is over. The permit is valid again at once, but years of residence count anew from today.',
  'visit.report.title': 'What happened to the permit?',
  'visit.report.lost': 'It is lost',
  'visit.report.lost.hint': 'You get a new one, the old one becomes void',
  'visit.report.damaged': 'It is damaged or cannot be read',
  'visit.report.damaged.hint': 'You get a new one and hand the old one in',
  'visit.report.field': 'What happened',
  'visit.report.statement': 'I confirm that this is true. I will not use the old permit again, even if I find it.',
  'visit.report.fee': 'A new card costs a fee, which is paid at the window.',

  'visit.receipt.residence_end.title': 'The registration has ended',
  'visit.receipt.residence_end.number': 'Registration number',
  'visit.receipt.endorsement.title': 'The permit is endorsed',
  'visit.receipt.endorsement.number': 'Case number',
  'visit.receipt.permit_report.title': 'We have your report',
  'visit.receipt.permit_report.number': 'Case number',
}
