import type { Same } from '..'
import type { records as zh } from '../zh/records'

export const records: Same<typeof zh> = {
  'people.verified.import': 'Imported',
  'people.field.ended_on': 'Day of the end (registration back in force)',
  'people.field.former_name': 'Name (changed by law)',
  // Documents
  'records.document.title': 'Add a document',
  'records.document.hint': 'A new card, a passport beside it, or a name changed by law. What was shown before is kept.',
  'records.document.renamed': 'The name was changed by law',
  'records.document.renamed_hint': 'The record takes the new name; the former one still finds it',
  'records.document.proof': 'What proves it',
  'records.document.proof_hint': 'For example: the page of changes in the household register',
  'records.document.ethnic': 'Ethnic group',
  'records.document.ethnic_hint': 'As printed; the permit card prints it, too',
  'records.document.save': 'Add the document',
  // Ends taken back
  'records.reopen.title': 'Bring the registration back',
  'records.reopen.will': 'It was ended by mistake and is in force again. Both versions stay in the history.',
  'records.reopen.death': 'The death was recorded by mistake: every registration it ended is in force again. Join the household anew; permits are a matter of their own.',
  'records.reopen.two': 'Opening a record that was closed by a death takes another officer, who has looked at it and enters their own password.',
  'records.reopen.save': 'Bring it back',
  'records.end.death_hint': 'All registrations in force end, the household is left, and the record is closed to everybody but the archivist. Check first that this is the person.',
  // Requests about the own data
  'records.request.title': 'Data requests',
  'records.request.new': 'Take down a data request',
  'records.request.hint': 'Takes down what the person asks, with a number and a day for the answer: fifteen days.',
  'records.request.what': 'What the person asks',
  'records.request.words': 'In the person\'s words',
  'records.request.save': 'Take down',
  'records.request.number': 'Number {number}, answered by {date} at the latest. Tell the person.',
  'records.grant.erasure': 'Granting it: telephone, statements and household are erased now; documents, registrations and permits are kept for five years by law, stored and not used. Not possible while a registration is in force.',
  'records.grant.restriction': 'Granting it: from now on the record is stored and not used; only the archivist opens it, and it leaves in no file. Lift it when the person wants to be served.',
  'records.restricts': 'Restricted now',
  'records.lift.title': 'Lift the restriction',
  'records.lift.will': 'The record is used as any other again. Only where the person asks for it, or a law.',
  // What was refused
  'problem.document.of_another': 'This number belongs to another record. If it is one person, compare the two and merge them.',
  'problem.document.other_number': 'This record has another citizen number, and a person has one only. Check the document; if the old number was typed wrongly, correct it first.',
  'problem.document.birth_differs': 'The day of birth on the document is not the one of the record ({birth}). Check that this is the person; if the record is wrong, correct it first.',
  'problem.document.name_differs': 'The name on the document is not the one of the record. If it was changed by law, say so and name the proof; otherwise check that this is the person.',
  'problem.residence.not_ended': 'This registration has not ended.',
  'problem.residence.reopen_second_officer': 'Taking back a death needs a second officer, who enters login and password.',
  'problem.data_request.still_registered': 'A registration of this person is in force ({number}), so the data are in use. End it first, or answer that it cannot be done.',
  'problem.data_request.not_restricted': 'The record is not restricted by this request now.',
}
