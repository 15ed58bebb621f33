import type { Input, Output } from '../../shared/ipc/contract.ts';
import type { CallName } from '../../shared/ipc/names.ts';
import { type MediaPlace, mediaPath } from './bridge.ts';

/**
 * What a browser does by itself, because the computer of the host is not the one in front of the person: the clipboard,
 * downloads and new tabs.
 */
type BrowserCalls = {
  readonly [K in CallName]?: (input: Input<K>) => Promise<Output<K>> | Output<K> | undefined;
};

export const webMediaUrl = (place: MediaPlace): string => `/media/${mediaPath(place)}`;

export const browserCalls: BrowserCalls = {
  'shell:copy': async ({ text }) => {
    await copyText(text);
    return null;
  },
  'shell:save_text': ({ name, text }) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    // The browser reads the address after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return { saved: true };
  },
  'shell:open': ({ id, which }) => {
    window.open(webMediaUrl({ what: 'file', id, of: which }), '_blank', 'noopener');
    return null;
  },
  'shell:link': ({ to }) => {
    // The other places are named in the package, which the host reads.
    if (to !== 'get_ffmpeg') return undefined;
    window.open('https://ffmpeg.org/download.html', '_blank', 'noopener');
    return null;
  },
};

async function copyText(text: string): Promise<void> {
  // The clipboard is only there on secure addresses; a home server in the local network is none.
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = Object.assign(document.createElement('textarea'), { value: text });
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  const before = document.activeElement;
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there
  const copied = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!copied) throw new Error('The browser does not allow copying here.');
}
