import type { Same } from '..'
import type { resident as zh } from '../zh/resident'

/** Words of a resident's visit: files that are no pictures, what is not due yet, what is wrong in a record, a form that a power cut ended. */
export const resident: Same<typeof zh> = {
  'resident.file.empty': 'This file is empty. Choose another one.',
  'resident.file.huge': 'This file is too large, more than 40 MB. Save it smaller, or bring the original to the window.',
  'resident.file.pdf': 'This is a PDF, no picture. Save it as a JPG picture, or bring the original to the window.',
  'resident.file.heic': 'HEIC pictures of telephones cannot be opened here. Save it as JPG, or bring the original to the window.',
  'resident.file.broken': 'This file cannot be opened: it is no picture, or damaged. Choose another one.',
  'resident.file.small': 'The picture is too small to be read. Choose a larger one, or take it again.',
  'resident.file.same': 'This page is there already. Choose the next one.',
  'resident.camera.gone': 'The camera is gone; what was taken is still there. Try again, or bring the original to the window.',
  'resident.picture.turn': 'Turn',
  'resident.picture.enough': 'Enough, {n} pages',
  'resident.sign.more': 'Please write your whole name. A dot or a small stroke is not enough.',

  'resident.foreigner': 'You also have to report your accommodation to the police within 24 hours of moving in. This does not take its place.',

  'resident.endorse.refused': 'Not to be endorsed now',
  'resident.endorse.from': 'Can be endorsed from {date}',
  'resident.endorse.from.hint': 'Come back on that day with your ID card. It is done at this machine.',
  'resident.endorse.later': 'From {from}',
  'resident.endorse.why': 'See why not now',

  'resident.resume': 'Go on where you stopped',
  'resident.resume.hint': '{service}: your answers are still there',

  'resident.cause': 'Why',
  'resident.cause.damaged': 'Old card damaged',
  'resident.cause.lost': 'Old card lost',
  'resident.cause.changed': 'Details changed',
  'resident.cause.expiring': 'Old card expires',
  'resident.endorsed_on': 'Endorsed on',
  'resident.card.reported': 'The police have your report and make the new card. Fetch it with your identity card, and bring the old one if you still have it.',
  'resident.card.withdrawn': 'This exchange was cancelled. You can report the card again.',
  'resident.card.endorsed': 'The permit is endorsed and stays in use. The receipt says when the next time is; you can do it on this machine.',

  'resident.wanted': 'Still to be brought',
  'resident.wanted.by': 'Bring it to the window by {date}.',

  'resident.wrong.title': 'What is wrong?',
  'resident.wrong.hint': 'Touch one. Staff call you and put it right.',
  'resident.wrong.name': 'Name',
  'resident.wrong.id_number': 'ID number',
  'resident.wrong.phone': 'Mobile number',
  'resident.wrong.hukou': 'Registered home address',
  'resident.wrong.residence': 'Residence registration',
  'resident.wrong.permit': 'Residence permit',
  'resident.wrong.other': 'Something else',
  'resident.wrong.detail': 'Said at the kiosk: "{what}" is wrong. Please call the person to check.',
  'resident.wrong.of': ': {what}',
  'resident.copy.where': 'When the copy is ready, fetch it at {window} with your ID card.',
  'resident.request.open': 'answered by {date}',
  'resident.request.granted': 'done: {answer}',
  'resident.request.refused': 'not done: {answer}',

  'visit.purpose.alarm': 'an alarm',
  'visit.purpose.reveal': 'seeing it in full',
  'visit.purpose.room': 'looking at the home',
  'visit.purpose.two_open': 'comparing two registrations',
  'visit.purpose.duplicates': 'comparing records',
  'visit.purpose.data_request': 'answering your request',
  'visit.purpose.permit': 'your permit',
  'visit.purpose.rental': 'checking a rental',
  'visit.purpose.export': 'handed to an office entitled to it',
  'visit.what.printed': 'printed',
  'visit.what.exported': 'in a list handed out',
}
