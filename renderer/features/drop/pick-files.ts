import type { UploadFile } from '../../bridge/bridge.ts';

/** Opens the browser's dialog for files or a folder; an empty list when it was closed. */
export function pickFiles(what: 'files' | 'folder'): Promise<readonly UploadFile[]> {
  return new Promise((settle) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = what === 'folder';
    input.hidden = true;
    const done = () => {
      input.remove();
      settle(Array.from(input.files ?? [], uploadOf));
    };
    input.addEventListener('change', done);
    input.addEventListener('cancel', done);
    // Some browsers only open it for an element of the page.
    document.body.append(input);
    input.click();
  });
}

/** A file with its place below the chosen folder. */
export function uploadOf(file: File): UploadFile {
  return { file, relative: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath };
}
