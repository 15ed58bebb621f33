'use strict';
// Notes which of our schemes are served at the moment when the first window begins to load its page.
const { BrowserWindow, protocol } = require('electron');

/** @type {typeof globalThis & { servedAtFirstLoad?: string[] }} */
const page = globalThis;
const load = BrowserWindow.prototype.loadURL;
BrowserWindow.prototype.loadURL = /** @param {Parameters<typeof load>} given */ function (...given) {
  page.servedAtFirstLoad ??= ['app', 'media'].filter((scheme) => protocol.isProtocolHandled(scheme));
  return load.apply(this, given);
};
