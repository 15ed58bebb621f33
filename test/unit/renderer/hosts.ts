import type { Hello } from '../../../shared/ipc/shell-calls.ts';

/** A host that can do everything. */
export const hello: Hello = {
  host: 'electron',
  platform: 'linux',
  version: '0.1.0',
  locale: 'en-GB',
  home: '/home/ada',
  downloads: '/home/ada/Downloads',
  abilities: {
    choose: true,
    browse: true,
    upload: false,
    show: true,
    drag: true,
    trash: true,
    notify: true,
    quit: true,
    sleep: true,
    shutDown: true,
  },
  links: ['report', 'source'],
};

/** The same window in a browser, on a host that can do little. */
export const webHello: Hello = {
  ...hello,
  host: 'web',
  abilities: {
    choose: false,
    browse: true,
    upload: true,
    show: false,
    drag: false,
    trash: false,
    notify: false,
    quit: false,
    sleep: false,
    shutDown: false,
  },
  links: [],
};
