import type { UploadFile } from '../../bridge/bridge.ts';

/** Opens the browser's dialog for files or a folder; an empty list when it was closed. */
export async function pickFiles(what: 'files' | 'folder'): Promise<readonly UploadFile[]> {
  const files = await picked({ multiple: true, webkitdirectory: what === 'folder' });
  return files.map(uploadOf);
}

/** Opens the browser's dialog for one file and gives what is in it; null when it was closed. `accept` as in HTML. */
export async function pickText(accept: string): Promise<string | null> {
  const [file] = await picked({ accept });
  return file === undefined ? null : file.text();
}

function picked(
  what: Partial<Pick<HTMLInputElement, 'multiple' | 'webkitdirectory' | 'accept'>>,
): Promise<readonly File[]> {
  return new Promise((settle) => {
    const input = Object.assign(document.createElement('input'), { ...what, type: 'file', hidden: true });
    const done = () => {
      input.remove();
      settle(Array.from(input.files ?? []));
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
