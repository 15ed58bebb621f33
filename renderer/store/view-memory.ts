/** How the list was looked at last, kept on this computer. It is a convenience: without storage it is as at first. */

const key = 'convoy.list.grouped';

export function readGrouped(storage: Pick<Storage, 'getItem'> = localStorage): boolean {
  try {
    return storage.getItem(key) === 'yes';
  } catch {
    // Storage may be switched off for the page.
    return false;
  }
}

export function keepGrouped(grouped: boolean, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(key, grouped ? 'yes' : 'no');
  } catch {
    // Full or switched off: it is forgotten, nothing else.
  }
}
