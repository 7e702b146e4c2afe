import type { Same } from '..'
import type { common as zh } from '../zh/common'

export const common: Same<typeof zh> = {
  'common.product': 'JieZhan',
  'common.back': 'Back',
  'common.continue': 'Continue',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.change': 'Change',
  'common.retry': 'Try again',
  'common.done': 'Done',
  'common.yes': 'Yes',
  'common.no': 'No',
  'common.loading': 'Loading …',
  'common.loading_long': 'Still loading, please wait.',
  'common.empty': 'Nothing here',
  'common.none': 'None',
  'common.code': 'Code: {code}',
  'common.stale': 'Connection lost, reconnecting …',
  'common.data_as_of': 'Data as of {time}',
  'common.no_leader': 'Saving is not possible now',
  'common.long_term': 'No expiry',
  'common.error.what': 'This did not work',
  'common.error.safe': 'What you entered is still here.',
  'common.prev_page': 'Previous page',
  'common.next_page': 'Next page',
  'common.page_of': 'Page {page} of {pages}',
}
