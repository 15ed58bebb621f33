export { SettingsPage } from './settings-page.tsx';
export { changeSettings } from './change-settings.ts';
